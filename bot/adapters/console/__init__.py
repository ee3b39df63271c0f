"""A messenger in memory: to play in a terminal, to show an evening, and to test on."""
