"""What a class is marked by, told to its teacher."""

from locales.catalogue import Catalogue
from scoring.rubric_file import read_rubric, standard

LARGEST_RUBRIC = 20_000
"""Bytes of a rubric file; the shipped one has about 5,000."""


def rubric_shown(words: Catalogue, cohort: str, text: str) -> str:
    """The name, version and weights of what holds; an empty text is the standard rubric."""
    rubric = read_rubric(text) if text else standard()
    name = rubric.names.get(words.language) or rubric.names.get("zh_CN") or rubric.id
    rows = "｜".join(
        f"{row.name(words.language)} {row.weight:g}" for row in rubric.criteria if row.weight
    )
    held = words.say("rubric.held", cohort=cohort, name=name, version=rubric.version, weights=rows)
    return held if text else f"{held}\n{words.say('rubric.standard')}"
