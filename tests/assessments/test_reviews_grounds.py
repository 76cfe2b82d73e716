"""What is written beside a decision: what is asked for, what is filled in, what is kept, and what the unit reads."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments import workflow
from assessments.models import Period, Review
from tests import factories
from tests.assessments.filling import refreshed, text
from tests.assessments.reviewing import LONG, decision, url

pytestmark = pytest.mark.django_db

TICKED = {"tick_2": "yes", "tick_3": "no"}


def test_lower_level_keeps_ticks_and_gets_a_recommendation(waiting, reviewer):
    reviewer.post(url(waiting[0]), decision(waiting[0], "adjust", score="2", reason=LONG, **TICKED))

    review = Review.objects.get()
    assert review.ticks == {"2": "yes", "3": "no"}
    assert review.recommendation == "Untuk mencapai tingkat 3, lengkapi: Kriteria 1 tingkat 3."
    assert (review.missing, review.due_at) == ([], None)


def test_own_recommendation_stands(waiting, reviewer):
    typed = {"score": "2", "reason": LONG, "recommendation": "Tetapkan pedomannya."}
    reviewer.post(url(waiting[0]), decision(waiting[0], "adjust", **typed))

    assert Review.objects.get().recommendation == "Tetapkan pedomannya."


def test_template_alone_is_no_reason(waiting, reviewer):
    typed = {"score": "2", "reason": "Kriteria tingkat 3 belum terpenuhi: "}
    response = reviewer.post(url(waiting[0]), decision(waiting[0], "adjust", **typed))

    assert response.status_code == 422 and "Lengkapi alasan ini" in text(response)
    assert not Review.objects.exists()


def test_lowering_below_met_criteria_without_a_code_is_refused(waiting, reviewer):
    ticked = {f"tick_{level}": "yes" for level in (2, 3)}
    response = reviewer.post(url(waiting[0]), decision(waiting[0], "adjust", score="2", reason=LONG, **ticked))

    page = text(response)
    assert response.status_code == 422 and "Semua kriteria di atas tingkat ini dicentang Ya" in page
    assert 'name="tick_3" value="yes" checked' in page


def test_accepting_above_the_ticks_asks_for_a_reason_and_then_waits(waiting, reviewer):
    response = reviewer.post(url(waiting[0]), decision(waiting[0], **TICKED))
    assert response.status_code == 422 and "sehingga dibaca asesor kedua" in text(response)

    reviewer.post(url(waiting[0]), decision(waiting[0], reason=LONG, **TICKED))
    assert refreshed(waiting[0]).status == "raised"


def test_return_carries_its_list_and_its_due_date(waiting, reviewer, period):
    due = timezone.now().astimezone(period.institution.zone).date() + timedelta(days=3)
    typed = {"missing": ["2", "3"], "missing_more": "Notula rapat\n\n Daftar hadir ", "due": due.isoformat()}
    response = reviewer.post(url(waiting[0]), decision(waiting[0], "send_back", **typed))

    assert response.status_code == 302
    review = Review.objects.get()
    assert review.missing == [
        "Tingkat 2: Kriteria 1 tingkat 2.", "Tingkat 3: Kriteria 1 tingkat 3.", "Notula rapat", "Daftar hadir",
    ]  # fmt: skip
    assert review.reason == "Lengkapi hal yang tercantum pada daftar periksa."
    assert review.due_at.astimezone(period.institution.zone).date() == due


def test_return_without_a_date_is_due_in_five_working_days(waiting, reviewer, period):
    reviewer.post(url(waiting[0]), decision(waiting[0], "send_back", reason=LONG))

    due = Review.objects.get().due_at.astimezone(period.institution.zone)
    days = [timezone.now().astimezone(period.institution.zone).date() + timedelta(days=n) for n in range(1, 9)]
    assert due.date() == [day for day in days if day.weekday() < 5][4]


@pytest.mark.parametrize(
    "days, fault", [(-1, "Pilih tanggal mulai hari ini"), (31, "saat tenggat perbaikan"), (30, None), (0, None)]
)
def test_due_date_lies_between_today_and_the_repair_deadline(days, fault, waiting, reviewer, period):
    day = timezone.now().astimezone(period.institution.zone).date() + timedelta(days=days)
    response = reviewer.post(url(waiting[0]), decision(waiting[0], "send_back", reason=LONG, due=day.isoformat()))

    assert (fault in text(response)) if fault else response.status_code == 302
    assert Review.objects.filter(due_at__gt=period.repair_closes_at).count() == 0


def test_workflow_refuses_ticks_codes_and_dates_that_cannot_be(waiting, assessor):
    period = Period.objects.get()
    late = period.repair_closes_at + timedelta(seconds=1)
    for grounds in (
        workflow.Grounds(ticks={"1": "yes"}),
        workflow.Grounds(ticks={"2": "perhaps"}),
        workflow.Grounds(codes=("TANPA_BUKTI",)),  # the test instrument has no rules
        workflow.Grounds(due_at=late),
    ):
        with pytest.raises(ValueError):
            workflow.send_back(waiting[0], by=assessor, version=waiting[0].version, reason=LONG, grounds=grounds)
    assert not Review.objects.exists()


def test_conflict_keeps_everything(waiting, reviewer, assessor, period):
    answer = waiting[0]
    workflow.accept(answer, by=assessor, version=answer.version)
    due = (timezone.now() + timedelta(days=2)).astimezone(period.institution.zone).date().isoformat()
    typed = {"missing": ["3"], "missing_more": "Notula", "due": due, "recommendation": "Tetapkan dahulu.", **TICKED}

    response = reviewer.post(url(answer), decision(answer, "send_back", reason=LONG, **typed))

    page = text(response)
    assert response.status_code == 409
    for kept in (f">{LONG}</textarea>", ">Notula</textarea>", ">Tetapkan dahulu.</textarea>", f'value="{due}"'):
        assert kept in page
    assert 'name="missing" value="3" checked' in page and 'name="missing" value="2" checked' not in page
    assert 'name="tick_2" value="yes" checked' in page and 'name="tick_3" value="no" checked' in page
    assert 'value="send_back" checked' in page


def test_effect_tells_the_proven_level_and_the_second_assessor(waiting, reviewer):
    page = text(reviewer.get(f"{url(waiting[0])}dampak/", {"verdict": "accept", "tick_2": "yes", "tick_3": "unknown"}))
    assert "seluruh kriterianya terpenuhi: <b>2</b>" in page and "Menunggu asesor kedua." in page

    page = text(reviewer.get(f"{url(waiting[0])}dampak/", {"tick_2": "no"}))
    assert "seluruh kriterianya terpenuhi: <b>1</b>" in page and "Pilih keputusan" in page


def test_without_scripts_the_effect_fills_in_the_drafts(waiting, reviewer):
    typed = {"score": "2", "preview": "1", **TICKED}
    page = text(reviewer.post(url(waiting[0]), decision(waiting[0], "adjust", **typed)))
    assert "Kriteria tingkat 3 belum terpenuhi:" in page
    assert "Untuk mencapai tingkat 3, lengkapi: Kriteria 1 tingkat 3.</textarea>" in page
    assert "seluruh kriterianya terpenuhi: <b>2</b>" in page

    page = text(reviewer.post(url(waiting[0]), decision(waiting[0], "send_back", preview="1", **TICKED)))
    assert 'name="missing" value="3" checked' in page and 'name="missing" value="2" checked' not in page
    assert not Review.objects.exists()


def test_unit_reads_the_grounds_of_what_was_decided(waiting, reviewer, client, operator, submitted):
    returned = {"missing": ["3"], "recommendation": "Tetapkan dahulu."}
    reviewer.post(url(waiting[0]), decision(waiting[0], "send_back", reason=LONG, **TICKED, **returned))
    reviewer.post(url(waiting[1]), decision(waiting[1], "adjust", score="2", reason=LONG, **TICKED))
    client.force_login(operator)

    page = text(client.get(waiting[0].get_absolute_url()))
    for told in (LONG, "Tingkat 3: Kriteria 1 tingkat 3.", "Diperbaiki paling lambat", "Tetapkan dahulu."):
        assert told in page
    page = text(client.get(waiting[1].get_absolute_url()))
    assert "tingkat 2 ya, tingkat 3 tidak" in page and "Untuk mencapai tingkat 3, lengkapi: Kriteria 2" in page
    tasks = text(client.get(submitted.get_absolute_url()))
    assert "Rekomendasi asesor" in tasks and "Tetapkan dahulu." in tasks and "Diperbaiki paling lambat" in tasks
    repairs = text(client.get(f"{submitted.get_absolute_url()}perbaikan/"))
    assert "Tingkat 3: Kriteria 1 tingkat 3." in repairs and "Tetapkan dahulu." in repairs


# Keys of one letter


def test_letter_keys_are_off_until_somebody_switches_them_on(waiting, reviewer, assessor):
    assert 'aria-checked="false"' in text(reviewer.get(url(waiting[0])))
    assert 'aria-checked="false"' in text(reviewer.get("/akun/"))

    response = reviewer.post("/akun/pintasan/", {"aktif": "1", "next": url(waiting[0])})

    assert response.url == url(waiting[0])
    assessor.refresh_from_db()
    assert assessor.has_letter_keys and 'aria-checked="true"' in text(reviewer.get(url(waiting[0])))


@pytest.mark.parametrize("onward", ["https://jahat.example/", "//jahat.example", "", "javascript:alert(1)"])
def test_switch_leads_nowhere_else(onward, reviewer):
    assert reviewer.post("/akun/pintasan/", {"aktif": "0", "next": onward}).url == "/akun/"


def test_switch_answers_htmx_by_itself_and_refuses_nonsense(reviewer, assessor):
    response = reviewer.post("/akun/pintasan/", {"aktif": "1", "next": "/akun/"}, headers={"HX-Request": "true"})
    assert 'aria-checked="true"' in text(response) and "<html" not in text(response)
    assert reviewer.post("/akun/pintasan/", {"aktif": "2"}).status_code == 400
    assert reviewer.get("/akun/pintasan/").status_code == 405
    assessor.refresh_from_db()
    assert assessor.has_letter_keys


def test_reason_long_enough_is_still_needed(waiting, reviewer):
    assert len(LONG) > 20 and factories.REASON
    response = reviewer.post(url(waiting[0]), decision(waiting[0], "adjust", score="5", reason="Kurang."))
    assert response.status_code == 422 and "dibaca asesor kedua" in text(response)
