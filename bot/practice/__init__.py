"""A talk while it is going on: attempts, and the ports through which they meet the world."""
