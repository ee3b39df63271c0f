"""One behaviour, every implementation."""
