"""Decisions as people read them: ticks as words, codes as labels, and whether a decision still stands."""

from assessments.models import Review
from assessments.supported import TICKS
from indicators.rules import rules_for

_WORDS = dict(TICKS)


def read_reviews(reviews, indicator):
    """Adds to each review its `tick_lines` (level and word), `code_labels` and, where it was undone, `is_undone`."""
    labels = {reason.code: reason.label for reason in rules_for(indicator.instrument.slug).reasons}
    undone = {review.undoes_id for review in reviews if review.undoes_id}
    for review in reviews:
        review.tick_lines = [(level, _WORDS[tick]) for level, tick in sorted(review.ticks.items()) if tick in _WORDS]
        review.code_labels = [labels.get(code, code) for code in review.reason_codes]
        review.is_undone = review.pk in undone
    return reviews


def told_review(answer):
    """The last decision that the answer's unit reads, or None."""
    last = answer.reviews.told_to_unit().order_by("-pk").first()
    return read_reviews([last], answer.indicator)[0] if last else None


def told_reviews(answers):
    """The same for several answers: by their keys, one query."""
    reviews = Review.objects.told_to_unit().filter(answer__in=answers).order_by("pk")
    found = {review.answer_id: review for review in reviews}
    for answer in answers:
        read_reviews([found[answer.pk]] if answer.pk in found else [], answer.indicator)
    return found


def previous_round(reviews, answer, user):
    """What this user has just undone, to begin again from; None where anything happened since."""
    last = reviews[0] if reviews else None
    is_undo = last is not None and last.undoes_id is not None and last.answer_version + 1 == answer.version
    if not is_undo or last.assessor_id != user.pk:
        return None
    return next((review for review in reviews if review.pk == last.undoes_id), None)
