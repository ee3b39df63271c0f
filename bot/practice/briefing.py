"""What the student is told before a customer speaks: the case, the tools, the clock."""

from bot.practice.ports import Attempt
from dialogues.customer import Customer, Playable
from dialogues.reception import mark_of
from locales.catalogue import catalogue


def briefing(attempt: Attempt, playable: Playable, customer: Customer, like: str) -> str:
    """What the student is told before the customer speaks.

    `like` is the letter of a customer at the desk for whom the same was told already.
    """
    words = catalogue(attempt.language)
    if like:
        return words.say("desk.arrival.same", title=playable.title, who=mark_of(like))
    key = "desk.arrival" if attempt.letter else "practice.briefing"
    head = words.say(key, title=playable.title, briefing=playable.briefing(attempt.seed))
    tools, clock = "", ""
    if customer.tools:
        listed = " · ".join(customer.tools)
        tools = words.say("practice.tools", first=customer.tools[0], tools=listed)
    if not attempt.letter:
        clock = words.say("practice.clock_rule")
    return "\n\n".join(part for part in (head, tools, clock) if part)
