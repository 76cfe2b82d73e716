"""All there is to say about the text of one answer: what blocks sending, and what would make it better."""

from assessments import faults, tokens
from indicators.rules import rules_for


def text_faults(answer, keys, is_unchanged):
    """Needs the names of the proofs (tokens.read_names); `keys` are those of the proofs that the answer cites."""
    names = {key: answer.evidence_names[key] for key in keys}
    level = int(answer.score) if answer.indicator.instrument.is_stepped and answer.score is not None else None
    found = faults.blocking_faults(answer.explanation, names)
    found += faults.advice(answer.explanation, names, level=level, is_unchanged=is_unchanged)
    return found + _unmentioned(answer, names, level)


def _unmentioned(answer, names, level):
    """What the rules of the instrument ask a text, or the name of one of its proofs, to speak of."""
    if level is None or len(answer.explanation.strip()) < faults.ADVICE_FROM:
        return []
    said = " ".join([tokens.to_names(answer.explanation, names), *names.values()]).lower().replace("-", " ")
    mentions = rules_for(answer.indicator.instrument.slug).mentions
    asked = [row for row in mentions if answer.indicator.number in row.numbers and level >= row.from_level]
    return [faults.Fault(row.code, row.advice) for row in asked if row.words not in said]
