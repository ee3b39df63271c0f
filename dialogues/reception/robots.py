"""Robot students for authors' own tests: one pair of hands, several customers.

Time is made up, as for scripted students: the same robot and seed always leave the same logs.
"""

from dataclasses import dataclass, field

from dialogues.checks.playing import Says, Talk, Uses, Waits
from dialogues.checks.sight import Sight
from dialogues.checks.students import Cast, Persona, Reply
from dialogues.hearing import Ear
from dialogues.reception.arrivals import Coming, comings, hastened
from dialogues.reception.model import Guests, Habit
from dialogues.scenario import TIME_UP
from dialogues.scripted import ScriptedScenario
from dialogues.transcript import Ended, Event

STEP = 1.0
"""Seconds by which the made-up time goes on."""

TOO_LONG = 3600.0
"""Seconds after which a robot's desk is closed, whatever the file says."""

_FOLLOWS_SCRIPT = frozenset({Persona.EXPERT, Persona.SLOW})
_MOST_TOOLS = 4


@dataclass(frozen=True, slots=True)
class Served:
    """What came of one customer: who it was, and the log of its talk."""

    coming: Coming
    log: tuple[Event, ...]


@dataclass(slots=True)
class _Seat:
    """One customer at the desk, as the robot sees it."""

    coming: Coming
    talk: Talk
    sight: Sight
    answered_at: float
    moves: int = 0
    ignored: bool = False


class RobotDesk:
    """A reception that robots work at; casts are kept, so that many seeds are quick."""

    def __init__(self, guests: Guests, ear: Ear) -> None:
        self._reception = guests.reception
        self._customers = {
            name: ScriptedScenario(scenario, ear) for name, scenario in guests.scenarios.items()
        }
        self._casts = {name: Cast(customer) for name, customer in self._customers.items()}

    def play(self, seed: str, habit: Habit) -> tuple[Served, ...]:
        """The logs of everybody who came, in the order of coming."""
        desk = _Evening(list(comings(self._reception, seed)))
        closes = self._reception.time_limit or TOO_LONG
        while not desk.over and desk.now < closes:
            self._let_in(desk)
            desk.pass_time(STEP)
            if desk.now >= desk.acts_at:
                desk.acts_at += habit.every
                self._act(desk, habit)
        return desk.close()

    def _let_in(self, desk: "_Evening") -> None:
        while desk.someone_comes:
            if len(desk.open) >= self._reception.at_once:
                desk.full = True
                return
            coming = desk.outside.pop(0)
            customer = self._customers[coming.scenario]
            sight = Sight(customer.scenario, coming.seed)
            desk.sit(_Seat(coming, Talk(customer, coming.seed), sight, desk.now))

    def _act(self, desk: "_Evening", habit: Habit) -> None:
        waiting = [seat for seat in desk.open if not seat.ignored]
        if not waiting:
            return
        longest = min(waiting, key=lambda seat: (seat.answered_at, seat.coming.letter))
        seat = longest if habit.longest_first else waiting[0]
        self._answer(seat, Persona(habit.persona), desk.now)

    def _answer(self, seat: _Seat, persona: Persona, now: float) -> None:
        """One reply; looking something up before takes no time."""
        cast = self._casts[seat.coming.scenario]
        for _ in range(_MOST_TOOLS):
            seat.sight.look(seat.talk.log)
            scripted = (
                cast.scripted(persona, seat.moves, seat.sight)
                if persona in _FOLLOWS_SCRIPT
                else None
            )
            move = scripted or cast.next(persona, seat.sight)
            seat.moves += 1
            match move:
                case Reply(text):
                    seat.talk.play(Says(text, 0.0))
                    seat.answered_at = now
                    return
                case Uses():
                    seat.talk.play(move)
                    if seat.talk.over:
                        return
                case Waits():
                    seat.ignored = True
                    return


@dataclass(slots=True)
class _Evening:
    """The made-up time of one attempt."""

    outside: list[Coming]
    seats: list[_Seat] = field(default_factory=list)
    now: float = 0.0
    next_at: float = 0.0
    acts_at: float = 0.0
    full: bool = False

    @property
    def open(self) -> list[_Seat]:
        return [seat for seat in self.seats if not seat.talk.over]

    @property
    def over(self) -> bool:
        return not self.outside and not self.open

    @property
    def someone_comes(self) -> bool:
        return bool(self.outside) and not self.full and self.now >= self.next_at

    def sit(self, seat: _Seat) -> None:
        """Somebody comes in; the next one follows after the usual time between the two."""
        self.seats.append(seat)
        if self.outside:
            self.next_at = self.now + self.outside[0].at - seat.coming.at

    def pass_time(self, seconds: float) -> None:
        before = len(self.open)
        for seat in self.open:
            seat.talk.play(Waits(seconds))
        self.now += seconds
        if len(self.open) < before:
            self.next_at = hastened(self.next_at, self.now, full=self.full, idle=not self.open)
            self.full = False

    def close(self) -> tuple[Served, ...]:
        """The desk is over; whoever is still there goes away unserved."""
        for seat in self.open:
            seat.talk.log.append(Ended(TIME_UP, success=False))
        return tuple(Served(seat.coming, tuple(seat.talk.log)) for seat in self.seats)
