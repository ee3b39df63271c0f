"""`kefu run` without its paces, to see what a turn costs when everybody writes at once."""

import asyncio
from functools import partial
from unittest.mock import patch

from bot.app import Options
from bot.cli import run
from bot.delivery.pacing import Limits

UNPACED = Limits(chat_gap=0.0, group_per_minute=1_000_000, overall_per_second=1_000_000.0)

if __name__ == "__main__":
    with patch.object(run, "Options", partial(Options, limits=UNPACED)):
        asyncio.run(run.serve())
