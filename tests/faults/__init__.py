"""Durable delivery under kills, floods, outages and a broken store."""
