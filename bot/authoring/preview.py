"""`kefu preview`: what an author has written, as a 剧本卡 that mentors read and sign."""

from bot.authoring.card import Card, card_markdown
from bot.authoring.customer_card import CustomerWriter
from bot.authoring.customers import Subject
from bot.authoring.diagram import stage_diagram
from bot.authoring.evening_card import DeskWriter, RoomWriter
from bot.authoring.page import card_page
from bot.authoring.tide import desk_tide, room_tide
from dialogues.liveroom import LiveRoom
from dialogues.scenario import Scenario
from locales.catalogue import Catalogue


def preview_page(subject: Subject, words: Catalogue) -> str:
    """The card as one self-contained HTML page."""
    language = words.language.replace("_", "-")
    drawn = _drawn(subject, words)
    return card_page(_card(subject, words), drawn, words.say("cli.preview.secret"), language)


def preview_markdown(subject: Subject, words: Catalogue) -> str:
    """The card as Markdown."""
    return card_markdown(_card(subject, words), words.say("cli.preview.secret"))


def _card(subject: Subject, words: Catalogue) -> Card:
    if isinstance(subject, Scenario):
        return CustomerWriter(subject, words).card()
    if isinstance(subject, LiveRoom):
        return RoomWriter(subject, words).card()
    return DeskWriter(subject, words).card()


def _drawn(subject: Subject, words: Catalogue) -> str:
    """The stages of a customer; how many come and when, for a live room and a reception."""
    if isinstance(subject, LiveRoom):
        return room_tide(subject)
    if not isinstance(subject, Scenario):
        return desk_tide(subject.reception)
    writer = CustomerWriter(subject, words)
    causes = {ending.name: list(writer.causes(ending.name)) for ending in subject.endings}
    return stage_diagram(subject, words.text("cli.preview.by_fact"), causes, subject.title)
