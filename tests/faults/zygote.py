"""A parent that has imported all and read the customers, and bears one `kefu run` after another.

Importing takes seconds, so a hundred kills of freshly started programs would measure Python's
imports. A child of this process is the whole real command from `main()` on: it claims the store,
migrates it, logs in, recovers and serves, and dies by a real SIGKILL.

One word a line on standard input: `run` starts a child and prints its id, `reap` waits for its
end and prints how it ended (a negative signal, or the exit code).
"""

import gc
import importlib
import os
import signal
import sys

from bot.cli import main
from bot.customers import own_library
from bot.platforms import platform_called
from bot.settings import Settings


def _bear() -> int:
    child = os.fork()
    if child:
        return child
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    sys.argv = ["kefu", "run"]
    code = 0
    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        os._exit(code)


def _obey() -> None:
    child = 0
    print("ready", flush=True)
    for line in sys.stdin:
        if line.strip() == "run":
            child = _bear()
            print(child, flush=True)
        else:
            _, status = os.waitpid(child, 0)
            child = 0
            print(os.waitstatus_to_exitcode(status), flush=True)
    if child:
        # Whoever tested is gone or has failed: nobody would ever stop it.
        os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    for module in ("bot.cli.errors", "bot.cli.run"):
        importlib.import_module(module)
    platform_called(Settings().platform).load()
    own_library()
    gc.freeze()
    _obey()
