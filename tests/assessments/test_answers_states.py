"""The page of one indicator when the answer may not be changed, came back, or has a last year."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments import workflow
from assessments.forms.questionnaire import citation_forms
from assessments.models import Answer
from spbe_portal.templatetags.portal import local_date
from tests import factories
from tests.assessments.filling import actions, answer_url, of_citation, part_url, refreshed, sent, text

pytestmark = pytest.mark.django_db


# Wrong role or state


@pytest.mark.parametrize("role", ["head", "assessor", "own_assessor", "coordinator", "executive"])
def test_wrong_role_is_refused_with_the_reason_and_the_text(client, request, answer, role):
    client.force_login(request.getfixturevalue(role))

    response = client.post(answer_url(answer), sent(answer))

    assert response.status_code == 403
    assert "Halaman ini hanya untuk Operator Dinas Kesehatan." in text(response)
    assert factories.EXPLANATION in text(response)
    assert refreshed(answer).version == 0
    assert actions(answer.assessment) == []


def close_filling(period):
    type(period).objects.filter(pk=period.pk).update(fill_closes_at=timezone.now() - timedelta(seconds=1))


def test_deadline_that_passed_while_writing_shows_the_text(filler, answer, period):
    close_filling(period)

    response = filler.post(answer_url(answer), sent(answer))

    assert response.status_code == 403
    assert "Tenggat telah lewat. Isian hanya dapat dibaca." in text(response)
    assert factories.EXPLANATION in text(response)
    assert "Tenggat telah lewat." in text(filler.get(answer_url(answer)))


def test_what_comes_too_late_is_shown_whole_and_its_words_are_kept(filler, answer, operator, period):
    citation = factories.cite_file(answer, operator)
    [form] = citation_forms(refreshed(answer))
    late = sent(refreshed(answer), score="4", link_url="https://contoh.go.id/peta", link_title="Peta baru")
    late |= of_citation(citation, form, pages="4-6")
    close_filling(period)

    for _ in range(2):
        response = filler.post(answer_url(answer), late)

    html = text(response)
    assert response.status_code == 403
    for typed in (factories.EXPLANATION, "4</textarea>", "https://contoh.go.id/peta", "Peta baru", "4-6</textarea>"):
        assert typed in html
    assert "juga disimpan di <a" in html
    kept = answer.revisions.get(origin="late")
    assert (kept.explanation, kept.score, kept.is_used) == (factories.EXPLANATION, Decimal(4), False)
    assert actions(answer.assessment).count("answer.late") == 1
    assert (refreshed(answer).explanation, refreshed(answer).version) == ("", 0)
    assert "Tidak sempat disimpan" in text(filler.get(f"{answer_url(answer)}riwayat/"))

    type(period).objects.filter(pk=period.pk).update(fill_closes_at=timezone.now() + timedelta(days=1))
    versions = {f"version-{name}": version for name, version in refreshed(answer).versions.items()}
    filler.post(f"{answer_url(answer)}riwayat/", versions | {"versi": kept.pk})
    assert refreshed(answer).explanation == factories.EXPLANATION


def test_words_of_others_and_of_a_closed_period_are_not_kept(client, filler, head, answer, period):
    type(period).objects.filter(pk=period.pk).update(**factories.CLOSED)
    filler.post(answer_url(answer), sent(answer))
    client.force_login(head)
    client.post(answer_url(answer), sent(answer))

    assert not answer.revisions.exists()


def test_sent_answers_are_read_only(filler, submitted, answer):
    response = filler.post(answer_url(answer), sent(answer, score="5"))

    assert response.status_code == 403
    assert "Hanya baca: penilaian sudah dikirim." in text(response)
    assert "Hanya baca: penilaian sudah dikirim." in text(filler.get(answer_url(answer)))
    assert refreshed(answer).score == Decimal(3)


def test_verdict_and_reason_are_shown_to_the_unit(filler, submitted, answer, assessor):
    current = refreshed(answer)
    workflow.adjust(current, by=assessor, version=current.version, score=Decimal(2), reason=factories.REASON)

    html = text(filler.get(answer_url(answer)))

    assert "Putusan asesor" in html
    assert "Disesuaikan" in html
    assert factories.REASON in html
    assert assessor.name not in html


# Repair


@pytest.fixture
def returned(submitted, answer, assessor):
    current = refreshed(answer)
    workflow.send_back(current, by=assessor, version=current.version, reason=factories.REASON)
    return refreshed(answer)


def test_returned_answer_pins_the_note_and_asks_for_a_reply(filler, returned):
    html = text(filler.get(answer_url(returned)))

    assert html.index(factories.REASON) < html.index('name="reply"')
    assert "Jawab catatan perbaikan dari asesor" in html


def test_reply_is_saved_and_leads_to_the_repairs(filler, returned):
    values = sent(returned, reply="Halaman bukti sudah ditambahkan.", tindakan="lanjut")

    response = filler.post(answer_url(returned), values)

    assert refreshed(returned).reply == "Halaman bukti sudah ditambahkan."
    assert refreshed(returned).status == Answer.Status.RETURNED
    assert response.url == part_url(returned.assessment, "perbaikan")
    assert "Siap dikirim kembali" in text(filler.get(answer_url(returned)))


def test_other_answers_of_a_returned_assessment_stay_closed(filler, returned):
    other = Answer.objects.with_parents().get(assessment=returned.assessment, indicator__number=2)

    assert filler.post(answer_url(other), sent(other, score="5")).status_code == 403
    assert refreshed(other).score == Decimal(3)


def test_reply_is_ignored_unless_the_answer_came_back(filler, answer):
    filler.post(answer_url(answer), sent(answer, reply="Tidak diminta"))

    assert refreshed(answer).reply == ""


# Last year


def close_year(institution, instrument, coordinator, operator, assessor, unit, year=2022):
    leads = [(number, unit) for number in range(1, 6)]
    period = factories.make_period(institution, instrument, coordinator, year=year, leads=leads)
    assessment = period.assessments.get()
    factories.fill_all(assessment, operator, score="4")
    factories.submit(assessment, by=operator)
    for answer in Answer.objects.filter(assessment=assessment).with_parents():
        if answer.indicator.number == 1:
            workflow.adjust(answer, by=assessor, version=answer.version, score=Decimal(3), reason=factories.REASON)
        else:
            workflow.accept(answer, by=assessor, version=answer.version)
    return workflow.close_period(period, by=coordinator)


@pytest.fixture
def last_year(institution, instrument, coordinator, operator, assessor, unit):
    return close_year(institution, instrument, coordinator, operator, assessor, unit)


def test_last_years_result_and_note_are_shown(filler, last_year, answer, institution):
    html = text(filler.get(answer_url(answer)))

    closed = local_date(last_year.closed_at, institution)
    assert f"Penilaian mandiri 4, disesuaikan asesor menjadi 3. Ditutup {closed}." in html
    assert f"“{factories.REASON}”" in html
    assert html.count('<span class="level-tag">Hasil 2022</span>') == 1
    second = answer.assessment.answers.with_parents().get(indicator__number=2)
    assert "Penilaian mandiri 4, diterima asesor." in text(filler.get(answer_url(second)))


def test_result_of_another_instrument_is_for_reference_only(
    filler, institution, coordinator, operator, assessor, unit, period, answer
):
    close_year(institution, factories.make_instrument("lama"), coordinator, operator, assessor, unit)

    html = text(filler.get(answer_url(answer)))

    assert "Instrumen berbeda; hanya untuk rujukan." in html
    assert '<span class="level-tag">Hasil 2022</span>' not in html


def test_nothing_to_copy_from_another_instrument(filler, institution, coordinator, operator, assessor, unit, answer):
    close_year(institution, factories.make_instrument("lama"), coordinator, operator, assessor, unit)

    html = text(filler.get(answer_url(answer)))
    filler.post(f"{answer_url(answer)}salin/", sent(answer, explanation="", tindakan="salin"))

    assert "Salin penjelasan" not in html and "Pakai ulang" not in html
    assert refreshed(answer).explanation == ""
