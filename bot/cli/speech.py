"""The language of the terminal: Chinese, or English where LC_ALL or LANG asks for it."""

import os

from locales.catalogue import Catalogue, catalogue


def words() -> Catalogue:
    """The catalogue for whoever sits at this terminal; KEFU_LANGUAGE decides before the locale."""
    names = ("KEFU_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    asked = next((value for name in names if (value := os.environ.get(name))), "")
    return catalogue(asked)
