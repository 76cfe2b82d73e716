"""The one thing that a person does next on an assessment: the label and address of the page's main button."""

from typing import NamedTuple

from django.urls import reverse

from assessments import permissions
from assessments.models import Assessment, Event


class Step(NamedTuple):
    label: str
    url: str


def next_step(user, assessment, progress):
    """None when it is somebody else's turn."""
    if permissions.may_resend(user, assessment):
        return Step("Kerjakan perbaikan", _page("repairs", assessment))
    if assessment.status == Assessment.Status.AWAITING_HEAD and permissions.may_submit(user, assessment):
        return Step("Periksa dan setujui", _page("check", assessment))
    if not may_fill(user, assessment):
        return None
    task = progress.resume()
    if task is None:
        return Step("Periksa dan kirim", _page("check", assessment))
    if all(task.answer.updated_at is None for task in progress.tasks):
        return Step("Mulai mengisi", task.answer.get_absolute_url())
    return Step(f"Lanjutkan: {task.indicator}", f"{task.answer.get_absolute_url()}{_place_in(task.answer)}")


def may_fill(user, assessment):
    """Operators of the unit, while the answers are still theirs to write."""
    if assessment.period.needs_head_approval:
        return permissions.may_ask_approval(user, assessment)
    return permissions.may_submit(user, assessment)


def _place_in(answer):
    """The field that was saved last, as a fragment of the address: there the writing goes on."""
    saved = Event.objects.filter(assessment=answer.assessment_id, action="answer.saved", target=f"answer:{answer.pk}")
    data = saved.order_by("-sequence").values_list("data", flat=True).first() or {}
    return next((f"#id_{name}" for name in ("reply", "explanation", "score") if name in data), "")


def _page(name, assessment):
    return reverse(f"assessments:{name}", args=[assessment.period.slug, assessment.unit.code])
