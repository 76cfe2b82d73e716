"""Addresses of the questionnaire and what a page of it sends, for the tests of its views."""

import re

from django.contrib.messages import get_messages
from django.utils import timezone

from assessments.content import digest
from assessments.forms.evidence import stored_values
from assessments.models import Answer, Citation, Event
from tests import factories


def tasks_url(period, unit):
    return f"/penilaian/{period.slug}/{unit.code}/"


def answer_url(answer):
    return f"{tasks_url(answer.assessment.period, answer.assessment.unit)}indikator/{answer.indicator.number}/"


def part_url(assessment, part):
    return f"{tasks_url(assessment.period, assessment.unit)}{part}/"


def refreshed(answer):
    return Answer.objects.with_parents().get(pk=answer.pk)


def sent(answer, **changes):
    """A whole form as the page of a draft sends it."""
    values = {
        **{f"version-{name}": version for name, version in answer.versions.items()},
        "score": "3",
        "explanation": factories.EXPLANATION,
        "tindakan": "simpan",
    }
    return values | changes


def of_citation(citation, form, **changes):
    """The fields of one proof as the page holds them, with some changed."""
    prefix = f"c{citation.pk}"
    values = {"seen": form.current, "title": citation.evidence.title, "document_number": "", "document_date": ""}
    values |= {"pages": citation.pages, "levels": citation.levels} | changes
    return {f"{prefix}-{name}": value for name, value in values.items()}


def seen_of(citation):
    """What a page that was opened now would show about a proof."""
    return stored_values(Citation.objects.select_related("evidence").get(pk=citation.pk))


def as_read(assessment):
    """What the page that sends, or sends again, carries besides the statement: what it showed."""
    returned = assessment.answers.filter(status=Answer.Status.RETURNED).values_list("indicator__number", flat=True)
    return {"sidik": digest(assessment), "dibaca": timezone.now().isoformat(), "indikator": list(returned)}


def text(response):
    """What a page says, without line breaks."""
    return " ".join(response.content.decode().split())


def without_ids(response):
    """The page with what differs between two requests masked: the number of the incident and the token of the form."""
    page = re.sub(r"[0-9a-f]{16}", "", response.content.decode())
    return response.status_code, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def actions(assessment):
    return list(Event.objects.chain_of(assessment=assessment).values_list("action", flat=True))
