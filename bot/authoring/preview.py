"""`kefu preview`: one customer as a 剧本卡 that mentors read and sign."""

from bot.authoring.card import Writer, card_markdown
from bot.authoring.diagram import stage_diagram
from bot.authoring.page import card_page
from dialogues.scenario import Scenario
from locales.catalogue import Catalogue


def preview_page(scenario: Scenario, words: Catalogue) -> str:
    """The card as one self-contained HTML page."""
    writer = Writer(scenario, words)
    diagram = stage_diagram(
        scenario,
        words.text("cli.preview.by_fact"),
        {ending.name: list(writer.causes(ending.name)) for ending in scenario.endings},
        scenario.title,
    )
    return card_page(
        writer.card(),
        diagram,
        words.say("cli.preview.secret"),
        words.language.replace("_", "-"),
    )


def preview_markdown(scenario: Scenario, words: Catalogue) -> str:
    """The card as Markdown."""
    return card_markdown(Writer(scenario, words).card(), words.say("cli.preview.secret"))
