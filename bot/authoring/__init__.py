"""What authors do with customer files: check, rehearse, look at them, start new ones."""
