"""The examiner (考官): judges a talk by what was said and when, and quotes what it judged by.

A pure room: no clock, no dice, no network. The door is `scoring.examiner.grade`.
"""
