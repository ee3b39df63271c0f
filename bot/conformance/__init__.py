"""The conformance kit: what a messenger's adapter must show before it is done.

Sixty recorded talks, from one angry customer to a class's evening, are performed on any messenger
by people whom its author moves (`Stage`). What everybody sees after every step, and what the
examiner says in the end, must be what was recorded on the messenger in memory. Where a messenger
can do less, that is told as a downgrade and never hidden.
"""

from bot.conformance.comparing import Downgrade, Mismatch, Verdict, compare
from bot.conformance.performing import Performance, perform
from bot.conformance.recording import RECORDINGS, Act, Recording, Show, Step, TalkMark, read, write
from bot.conformance.stage import Seen, Setting, Stage, StageMaker

__all__ = [
    "RECORDINGS",
    "Act",
    "Downgrade",
    "Mismatch",
    "Performance",
    "Recording",
    "Seen",
    "Setting",
    "Show",
    "Stage",
    "StageMaker",
    "Step",
    "TalkMark",
    "Verdict",
    "compare",
    "perform",
    "read",
    "write",
]
