"""A pack: one folder for each customer."""
