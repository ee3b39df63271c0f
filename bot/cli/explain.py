"""`kefu explain` and `kefu schema`: what authors and their editors look up."""

import json
import sys

from rich.console import Console

from bot.cli.errors import PROBLEMS
from bot.cli.speech import words
from dialogues.checks.codes import codes, page_of
from dialogues.reading.schema import Page, json_schema
from scoring import rule_page, rulebook


def explain_code(code: str) -> int:
    """Print the page of a code or rule, or the list of all; exit code 0 fine, 1 no such code."""
    console = Console(highlight=False, soft_wrap=True)
    page = page_of(code) or rule_page.page_of(code, words().language)
    if page:
        console.print(page.rstrip(), markup=False)
        return 0
    if code:
        console.print(words().say("cli.explain.unknown", code=code[:40]), markup=False)
    for known in codes():
        console.print(page_of(known).split("\n", 1)[0].removeprefix("# "), markup=False)
    for rule in rule_page.pages():
        console.print(rule, rulebook.why(rule, words().language), markup=False)
    return PROBLEMS if code else 0


def print_schema(page: str) -> None:
    """Print the schema of a customer, a base or a translation to standard output."""
    schema = json_schema("en" if words().language == "en" else "zh_CN", Page(page))
    sys.stdout.write(json.dumps(schema, ensure_ascii=False, indent=1) + "\n")
