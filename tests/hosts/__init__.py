"""Bots that were there before the practice: a small shop in each framework."""
