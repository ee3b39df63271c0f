"""Real chat logs (案例): read in the shapes they are exported in, masked, made into a draft."""

from dialogues.cases.anonymous import anonymous_log
from dialogues.cases.draft import Draft, draft
from dialogues.cases.masking import Masked, Private, mask, mask_all
from dialogues.cases.shapes import Role, Said, cast, read_csv, read_log, read_table

__all__ = [
    "Draft",
    "Masked",
    "Private",
    "Role",
    "Said",
    "anonymous_log",
    "cast",
    "draft",
    "mask",
    "mask_all",
    "read_csv",
    "read_log",
    "read_table",
]
