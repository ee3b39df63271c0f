"""The parameters of one call: query string, form, multipart or JSON, read the same way."""

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from tests.fakes.telegram.errors import RefusalError, bad_request

_BOUNDARY = re.compile(r"boundary=\"?([^\";,]+)\"?", re.IGNORECASE)
_NAME = re.compile(rb"\bname=\"([^\"]*)\"", re.IGNORECASE)
_FILENAME = re.compile(rb"\bfilename=\"([^\"]*)\"", re.IGNORECASE)
_TYPE = re.compile(rb"^content-type:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_WHOLE = re.compile(r"-?\d{1,19}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent with a call."""

    name: str
    mime: str
    content: bytes


@dataclass(slots=True)
class Params:
    """Values by name as they came in, read with the leniency (and the refusals) of the server."""

    values: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    @classmethod
    def read(cls, query: str, content_type: str, body: bytes) -> "Params":
        """Take a request apart; refuse what is not UTF-8."""
        params = cls()
        params._take_pairs(query)
        kind = content_type.partition(";")[0].strip().lower()
        if kind == "application/json":
            params._take_json(body)
        elif kind == "multipart/form-data":
            params._take_multipart(content_type, body)
        elif body:
            params._take_pairs(body.decode("ascii", "replace"))
        return params

    def _take_pairs(self, pairs: str) -> None:
        try:
            self.values.update(parse_qsl(pairs, keep_blank_values=True, errors="strict"))
        except UnicodeDecodeError as problem:
            raise not_utf8() from problem

    def _take_json(self, body: bytes) -> None:
        if not body.strip():
            return
        try:
            given = json.loads(body)
        except ValueError as problem:
            raise bad_request("can't parse JSON object") from problem
        if not isinstance(given, dict):
            raise bad_request("can't parse JSON object: object expected")
        if b"\\u" in body:
            check_utf8(given)
        self.values.update(given)

    def _take_multipart(self, content_type: str, body: bytes) -> None:
        boundary = _BOUNDARY.search(content_type)
        if boundary is None:
            raise bad_request("boundary not found")
        for part in body.split(b"--" + boundary.group(1).encode())[1:-1]:
            head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
            self._take_part(head, content.removesuffix(b"\r\n"))

    def _take_part(self, head: bytes, content: bytes) -> None:
        name = _NAME.search(head)
        if name is None:
            raise bad_request("a part of the form has no name")
        key = name.group(1).decode("utf-8", "replace")
        filename = _FILENAME.search(head)
        if filename is None:
            try:
                self.values[key] = content.decode()
            except UnicodeDecodeError as problem:
                raise not_utf8() from problem
            return
        mime = _TYPE.search(head)
        self.files[key] = Upload(
            filename.group(1).decode("utf-8", "replace"),
            mime.group(1).decode("ascii", "replace") if mime else "application/octet-stream",
            content,
        )

    def text(self, name: str) -> str:
        """A string; "" if absent."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; the default if absent or not a number, as the server does."""
        value = self.values.get(name)
        if isinstance(value, bool) or value is None:
            return default
        found = _WHOLE.fullmatch(str(value).strip())
        return int(found.group()) if found else default

    def flag(self, name: str) -> bool:
        """A yes or no."""
        return str(self.values.get(name, "")).strip().lower() in {"true", "yes", "1"}

    def structure(self, name: str) -> Any:
        """A JSON value, given as such or as text in a form; None if absent or empty."""
        value = self.values.get(name)
        if not isinstance(value, str) or not value:
            return value or None
        try:
            found = json.loads(value)
        except ValueError as problem:
            raise bad_request(f"can't parse {name} JSON object") from problem
        if "\\u" in value:
            check_utf8(found)
        return found

    def array(self, name: str) -> list[Any]:
        """A JSON array; empty if absent."""
        found = self.structure(name)
        if found is None:
            return []
        if not isinstance(found, list):
            raise bad_request(f"can't parse {name}: expected an Array")
        return found

    def mapping(self, name: str) -> dict[str, Any]:
        """A JSON object; empty if absent."""
        found = self.structure(name)
        if found is None:
            return {}
        if not isinstance(found, dict):
            raise bad_request(f"object expected as {name.replace('_', ' ')}")
        return found


def not_utf8() -> RefusalError:
    """The refusal of text that is not UTF-8, half of a surrogate pair included."""
    return bad_request("strings must be encoded in UTF-8")


def check_utf8(value: Any) -> None:
    """Refuse half surrogate pairs that came in as JSON escapes."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as problem:
        raise not_utf8() from problem
