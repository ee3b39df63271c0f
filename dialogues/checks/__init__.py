"""How authors test a customer: a script is played, expectations are compared."""

from dialogues.checks.playing import Says, Step, Uses, Waits, play_script
from dialogues.checks.selftest import Finding, run_selftests

__all__ = ["Finding", "Says", "Step", "Uses", "Waits", "play_script", "run_selftests"]
