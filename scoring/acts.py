"""Which service acts (话术动作) the examiner takes together; ids as the ear gives them."""

from dialogues.hearing import Kind, act_ids, kind_of

FACE_THREATS = frozenset(act for act in act_ids() if kind_of(act) is Kind.THREAT)
"""Acts that cost courtesy."""

RED_LINES = frozenset(act for act in act_ids() if kind_of(act) is Kind.RED_LINE)
"""Matters of compliance, whatever their tone."""

ATTACKS = FACE_THREATS - {"cold"}
"""Face threats after which what the same reply offers earns nothing; a bare answer is one still."""

PENALTIES = FACE_THREATS | RED_LINES

ANSWERS = frozenset(
    {
        "report_status",
        "explain_policy",
        "explain_product",
        "explain_promo",
        "recommend",
        "confirm_done",
        "commit_time",
        "close_sale",
        "decline",
    }
)
"""Acts that settle a question by themselves."""

UNDERTAKINGS = frozenset(
    {
        "expedite",
        "offer_refund",
        "offer_return",
        "offer_reship",
        "offer_compensation",
        "offer_alternative",
        "escalate",
        "record",
    }
)
"""Acts that announce something, of which the customer wants to know by when."""

SOLUTIONS = ANSWERS | UNDERTAKINGS

FINDING_OUT = frozenset(
    {"ask_order", "ask_need", "ask_problem", "ask_evidence", "verify", "restate"}
)

TIMES = frozenset({"commit_time", "confirm_done"})
"""Acts that say when the next step comes, or that it has been done."""

CLOSINGS = frozenset({"farewell", "offer_more_help", "invite_rating"})

CONFIRMATIONS = frozenset({"verify", "restate", "confirm_done", "record"})
