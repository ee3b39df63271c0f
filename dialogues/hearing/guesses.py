"""What a reply might have meant: acts that the ear came nearest to, heard or not."""

from dialogues.hearing.features import features
from dialogues.hearing.inventory import is_credit
from dialogues.hearing.judgement import strength
from dialogues.hearing.lexicon import rule_hits
from dialogues.hearing.model import trained
from dialogues.hearing.normalise import normalise


def guesses(reply: str, customer: str = "", most: int = 6) -> tuple[str, ...]:
    """Acts of good service, the likeliest first: what to offer a person who decides."""
    normal, line = normalise(reply), normalise(customer).text
    if not normal.text:
        return ()
    model = trained()
    scores = model.scores(features(normal, line, rule_hits(normal, line))).of
    near = {
        act: strength(act, scores) - threshold
        for act, threshold in model.thresholds.items()
        if is_credit(act)
    }
    return tuple(sorted(near, key=lambda act: (-near[act], act))[:most])
