"""Errors that explain themselves: what is wrong, and what to do next, in the catalogue's words."""

from typing import ClassVar

from locales.catalogue import Catalogue


class Trouble(Exception):
    """Something that people can mend.

    A subclass names the `key` of its sentence in the catalogue; its docstring says the same to
    developers, and is what `str` gives, with the values behind it.
    """

    key: ClassVar[str]

    def __init__(self, **values: object) -> None:
        self.values = values
        told = ", ".join(f"{name}={value}" for name, value in values.items())
        summary = (self.__doc__ or type(self).__name__).strip()
        super().__init__(f"{summary} ({told})" if told else summary)

    def explain(self, words: Catalogue) -> str:
        """The sentence for people."""
        return words.say(self.key, **self.values)
