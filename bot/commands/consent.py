"""Before anything is stored: who we are, what is kept, and a plain yes or no."""

from collections import defaultdict, deque
from dataclasses import replace
from datetime import datetime, timedelta

from bot.classroom.aliases import draw_alias
from bot.classroom.cohorts import Invitation, Person, Role
from bot.classroom.invitations import student_code
from bot.commands.context import Context
from bot.delivery.receiving import LeaveNoTrace
from bot.practice.messages import Button

_MOST_GUESSES = 5
_GUESS_WINDOW = timedelta(minutes=10)


class InvitationGuard:
    """At most five wrong codes a person in ten minutes; kept in memory, nothing is stored."""

    def __init__(self) -> None:
        self._wrong: dict[str, deque[datetime]] = defaultdict(deque)

    def may_try(self, platform_id: str, now: datetime) -> bool:
        """Whether this person may try a code."""
        wrong = self._wrong[platform_id]
        while wrong and wrong[0] < now - _GUESS_WINDOW:
            wrong.popleft()
        return len(wrong) < _MOST_GUESSES

    def missed(self, platform_id: str, now: datetime) -> None:
        """The code was wrong."""
        self._wrong[platform_id].append(now)
        if len(self._wrong) > 10_000:
            self._wrong.pop(next(iter(self._wrong)))


def ask(context: Context) -> None:
    """Answer somebody unknown: explain and ask, and leave no trace of it."""
    # What follows a link is plain ASCII; words typed behind /start would not fit into a button.
    link = context.inbound.command == "start" and context.inbound.text.isascii()
    yes = context.button("button.agree", "ok", context.inbound.text[:24] if link else "")
    no = context.button("button.decline", "no")
    raise LeaveNoTrace([context.message("consent.ask", (yes, no))])


def answer(context: Context, action: str) -> None:
    """Somebody unknown pressed a button: yes, no, or something older."""
    if action == "ok":
        enrol(context)
    elif action == "no":
        raise LeaveNoTrace([context.message("consent.declined")])
    else:
        ask(context)


def enrol(context: Context) -> None:
    """They agreed: from here on they are known, by an alias."""
    sender, chat = context.inbound.sender, context.inbound.chat
    context.person = context.unit.enrol(
        Person(0, context.inbound.channel, sender.id, chat.id, draw_alias(), sender.language),
        context.now,
    )


def join(context: Context, code: str, guard: InvitationGuard) -> Invitation | None:
    """Use an invitation; None where it is wrong, used up, expired or guessed too often."""
    platform_id = context.me.platform_id
    if not guard.may_try(platform_id, context.now):
        return None
    invitation = context.unit.invitation(code.upper())
    expired = invitation and invitation.expires_at and invitation.expires_at < context.now
    if invitation is None or expired or not context.unit.spend(invitation.code):
        guard.missed(platform_id, context.now)
        return None
    _keep_aliases_apart(context, invitation.cohort)
    context.unit.join(invitation.cohort, context.me.id, invitation.role, context.now)
    return invitation


def _keep_aliases_apart(context: Context, cohort: int) -> None:
    """Two in one class must not share an alias; whoever comes second gets another one."""
    if cohort in {joined.id for joined in context.unit.cohorts_of(context.me.id)}:
        return
    taken = context.unit.aliases(cohort)
    while context.me.alias in taken:
        context.person = replace(context.me, alias=draw_alias())
    context.unit.rename(context.me.id, context.me.alias)


def welcome(context: Context, invitation: Invitation | None, *, wrong_code: bool) -> None:
    """Say what is next to somebody who just came in."""
    cohort = context.unit.cohort(invitation.cohort) if invitation else None
    if invitation and cohort and invitation.role is Role.TEACHER:
        _welcome_teacher(context, cohort.id, cohort.name)
        return
    key = "welcome.student" if cohort else "welcome.wrong_code" if wrong_code else "welcome.alone"
    practise = context.button("button.practise", "l")
    context.answer(key, (practise,), alias=context.me.alias, cohort=cohort.name if cohort else "")


def _welcome_teacher(context: Context, cohort: int, name: str) -> None:
    code = student_code(context.unit, cohort)
    link = context.office.links.start(f"join_{code}")
    add = context.office.links.group(f"class_{cohort}")
    rows = ((Button(context.words.say("button.add_to_group"), url=add),),) if add else ()
    context.answer("welcome.teacher", *rows, cohort=name, link=link or f"/start join_{code}")
