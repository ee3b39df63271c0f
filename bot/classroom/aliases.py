"""The names that others may see: drawn, never derived from who somebody is."""

from bot.secrets import draw
from locales.catalogue import DEFAULT_LANGUAGE, catalogue


def draw_alias() -> str:
    """A friendly alias of a colour or character, an animal and a number: 蓝色海豚42."""
    words = catalogue(DEFAULT_LANGUAGE)
    manners = words.say("alias.manners").split()
    animals = words.say("alias.animals").split()
    return f"{manners[draw(len(manners))]}{animals[draw(len(animals))]}{draw(90) + 10}"
