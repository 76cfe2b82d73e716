"""How old a proof may be: the rules of its instrument, in whole calendar years up to the day that filling closes."""

from indicators.rules import rules_for


def reference_date(period):
    """The day to which ages are counted: the last day of filling, where the institution is."""
    return period.fill_closes_at.astimezone(period.institution.zone).date()


def is_young(day, years, reference):
    """Whether fewer than `years` whole years lie between a document's day and the reference (process.md R5.3).

    A document of 29 February turns a year older on 1 March where there is no such day.
    """
    return (day.year + years, day.month, day.day) > (reference.year, reference.month, reference.day)


def age_rule(indicator, document_kind, levels=()):
    """The rule for a kind of document, where the indicator asks for one at any of the levels; without levels, at all.

    Levels are those that the proof is said to support; the score of the answer serves where none are marked.
    """
    asked = rules_for(indicator.instrument.slug).ages(indicator.number, max(levels, default=None))
    return next((rule for rule in asked if rule.kind == document_kind), None)


def is_undescribed(evidence, indicator, levels):
    """Whether the indicator asks for an age at these levels, and the proof does not tell its kind or its day."""
    if not levels:
        return False
    asked, kind = rules_for(indicator.instrument.slug).ages(indicator.number, max(levels)), evidence.document_kind
    return any(not kind or (rule.kind == kind and evidence.document_date is None) for rule in asked)


def is_too_old(evidence, indicator, period, levels=()):
    """Whether a dated proof is past the age that the indicator allows. Without a date nobody can tell: False."""
    rule = age_rule(indicator, evidence.document_kind, levels)
    if rule is None or evidence.document_date is None:
        return False
    return not is_young(evidence.document_date, rule.max_years, reference_date(period))


def has_lapsed(evidence, period):
    """Whether a proof with an end date is no longer in force on the day that filling closes."""
    return evidence.valid_until is not None and evidence.valid_until < reference_date(period)
