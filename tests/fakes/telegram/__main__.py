"""Run the fake as its own process: `python -m tests.fakes.telegram --port 0 --speed 1`.

Prints one line of JSON with `url` and `token`, then serves until it is told to stop.
"""

import argparse
import asyncio
import json
import signal

from tests.fakes.telegram.clock import SCHOOL_MORNING, Clock
from tests.fakes.telegram.control import Desk
from tests.fakes.telegram.limits import Rules
from tests.fakes.telegram.server import FakeTelegram


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.telegram", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--speed", type=float, default=1.0, help="0 moves only by hand")
    parser.add_argument("--start", type=float, help="seconds since 1970; default: now")
    parser.add_argument("--no-flood", action="store_true", help="without flood control")
    parser.add_argument("--seed", type=int, default=0, help="for faults by chance")
    return parser.parse_args()


def _clock(options: argparse.Namespace) -> Clock:
    if options.start is None and options.speed:
        return Clock.real(options.speed)
    return Clock(SCHOOL_MORNING if options.start is None else options.start, options.speed)


async def _serve(options: argparse.Namespace) -> None:
    telegram = FakeTelegram(
        clock=_clock(options),
        rules=Rules.no_flood() if options.no_flood else Rules(),
        seed=options.seed,
        control=Desk(),
    )
    await telegram.start(port=options.port)
    print(json.dumps({"url": telegram.base_url, "token": telegram.token}), flush=True)
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    await told.wait()
    await telegram.stop()


if __name__ == "__main__":
    asyncio.run(_serve(_options()))
