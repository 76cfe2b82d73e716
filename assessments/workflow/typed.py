"""What an assessor types must hold here too: the forms say it beside the field, but not everybody comes by a form."""

MINIMUM_REASON = 20


def check_reason(reason):
    if len(reason.strip()) < MINIMUM_REASON:
        raise ValueError(f"A reason needs at least {MINIMUM_REASON} characters.")


def check_score(score, instrument):
    """A typed score is a step of the scale; only computed ones may lie between two steps."""
    if not instrument.scale.contains(score) or instrument.scale.floor(score) != score:
        raise ValueError(f"The score {score} is not on the scale of {instrument.slug}.")
