"""What can go wrong between a bot and Telegram, on demand."""

import random
from dataclasses import dataclass, field
from enum import StrEnum


class Harm(StrEnum):
    """The ways in which a call goes wrong."""

    DELAY = "delay"
    DROP_BEFORE = "drop_before"
    DROP_AFTER = "drop_after"
    STATUS = "status"
    HTML = "html"
    TRUNCATE = "truncate"
    FLOOD = "flood"

    @property
    def takes_effect(self) -> bool:
        """Whether Telegram did what was asked although the caller cannot know it."""
        return self in {Harm.DELAY, Harm.DROP_AFTER, Harm.TRUNCATE}


@dataclass(slots=True, eq=False)
class Fault:
    """One rule: which calls are harmed, how, how often.

    `method` and `chat_id` None match all; `times` None has no end; `skip` calls pass first;
    `chance` is drawn per matching call; `seconds` is the delay or the 429's retry_after.
    """

    harm: Harm
    method: str | None = None
    chat_id: int | None = None
    times: int | None = 1
    skip: int = 0
    chance: float = 1.0
    seconds: float = 1.0
    status: int = 502
    hits: int = 0

    def concerns(self, method: str, chat_id: int | None) -> bool:
        """Whether this call is one of those meant, however often it already happened."""
        return self.method in {None, method} and self.chat_id in {None, chat_id}


@dataclass(slots=True)
class Faults:
    """All rules in force; the first that strikes wins."""

    seed: int = 0
    outage: bool = False
    rules: list[Fault] = field(default_factory=list)
    _dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)

    def add(self, harm: Harm | str, **details: object) -> Fault:
        """Put a rule in force, e.g. `add("drop_after", method="sendMessage", times=2)`."""
        fault = Fault(Harm(harm), **details)  # type: ignore[arg-type]
        if fault.method is not None:
            fault.method = fault.method.lower()
        self.rules.append(fault)
        return fault

    def clear(self) -> None:
        """Everything works again."""
        self.rules.clear()
        self.outage = False

    def strike(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that hits this call, if any."""
        for fault in self.rules:
            if fault.concerns(method, chat_id) and self._hits(fault):
                return fault
        return None

    def _hits(self, fault: Fault) -> bool:
        if fault.chance < 1.0 and self._dice.random() >= fault.chance:
            return False
        if fault.skip:
            fault.skip -= 1
            return False
        fault.hits += 1
        if fault.times is not None and fault.hits >= fault.times:
            self.rules.remove(fault)
        return True
