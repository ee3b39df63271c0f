"""The live room (直播间): comments in bursts, answered by number on one board.

Reading order: model, comments, address, state, board, outcome, room, playable, robots, selftest.
"""

from dialogues.liveroom.board import Board, Row
from dialogues.liveroom.model import LiveRoom
from dialogues.liveroom.outcome import How, Outcome, Slip
from dialogues.liveroom.playable import LiveShow
from dialogues.liveroom.room import Room

__all__ = ["Board", "How", "LiveRoom", "LiveShow", "Outcome", "Room", "Row", "Slip"]
