"""A host's own files may be called as our packages are: what is seen then, and what helps."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOST = "from bot import plugin\nprint(plugin.router.__name__)\n"
KEFU = "import sys\nfrom bot.cli import main\nsys.exit(main())\n"


def python(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Python in this folder, with the program installed."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("name", ["scoring.py", "dialogues.py", "locales/__init__.py"])
def test_a_file_that_hides_a_room_is_named_with_two_remedies(name: str, tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text(HOST, "utf-8")
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).touch()
    failed = python(tmp_path, "shop.py")
    assert failed.returncode == 1
    told = failed.stderr.splitlines()[-1]
    assert str(tmp_path / name) in told
    assert "-P" in told


def test_a_folder_of_translations_that_is_no_package_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text(HOST, "utf-8")
    (tmp_path / "locales").mkdir()
    assert python(tmp_path, "shop.py").stdout == "router\n"


@pytest.mark.parametrize("name", ["bot.py", "bot/__init__.py"])
def test_a_bot_called_bot_fails_as_the_readme_says_and_is_helped_as_it_says(
    name: str, tmp_path: Path
) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(HOST, "utf-8")
    failed = python(tmp_path, name)
    if name == "bot.py":
        told = "cannot import name 'plugin' from partially initialized module 'bot'"
        assert told in failed.stderr
        assert told in (ROOT / "README.md").read_text("utf-8")
        assert python(tmp_path, "-P", name).stdout == "router\n"
    package = tmp_path / "shop"
    package.mkdir()
    (tmp_path / name).rename(package / "bot.py")
    if name != "bot.py":
        (tmp_path / "bot").rmdir()
    assert python(tmp_path, "-m", "shop.bot").stdout == "router\n"


def test_the_command_works_in_a_folder_with_a_bot_of_that_name(tmp_path: Path) -> None:
    (tmp_path / "bot.py").write_text("raise SystemExit('the host')", "utf-8")
    script = tmp_path / "bin" / "kefu"
    script.parent.mkdir()
    script.write_text(KEFU, "utf-8")
    helped = python(tmp_path, str(script), "--help")
    assert helped.returncode == 0, helped.stderr
    assert "platforms" in helped.stdout
