"""Several customers at once (多客接待): who comes when, and whom a message is for.

Reading order: model, arrivals, address, robots, selftest.
"""

from dialogues.reception.arrivals import Coming
from dialogues.reception.model import Guests, Reception, desk_total, mark_of

__all__ = ["Coming", "Guests", "Reception", "desk_total", "mark_of"]
