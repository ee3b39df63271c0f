"""What a messenger cannot do is told; what an adapter does wrong is found, with its step."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.conformance import RECORDINGS, Setting, Stage, StageMaker, Verdict, compare, perform, read
from bot.conformance.console import ConsoleStage, LinkedConsole
from bot.conformance.recording import names
from bot.practice.messages import Failed, Fault, Outcome, Queued, Sent
from bot.practice.testing import FakeClock
from tests.bot.house import shipped


class Plain(LinkedConsole):
    """Words and nothing else, and not many of them."""

    capabilities = replace(
        LinkedConsole.capabilities,
        buttons=False,
        edit=False,
        pictures=False,
        files=False,
        max_text=500,
    )

    async def send(self, queued: Queued) -> Outcome:
        """Show the beginning of a long message; an edit cannot be shown."""
        if queued.target is not None:
            return Failed(Fault.NOTHING_TO_EDIT)
        message = replace(queued.message, text=queued.message.text[: self.capabilities.max_text])
        return await super().send(replace(queued, message=message))


class ForgetsEdits(LinkedConsole):
    """Says that it has edited, and has not."""

    async def send(self, queued: Queued) -> Outcome:
        """Show new messages only."""
        if queued.target is not None:
            return Sent(queued.target, None)
        return await super().send(queued)


class LosesButtons(LinkedConsole):
    """Shows one button a row."""

    async def send(self, queued: Queued) -> Outcome:
        """Leave out the rest of each row."""
        rows = tuple(row[:1] for row in queued.message.buttons)
        message = replace(queued.message, buttons=rows)
        return await super().send(replace(queued, message=message))


class LiesAboutTime(LinkedConsole):
    """Its receipts are half a minute late."""

    async def send(self, queued: Queued) -> Outcome:
        """Show it now and say later."""
        outcome = await super().send(queued)
        assert isinstance(outcome, Sent)
        assert outcome.stamp is not None
        late = replace(outcome.stamp, at=outcome.stamp.at + timedelta(seconds=30))
        return replace(outcome, stamp=late)


class CutsWords(LinkedConsole):
    """Loses the last character of what it shows."""

    async def send(self, queued: Queued) -> Outcome:
        """Show it a little shorter."""
        message = replace(queued.message, text=queued.message.text[:-1])
        return await super().send(replace(queued, message=message))


class SwapsLines(LinkedConsole):
    """Shows the last two lines of a message the wrong way round."""

    async def send(self, queued: Queued) -> Outcome:
        """Show it with its end turned round."""
        lines = queued.message.text.split("\n")
        text = "\n".join([*lines[:-2], *reversed(lines[-2:])])
        return await super().send(replace(queued, message=replace(queued.message, text=text)))


def stage_of(kind: type[LinkedConsole]) -> StageMaker:
    """People on such a messenger."""

    @asynccontextmanager
    async def stage(setting: Setting, clock: FakeClock) -> AsyncIterator[Stage]:
        yield ConsoleStage(setting, clock, kind(clock, lambda _shown: None))

    return stage


async def held_to(name: str, kind: type[LinkedConsole], store: Path) -> Verdict:
    """How a messenger performs a recording."""
    recording = read(RECORDINGS / f"{name}.yaml")
    return compare(recording, await perform(recording, stage_of(kind), shipped(), store))


@pytest.mark.parametrize("name", names())
async def test_a_poor_messenger_does_what_it_can_and_the_rest_is_told(
    name: str, new_store: Callable[[], Path]
) -> None:
    verdict = await held_to(name, Plain, new_store())
    assert verdict.passed, verdict.told()
    assert {one.lacks for one in verdict.downgrades} & {"show buttons", "edit"}
    assert "cannot " in verdict.told()


@pytest.mark.parametrize(
    ("name", "kind", "step", "why"),
    [
        ("class-schedule", ForgetsEdits, True, "changed: true"),
        ("live-answers", ForgetsEdits, True, "changed: true"),
        ("silence-then-sorry", LosesButtons, True, "不同意"),
        ("silence-then-sorry", LiesAboutTime, False, "delivered"),
        ("silence-then-sorry", CutsWords, True, "愿意开始吗"),
        ("single-size-advice", SwapsLines, True, "（自由练习，不计入榜单）"),
    ],
)
async def test_an_adapter_that_does_wrong_is_found_out(
    name: str,
    kind: type[LinkedConsole],
    step: bool,
    why: str,
    new_store: Callable[[], Path],
) -> None:
    verdict = await held_to(name, kind, new_store())
    assert not verdict.passed
    assert name in verdict.told()
    assert why in verdict.told()
    assert any(one.step > 0 for one in verdict.mismatches) is step
