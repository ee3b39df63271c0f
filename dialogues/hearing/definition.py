"""What somebody wrote down about one act: words, sets of words, patterns, examples, exclusions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActDefinition:
    """An act as an author defines it (听懂).

    `must_contain` is heard where one clause holds a word of every set; `exclude` vetoes the
    clause it stands in; `examples` are sentences that say it, and sentences near them are heard
    too, unless the act is a penalty.
    """

    id: str
    keywords: tuple[str, ...] = ()
    must_contain: tuple[tuple[str, ...], ...] = ()
    patterns: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
