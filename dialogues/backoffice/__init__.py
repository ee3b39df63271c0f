"""The mock back office (后台): records that the student looks up, tools that change them."""

from dialogues.backoffice.desk import Answer, Desk, parse_command
from dialogues.backoffice.records import Change
from dialogues.backoffice.tools import TOOLS, Tool

__all__ = ["TOOLS", "Answer", "Change", "Desk", "Tool", "parse_command"]
