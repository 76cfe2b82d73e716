"""What the panel of last year sends and shows, for the tests of copies."""

from assessments.copied import with_sameness
from assessments.models import Answer, Citation
from tests import factories
from tests.assessments.filling import answer_url, refreshed, sent, text

NEW = "Tahun ini juga mengatur aplikasi bersama seluruh unit kerja."


def press(client, answer, action="", **values):
    """The whole form of the page with one of the buttons of last year's panel."""
    fresh = refreshed(answer)
    values = {"score": "" if fresh.score is None else "3", "explanation": fresh.explanation} | values
    return client.post(f"{answer_url(answer)}salin/", sent(fresh, **values, tindakan=action))


def page(client, answer):
    return text(client.get(answer_url(answer)))


def actions(answer):
    return list(answer.assessment.events.order_by("sequence").values_list("action", flat=True))


def state(answer):
    answer = refreshed(answer)
    return answer.explanation, answer.score, answer.is_copy_unchecked


def is_unchanged(answer):
    return with_sameness(Answer.objects.filter(pk=answer.pk)).get().is_unchanged


def another_proof(source, operator, title="Laporan audit", **fields):
    """A proof more in the closed year, as if it had been cited then."""
    evidence = factories.link(source.assessment.unit, operator, title)
    for name, value in fields.items():
        setattr(evidence, name, value)
    evidence.save()
    Citation.objects.create(
        answer=source, evidence=evidence, position=source.citations.count() + 1, pages="7", levels=[3]
    )
    return evidence
