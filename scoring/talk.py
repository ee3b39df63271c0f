"""A talk as the examiner looks at it: the student's replies, and whether the customer was upset."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from dialogues.stuffing import is_stuffed
from dialogues.transcript import Act, Heard, Transcript, Utterance, Voice
from scoring import lexicon, rulebook
from scoring.acts import ATTACKS, FACE_THREATS, PENALTIES
from scoring.evidence import Evidence, cite
from scoring.model_answers import letters, pasted
from scoring.rubric import Rubric
from scoring.timing.waits import Round, rounds

FORWARDED = "forwarded"
"""The kind of remark with which the log records a forwarded message, and the rule's id."""

STOP = re.compile(r"[。！？!?；\n]|\. ")
"""Where a sentence ends."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One heard reply of the student: where it stands in the talk and which acts it holds.

    `stage` is opening, middle or closing. `civil` says that it holds no abuse; `fair`, that kind
    words in it earn something: not beside a face threat, not in a heap of set phrases, not in a
    copy of an earlier reply (`repeated`), of somebody else's (`forwarded`) or of sentences that
    were given to read (`pasted`). `model` says that it is one of those, pasted or not.
    """

    said: Utterance
    heard: Heard
    stage: str
    civil: bool
    fair: bool
    repeated: bool = False
    forwarded: bool = False
    model: bool = False
    pasted: bool = False

    @property
    def borrowed(self) -> bool:
        """Whether somebody else said it: then it does not count as said by the student."""
        return self.forwarded or self.pasted

    @property
    def attacks(self) -> bool:
        """Whether it wounds the customer; then it earns nothing at all."""
        return bool(self.heard.ids & ATTACKS)

    @property
    def stuffed(self) -> bool:
        """Whether it is a heap of set phrases."""
        return is_stuffed(self.said.text, self.heard)

    def quote(self, act: Act, rule: str = "", points: int = 0) -> Evidence:
        """Evidence that quotes the words of one act."""
        return cite(self.said.event, act.start, act.quote, rule or act.id, points)

    def sentence(self, act: Act, rule: str, points: int = 0) -> Evidence:
        """Evidence that quotes the sentence around an act."""
        text = self.said.text
        start = max((s.end() for s in STOP.finditer(text, 0, act.start)), default=0)
        stop = STOP.search(text, act.end)
        end = stop.start() if stop else len(text)
        return cite(self.said.event, start, text[start:end], rule, points)

    def whole(self, rule: str, points: int = 0) -> Evidence:
        """Evidence that quotes the whole reply; its better wording keeps only what was decent."""
        found = cite(self.said.event, 0, self.said.text, rule, points)
        if points < 0 and self.heard.ids & PENALTIES:
            kept = rulebook.better("instead", self.said.text)
            return replace(found, better=rulebook.better(rule, kept))
        return found

    def first(self, ids: frozenset[str]) -> Act | None:
        """The first act among these."""
        return next((act for act in self.heard.acts if act.id in ids), None)


@dataclass(frozen=True)
class Talk:
    """One transcript under one rubric, with what several criteria ask for worked out once.

    `given` are the sentences that the student could read beforehand (`scoring.model_answers`).
    """

    transcript: Transcript
    rubric: Rubric
    given: frozenset[str] = frozenset()

    @cached_property
    def said(self) -> tuple[Utterance, ...]:
        """Everything that the student said."""
        return tuple(u for u in self.transcript.utterances if u.voice is Voice.STUDENT)

    @cached_property
    def asked(self) -> tuple[Utterance, ...]:
        """Everything that the customers said and that could be answered."""
        return tuple(
            u for u in self.transcript.utterances if u.voice is Voice.CUSTOMER and not u.parting
        )

    @cached_property
    def replies(self) -> tuple[Reply, ...]:
        """The student's replies that were heard, in order."""
        every = [(said, said.heard) for said in self.said if said.heard is not None]
        seen: set[str] = set()
        found = []
        for position, (said, heard) in enumerate(every):
            plain = letters(said.text)
            reply = Reply(
                said,
                heard,
                _stage(position, len(every)),
                civil=not heard.ids & self.rubric.abuse,
                fair=False,
                repeated=plain in seen,
                forwarded=any(words in said.text for words in self._forwards),
                model=said.text in self._pasted,
                pasted=self._pasted.get(said.text, False),
            )
            seen.add(plain)
            found.append(replace(reply, fair=_is_fair(reply)))
        return tuple(found)

    @cached_property
    def _forwards(self) -> tuple[str, ...]:
        remarks = self.transcript.remarks
        return tuple(each.text for each in remarks if each.kind == FORWARDED and each.text)

    @cached_property
    def _pasted(self) -> Mapping[str, bool]:
        return pasted([said.text for said in self.said], self.given)

    @cached_property
    def unheard(self) -> int:
        """How many of the student's replies no ear has listened to."""
        return sum(said.heard is None for said in self.said)

    @cached_property
    def rounds(self) -> tuple[Round, ...]:
        """The rounds as they were, whatever the replies said."""
        return rounds(self.transcript.utterances)

    @cached_property
    def civil_rounds(self) -> tuple[Round, ...]:
        """The rounds as they would be had nobody heard the abuse."""
        return rounds(u for u in self.transcript.utterances if not self.is_abuse(u))

    def is_abuse(self, said: Utterance) -> bool:
        """Whether an utterance holds an act that the rubric calls abuse."""
        return said.heard is not None and bool(said.heard.ids & self.rubric.abuse)

    @property
    def end_known(self) -> bool:
        """Whether it is known what came of the talk; one played without an end came to nothing."""
        return self.transcript.ended is not None or bool(self.transcript.moods)

    @property
    def last_words(self) -> tuple[int, str]:
        """Position and text of the last thing said; evidence on the whole talk points there."""
        last = self.transcript.utterances[-1:]
        return (last[0].event, last[0].text) if last else (0, "")

    def first(self, ids: frozenset[str], civil: bool = True) -> tuple[Reply, Act] | None:
        """The first of these acts outside heaps of set phrases, in a decent reply or in any."""
        for reply in self.replies:
            act = reply.first(ids)
            usable = (reply.civil and not (reply.attacks or reply.borrowed)) or not civil
            if act is not None and usable and not reply.stuffed:
                return reply, act
        return None

    @property
    def upset(self) -> bool:
        """Whether the customer was upset."""
        return self.care_due is not None

    @cached_property
    def care_due(self) -> int | None:
        """The first reply from which care was due; None where the customer was never upset.

        As the transcript tells, else by the moods felt, else by the customer's own words. A
        customer whom only the talk made angry is owed care by the last reply.
        """
        if self.transcript.upset is not None:
            return 0 if self.transcript.upset else None
        if self.transcript.moods:
            return self._care_due_by_mood()
        sign = lexicon.first_sign("upset", self.asked)
        if sign is None:
            return None
        return sum(reply.said.event < sign.event for reply in self.replies)

    def _care_due_by_mood(self) -> int | None:
        line = self.rubric.upset_from
        if self.transcript.moods[0].anger_before >= line:
            return 0
        angered = any(max(m.anger_before, m.anger) >= line for m in self.transcript.moods)
        return max(0, len(self.replies) - 1) if angered else None

    @cached_property
    def wronged(self) -> bool:
        """Whether an apology is due: the customer is upset or tells of something gone wrong."""
        return self.upset or lexicon.first_sign("wronged", self.asked) is not None


def _is_fair(reply: Reply) -> bool:
    threatens = reply.heard.ids & FACE_THREATS
    return not (threatens or reply.stuffed or reply.repeated or reply.borrowed)


def _stage(position: int, of: int) -> str:
    if position == 0:
        return "opening"
    return "closing" if position == of - 1 else "middle"
