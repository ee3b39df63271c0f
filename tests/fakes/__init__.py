"""Strict twins of the messengers we speak to, for tests: real HTTP on loopback."""
