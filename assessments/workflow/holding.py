"""What an institution was told on the strength of: such proofs are held (retention)."""

from django.utils import timezone

from assessments.models import Evidence


def hold(**answers):
    """Hold the proofs of these answers, from now on; `answers` are conditions on an Answer."""
    conditions = {f"citations__answer__{name}": value for name, value in answers.items()}
    held = Evidence.objects.filter(**conditions).values("pk")
    Evidence.objects.filter(pk__in=held).update(held_at=timezone.now())
