"""Short commands that operate the back office, as students type them into a talk."""

from collections.abc import Iterable

_LONGEST_ARGUMENT = 40


def tool_command(text: str, tools: Iterable[str]) -> tuple[str, str] | None:
    """Tool and argument of a short command (`查物流 YT77`, `查物流YT77`), or None.

    A sentence that only begins with a tool's name (备注好了亲) is for the customer: behind the
    name must come nothing, a blank or colon, or a number right away.
    """
    typed = text.strip()
    for tool in sorted(tools, key=len, reverse=True):
        rest = typed.removeprefix(tool)
        if rest == typed or "\n" in rest or len(rest) > _LONGEST_ARGUMENT:
            continue
        if not rest or rest[0] in " 　:：" or (rest.isascii() and rest.isalnum()):
            return tool, rest.strip(" 　:：")
    return None
