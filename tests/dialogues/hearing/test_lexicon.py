"""The shipped word tables."""

from collections.abc import Iterator

from dialogues.hearing import act_ids
from dialogues.hearing.normalise import normalise
from locales import hearing


def _words() -> Iterator[str]:
    for language in ("zh_CN", "en"):
        for _, words in hearing.rows(language, "concepts"):
            yield from words.split("|")
        for _, _, form, value in hearing.rows(language, "lexicon"):
            if form != "式":
                yield from (word for part in value.split(" + ") for word in part.split("|"))
    for _, words in hearing.rows("zh_CN", "hidden"):
        yield from words.split("|")


def test_every_word_is_written_as_replies_are_read() -> None:
    odd = [word for word in _words() if word[:1] != "@" and normalise(word).text != word]
    assert not odd


def test_every_rule_is_about_a_known_act() -> None:
    acts = {row[0] for language in ("zh_CN", "en") for row in hearing.rows(language, "lexicon")}
    assert acts <= set(act_ids())


def test_a_typo_and_its_correction_are_of_the_same_length() -> None:
    assert all(len(wrong) == len(right) for wrong, right in hearing.rows("zh_CN", "typos"))
