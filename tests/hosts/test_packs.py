"""Packs of customers, installed by pip for real and used by the real `kefu` command."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOYS = Path(__file__).parent / "packs" / "customers"
KEFU = (sys.executable, "-c", "from bot.cli import main; main()")
CUSTOMER = Path("kefu_pack_toys") / "toy-shop" / "scenario.yaml"


def remade(folder: Path, name: str) -> Path:
    """The pack of toys under another name, to be spoilt."""
    copy = shutil.copytree(TOYS, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for file in (copy / "pyproject.toml", copy / CUSTOMER):
        text = file.read_text("utf-8").replace("kefu-pack-toys", f"kefu-pack-{name}")
        text = text.replace("kefu_pack_toys", f"kefu_pack_{name}")
        text = text.replace("toys =", f"{name} =").replace("toy-shop", f"{name}-shop")
        file.write_text(text, "utf-8")
    own = (copy / "kefu_pack_toys").rename(copy / f"kefu_pack_{name}")
    (own / "toy-shop").rename(own / f"{name}-shop")
    return own


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where one good pack and three bad ones are installed."""
    folder = tmp_path_factory.mktemp("packs")
    crashing, empty, refused = (remade(folder, name) for name in ("crashing", "empty", "refused"))
    (crashing / "__init__.py").write_text("def (", "utf-8")
    shutil.rmtree(empty / "empty-shop")
    (refused / "refused-shop" / "scenario.yaml").write_text("标题：坏了", "utf-8")
    toys = shutil.copytree(TOYS, folder / "toys")
    sources = [toys, crashing.parent, empty.parent, refused.parent]
    quietly = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--no-compile"]
    pip = [sys.executable, "-m", "pip", "install", *quietly, "--target", folder / "site"]
    subprocess.run([*pip, *sources], check=True, timeout=120)
    return folder / "site"


def kefu(installed: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command as somebody runs it who has installed the packs."""
    root = Path(__file__).parents[2]
    environment = os.environ | {"PYTHONPATH": f"{installed}{os.pathsep}{root}"}
    return subprocess.run(
        [*KEFU, *words],
        cwd=folder,
        env=environment,
        input="",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_packs_customer_is_played_and_spoilt_packs_are_only_reported(
    installed: Path, tmp_path: Path
) -> None:
    played = kefu(installed, tmp_path, "play", "toy-shop")
    told = played.stdout + played.stderr
    assert played.returncode == 0, told
    assert "小店" in played.stdout
    reported = [line for line in told.splitlines() if "_refused" in line]
    assert sum("pack='crashing'" in line and "SyntaxError" in line for line in reported) == 1
    assert sum("pack='empty'" in line for line in reported) == 1
    assert any("refused-shop/scenario.yaml" in line for line in reported)
