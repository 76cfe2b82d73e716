import json
from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.frozen import digest_of
from assessments.models import Event, IndicatorResult, Period, Result
from reports import publishing
from reports.models import Document
from tests import factories

pytestmark = pytest.mark.django_db


def close_url(period):
    return reverse("reports:close", args=[period.slug])


def test_closing_freezes_and_makes_both_documents(client, reviewed, coordinator):
    client.force_login(coordinator)

    response = client.post(close_url(reviewed), {"confirmed": "on"})

    assert response.status_code == 302 and response.url == reverse("reports:result", args=[reviewed.slug])
    result = Result.objects.get(period=reviewed)
    assert (result.index, result.rating) == (Decimal("3.3"), "Baik")
    assert result.digest == digest_of(result.data)
    made = Document.objects.filter(result=result, unit__isnull=True)
    assert {d.kind: d.state for d in made} == {"province": "final", "executive": "final"}
    assert all(d.path.read_bytes().startswith(b"%PDF-") for d in made)
    units = Document.objects.filter(result=result, kind="unit")
    assert {d.state for d in units} == {"queued"} and units.count() == 2
    event = Event.objects.get(action="period.closed")
    assert event.data["digest"] == result.digest


def test_closing_needs_the_confirmation(client, reviewed, coordinator):
    client.force_login(coordinator)

    response = client.post(close_url(reviewed), {})

    assert response.status_code == 422
    assert "Centang pernyataan ini untuk menutup periode." in response.content.decode()
    assert not Result.objects.exists()


def test_closing_with_an_indicator_without_score_lists_it_and_stays_open(client, period, coordinator):
    client.force_login(coordinator)

    page = client.get(close_url(period)).content.decode()
    response = client.post(close_url(period), {"confirmed": "on"})

    assert "1. Hal 1" in page and "5. Hal 5" in page
    assert response.status_code == 422
    period.refresh_from_db()
    assert period.status == Period.Status.OPEN and not Result.objects.exists()


def test_closing_at_the_minimum_marks_the_scores_as_assumed(client, period, coordinator):
    client.force_login(coordinator)

    client.post(close_url(period), {"confirmed": "on", "at_minimum": "on"})

    result = Result.objects.get(period=period)
    assert (result.index, result.rating) == (Decimal(1), "Kurang")
    origins = {row["origin"] for row in json.loads(result.data)["indicators"]}
    assert origins == {"assumed_minimum"}


def test_reopening_needs_a_reason_and_withdraws_the_documents(client, result, coordinator):
    client.force_login(coordinator)
    url = reverse("reports:reopen", args=[result.period.slug])

    short = client.post(url, {"reason": "salah"})
    assert short.status_code == 422 and "salah" in short.content.decode()
    assert not Document.objects.filter(state="superseded").exists()

    response = client.post(url, {"reason": "Bukti indikator 3 ternyata milik tahun lain."})

    assert response.status_code == 302
    result.period.refresh_from_db()
    assert result.period.is_open
    assert set(Document.objects.values_list("state", flat=True)) == {"superseded"}


def test_the_next_closing_is_the_next_revision_and_tells_why(client, result, coordinator):
    client.force_login(coordinator)
    reason = "Bukti indikator 3 ternyata milik tahun lain."
    client.post(reverse("reports:reopen", args=[result.period.slug]), {"reason": reason})

    client.post(close_url(result.period), {"confirmed": "on"})

    second = Result.objects.get(period=result.period, revision=2)
    assert second.content["reopen_reason"] == reason
    assert Result.objects.get(pk=result.pk).data == result.data


def test_reopening_drops_assumed_scores_only(client, reviewed, coordinator):
    IndicatorResult.objects.filter(indicator__number=5).delete()
    client.force_login(coordinator)
    client.post(close_url(reviewed), {"confirmed": "on", "at_minimum": "on"})
    assert IndicatorResult.objects.get(indicator__number=5).origin == "assumed_minimum"

    reason = {"reason": "Jawaban terakhir baru diputuskan asesor."}
    client.post(reverse("reports:reopen", args=[reviewed.slug]), reason)

    # The accepted answer of its lead counts again, by the period's policy.
    assert IndicatorResult.objects.get(indicator__number=5).origin == "lead"
    assert IndicatorResult.objects.count() == 5


@pytest.mark.parametrize("who", ["operator", "head", "assessor", "executive"])
@pytest.mark.parametrize("name", ["close", "reopen"])
def test_only_the_coordinator_closes_and_reopens(client, reviewed, request, who, name):
    client.force_login(request.getfixturevalue(who))
    events = Event.objects.count()

    response = client.post(reverse(f"reports:{name}", args=[reviewed.slug]), {"confirmed": "on", "reason": "x" * 40})

    assert response.status_code == 403 and "Koordinator penilaian" in response.content.decode()
    assert Event.objects.count() == events


def test_a_period_of_another_institution_is_unknown(client, reviewed, outsider):
    client.force_login(outsider)

    assert client.get(close_url(reviewed)).status_code == 404
    assert client.post(close_url(reviewed)).status_code == 404


def test_without_the_drawing_library_the_period_closes_and_says_what_is_missing(
    client, reviewed, coordinator, no_pango
):
    client.force_login(coordinator)

    page = client.post(close_url(reviewed), {"confirmed": "on"}, follow=True).content.decode()

    assert "libpango-1.0-0" in page and "Buat ulang" in page
    assert Result.objects.filter(period=reviewed).count() == 1


def test_scores_that_nobody_decided_are_told_as_such_and_not_as_lowered(client, period, operator, unit, coordinator):
    factories.fill_all(period.assessments.get(unit=unit), operator)
    client.force_login(coordinator)

    client.post(close_url(period), {"confirmed": "on", "at_minimum": "on"})

    document = Document.objects.with_parents().get(kind="executive")
    html = publishing.html_of(document)
    assert "5 dari 5 indikator ditutup pada nilai minimum tanpa putusan asesor." in html
    assert "Asesor menurunkan" not in html


def test_a_reason_without_end_is_refused(client, result, coordinator):
    client.force_login(coordinator)

    response = client.post(reverse("reports:reopen", args=[result.period.slug]), {"reason": "x" * 2001})

    assert response.status_code == 422 and "Ringkas alasan sampai 2000 karakter." in response.content.decode()
