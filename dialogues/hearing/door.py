"""The ear for other programs: one line of JSON in, one line of JSON out."""

import json

from dialogues.hearing.ear import built_in


def hear_json(line: str) -> str:
    """Hear `{"reply": str, "customer": str?}`; answers acts and courtesy, whatever the line is.

    A line that is not such an object, or whose texts are no strings, is heard as an empty reply.
    """
    reply, customer = _asked(line)
    heard = built_in().hear(reply, customer)
    acts = [
        {"id": act.id, "span": [act.start, act.end], "quote": act.quote, "why": act.why}
        for act in heard.acts
    ]
    return json.dumps({"acts": acts, "courtesy": heard.courtesy}, ensure_ascii=True)


def _asked(line: str) -> tuple[str, str]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return "", ""
    if not isinstance(asked, dict):
        return "", ""
    reply, customer = asked.get("reply"), asked.get("customer")
    return reply if isinstance(reply, str) else "", customer if isinstance(customer, str) else ""
