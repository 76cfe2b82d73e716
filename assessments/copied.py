"""What of an answer was taken over from last year: what nobody has read yet, and whether anything changed since."""

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from assessments.models import Citation, Review


def with_unchecked_copies(answers):
    """Adds `has_unchecked_copies`: an explanation or a proof from last year that no person has confirmed."""
    proofs = Citation.objects.filter(answer=OuterRef("pk"), is_copy_unchecked=True)
    return answers.annotate(has_unchecked_copies=_when(Q(is_copy_unchecked=True) | Exists(proofs)))


def with_same_text(answers):
    """Adds `has_same_text`: a copy whose text still reads as that of its source."""
    return answers.annotate(has_same_text=_when(Q(copied_from__explanation=F("explanation"))))


def with_sameness(answers):
    """Adds `is_unchanged`: a copy whose text, score and proofs are those of its source as that was decided."""
    decided = Review.objects.told_to_unit().filter(answer=OuterRef("copied_from"), score__isnull=False).order_by("-pk")
    old = Citation.objects.filter(answer=OuterRef(OuterRef("copied_from")), evidence=OuterRef("evidence"))
    new = Citation.objects.filter(answer=OuterRef("pk")).exclude(Exists(old))
    answers = answers.annotate(
        source_score=Coalesce(Subquery(decided.values("score")[:1]), F("copied_from__score")), has_new_proof=Exists(new)
    )
    same = Q(explanation=F("copied_from__explanation"), score=F("source_score"), has_new_proof=False)
    return answers.annotate(is_unchanged=_when(Q(copied_from__isnull=False) & same))


def _when(condition):
    return Case(When(condition, then=True), default=False, output_field=BooleanField())
