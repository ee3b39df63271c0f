"""The customers: what a talk is, who speaks in it, and what was heard.

Start with `transcript` (what a talk is) and `customer` (the port); README.md gives the rest of
the reading order and the author's handbook.
"""
