"""The one place that draws what must not be guessed."""

import secrets

# Crockford's base 32: no I, L, O, U, so that a code survives being read aloud.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_secret() -> str:
    """A key of 256 bits, in hexadecimal."""
    return secrets.token_hex(32)


def new_code(length: int = 10) -> str:
    """An invitation code; 10 characters are 50 bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def draw(below: int) -> int:
    """A number from 0 up to, but not including, `below`, that nobody can foresee."""
    return secrets.randbelow(below)
