"""A file as nodes with places: composed, never loaded, so that nothing changes its meaning.

YAML is a large language. What a customer file needs of it is tables, lists and texts; anchors,
aliases and tags are refused while still tokens, before anything could be built from them.
"""

import re
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import Node, ScalarNode, SequenceNode
from ruamel.yaml.scanner import Scanner
from ruamel.yaml.tokens import (
    AliasToken,
    AnchorToken,
    BlockEndToken,
    BlockMappingStartToken,
    BlockSequenceStartToken,
    DirectiveToken,
    DocumentStartToken,
    FlowMappingEndToken,
    FlowMappingStartToken,
    FlowSequenceEndToken,
    FlowSequenceStartToken,
    TagToken,
    Token,
)

from dialogues.reading.problem import Mark, Notes
from dialogues.reading.syntax import diagnose
from dialogues.wording import wording

LARGEST = 64_000
"""Bytes of a file; the largest shipped one has 27,000."""

MOST_LINES = 5_000
LONGEST_LINE = 2_000
DEEPEST = 20
TOO_FAR_IN = " " * (4 * DEEPEST)
"""Blanks before a line that no table within the permitted depth needs."""

MARKS = ",:[]{}\n-"
MOST_MARKS = 3_000
"""Signs that give a file its structure; the most in a shipped one are 2,227."""

MOST_TOKENS = 5_200
"""The most in a shipped file are 4,081."""

BRACKETS = re.compile(r"[\[\]{}]")
MOST_BRACKETS = 2 * DEEPEST
"""Brackets open at once, those in plain text counted too."""

OPENING = (
    BlockMappingStartToken,
    BlockSequenceStartToken,
    FlowMappingStartToken,
    FlowSequenceStartToken,
)
CLOSING = (BlockEndToken, FlowMappingEndToken, FlowSequenceEndToken)
FORBIDDEN = {AliasToken: "D004", AnchorToken: "D004", TagToken: "D005", DirectiveToken: "D009"}


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar: always text, whatever it looks like."""

    value: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Listing:
    """A list."""

    items: tuple["Branch", ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping, in file order; a key may stand there twice, which is for the reader to report."""

    entries: tuple[tuple[Text, "Branch"], ...]
    mark: Mark


Branch = Text | Listing | Table


def compose(text: str, name: str, notes: Notes, *, trusted: bool = False) -> Table | None:
    """The tree of a file, or None and at least one problem noted."""
    if _too_deep(text, name, notes):
        return None
    try:
        root = _reader(trusted=trusted).compose(text)
    except _Harm as harm:
        limit = MOST_TOKENS if harm.code == "D007" else DEEPEST
        detail, remedy = wording(notes.language, "syntax")["other"]
        notes.add(harm.code, harm.mark(name), limit=limit, detail=detail, remedy=remedy)
        return None
    except YAMLError as error:
        kind, mark = diagnose(error, name)
        detail, remedy = wording(notes.language, "syntax")[kind]
        notes.add("D009", mark, detail=detail, remedy=remedy)
        return None
    tree = _branch(root, name) if root is not None else None
    if not isinstance(tree, Table):
        notes.add("D006", Mark(name, 1, 1))
        return None
    return tree


def _too_deep(text: str, name: str, notes: Notes) -> bool:
    """Whether so many brackets are open at once that scanning alone would take long."""
    depth = 0
    for bracket in BRACKETS.finditer(text):
        depth = depth + 1 if bracket[0] in "[{" else max(0, depth - 1)
        if depth > MOST_BRACKETS:
            line = text.count("\n", 0, bracket.start()) + 1
            notes.add("D003", Mark(name, line, 1), limit=DEEPEST)
            return True
    return False


class _Harm(Exception):
    """A token that no customer file has any use for, and the code that says why."""

    def __init__(self, code: str, token: Token) -> None:
        super().__init__(code)
        self.code, self._at = code, token.start_mark

    def mark(self, name: str) -> Mark:
        """Where the token begins."""
        return Mark(name, self._at.line + 1, self._at.column + 1)


class _CarefulScanner(Scanner):
    """Stops at the first harmful token, before anything is built from it."""

    def __init__(self, loader: YAML | None = None) -> None:
        super().__init__(loader)
        self._count = self._depth = self._documents = 0

    def get_token(self) -> Token:
        """The next token, if it is harmless."""
        token: Token = super().get_token()
        self._count += 1
        self._depth += isinstance(token, OPENING) - isinstance(token, CLOSING)
        self._documents += isinstance(token, DocumentStartToken)
        if code := self._code(token):
            raise _Harm(code, token)
        return token

    def _code(self, token: Token) -> str | None:
        if self._depth > DEEPEST:
            return "D003"
        if self._documents > 1:
            return "D009"
        return "D007" if self._count > MOST_TOKENS else FORBIDDEN.get(type(token))


def _reader(*, trusted: bool) -> YAML:
    reader = YAML(typ="safe", pure=True)
    if not trusted:
        reader.Scanner = _CarefulScanner
    return reader


def _branch(node: Node, name: str) -> Branch:
    mark = Mark(name, node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, ScalarNode):
        return Text(node.value, mark)
    if isinstance(node, SequenceNode):
        return Listing(tuple(_branch(item, name) for item in node.value), mark)
    return Table(tuple((_key(key, name), _branch(value, name)) for key, value in node.value), mark)


def _key(node: Node, name: str) -> Text:
    mark = Mark(name, node.start_mark.line + 1, node.start_mark.column + 1)
    return Text(node.value if isinstance(node, ScalarNode) else "?", mark)
