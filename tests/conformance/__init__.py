"""The conformance kit on every messenger that we ship, and on one that can do little."""
