"""The scorecard as a picture and a page: radar of the rows, timeline of the talk, every quote."""

from scoring.card.page import card_page

__all__ = ["card_page"]
