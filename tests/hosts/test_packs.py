"""Packs of customers, installed by pip for real, practised with a bot that really runs."""

import asyncio
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.telegram.client import RemotePerson, RemoteTelegram
from tests.faults.students import AGREE, PRACTISE
from tests.hosts.venvs import Fresh

TOYS = Path(__file__).parent / "packs" / "customers"
CUSTOMER = Path("kefu_pack_toys") / "toy-shop" / "scenario.yaml"
FACES = ("🤬", "😠", "😐", "🙂")


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
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    """An environment with one good pack and three bad ones."""
    folder = tmp_path_factory.mktemp("packs")
    crashing, empty, refused = (remade(folder, name) for name in ("crashing", "empty", "refused"))
    (crashing / "__init__.py").write_text("def (", "utf-8")
    shutil.rmtree(empty / "empty-shop")
    (refused / "refused-shop" / "scenario.yaml").write_text("标题：坏了", "utf-8")
    second = shutil.copytree(refused / "refused-shop", refused / "second-shop")
    (second / "scenario.yaml").write_text("难度: 很难\n标题: 1", "utf-8")
    toys = shutil.copytree(TOYS, folder / "toys")
    return Fresh.made(folder / "venv", toys, crashing.parent, empty.parent, refused.parent)


def each_reported_once(told: str) -> None:
    reported = [line for line in told.splitlines() if "_refused'" in line]
    assert len(reported) == 3, told
    assert sum("pack='crashing'" in line and "SyntaxError" in line for line in reported) == 1
    assert sum("pack='empty'" in line for line in reported) == 1
    [refused] = [line for line in reported if "pack='refused'" in line]
    assert "refused-shop/scenario.yaml:1 " in refused
    assert refused.count("second-shop/scenario.yaml:") >= 2
    assert all("hint=" in line for line in reported)


def test_a_packs_customer_is_played_and_spoilt_packs_are_only_reported(
    fresh: Fresh, tmp_path: Path
) -> None:
    played = fresh.kefu(tmp_path, "play", "toy-shop")
    assert played.returncode == 0, played.stderr
    assert "小店" in played.stdout
    each_reported_once(played.stdout + played.stderr)


async def seen(person: RemotePerson, *signs: str) -> dict[str, Any]:
    """The next message of the bot's that shows one of these."""
    while True:
        shown = await asyncio.to_thread(person.next_message, 30)
        if any(sign in f"{shown['text']}{shown.get('buttons')}" for sign in signs):
            return shown


async def test_a_student_practises_a_packs_customer_with_a_bot_that_runs(
    fresh: Fresh, tmp_path: Path
) -> None:
    with RemoteTelegram.spawn("--no-flood") as telegram:
        settings = {
            "KEFU_TELEGRAM_TOKEN": telegram.token,
            "KEFU_TELEGRAM_API": telegram.base_url,
            "KEFU_SETTLE_SECONDS": "0",
        }
        async with fresh.running(tmp_path, **settings):
            ada = telegram.user("Ada")
            ada.say("/practice toy-shop")
            await seen(ada, AGREE)
            ada.press(AGREE)
            await seen(ada, PRACTISE)
            ada.say("/practice toy-shop")
            assert "小店" in (await seen(ada, "小店"))["text"]
            await seen(ada, *FACES)
            ada.say("您好，非常抱歉，我马上帮您查一下")
            await seen(ada, *FACES)
            await asyncio.to_thread(telegram.all_confirmed, 10)
    told = (tmp_path / "log").read_text("utf-8")
    each_reported_once(told)
    assert "event='stopped'" in told
    assert "Traceback" not in told
