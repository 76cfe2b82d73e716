"""The stages as people see and move them: each role, each refusal, and what was typed is never lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments import workflow
from assessments.models import Answer, Event, Period
from assessments.stage_page import rows_of, visits_and_rows
from assessments.stage_plan import following, plan_of
from tests import factories
from tests.assessments.filling import text as text_of
from tests.assessments.stage_moves import sign_both

pytestmark = pytest.mark.django_db

REASON = "Nilai indikator 3 perlu dilihat lagi bersama buktinya."
Stage = Period.Stage


def url(period, name="stages"):
    return reverse(f"assessments:{name}", args=[period.slug])


def move(client, period, name, **fields):
    data = {f"{name}-{field}": value for field, value in fields.items()}
    return client.post(url(period), {"langkah": name, "tahap": Period.objects.get(pk=period.pk).stage} | data)


def stage_of(period):
    return Period.objects.get(pk=period.pk).stage


@pytest.fixture
def reviewed(period, unit, other_unit, operator, neighbor, assessor):
    """All sent at level 3 and accepted; the time of filling is over."""
    for who, where in ((operator, unit), (neighbor, other_unit)):
        assessment = period.assessments.get(unit=where)
        factories.fill_all(assessment, who)
        factories.submit(assessment, by=who)
    for answer in Answer.objects.filter(assessment__period=period).with_parents():
        workflow.accept(answer, by=assessor, version=answer.version)
    Period.objects.filter(pk=period.pk).update(**factories.windows(fill=(-10, -1)))
    period.refresh_from_db()
    return period


@pytest.fixture
def sent(reviewed, coordinator, signatory):
    workflow.close_period(reviewed, by=coordinator)
    sign_both(reviewed, signatory)
    return workflow.mark_sent(reviewed, by=coordinator, seen=Stage.NATIONAL_ENTRY, receipt="SPBE-18")


class TestPage:
    @pytest.mark.parametrize("who", ["coordinator", "executive", "assessor", "signatory"])
    def test_is_read_by_all_who_see_the_whole(self, client, period, request, who):
        client.force_login(request.getfixturevalue(who))

        content = text_of(client.get(url(period)))

        assert "Pengisian perangkat daerah" in content and "Operator dan kepala perangkat daerah" in content
        assert ("Mulai reviu" in content) == (who == "coordinator")

    def test_every_stage_tells_its_state_and_dates(self, reviewed, coordinator):
        workflow.begin_consolidation(reviewed, by=coordinator, seen=Stage.FILLING)
        reviewed.refresh_from_db()
        _, rows = visits_and_rows(reviewed)

        states = {row.step.stage: row.state for row in rows}
        shown = [states[name] for name in ("preparation", "filling", "review", "consolidation", "validation")]
        assert shown == ["done", "done", "done", "now", "next"]
        filling, review, now = rows[1:4]
        assert filling.ended_at == reviewed.fill_closes_at and now.began_at is not None
        assert review.planned_at == reviewed.review_closes_at

    def test_after_the_deadline_the_review_runs_by_itself(self, period):
        rows = rows_of(period, [], now=period.fill_closes_at + timedelta(seconds=1))

        assert next(row for row in rows if row.state == "now").step.stage == Stage.REVIEW

    def test_monitoring_has_neither_interview_nor_visit(self, period):
        stages = [step.stage for step in plan_of(period)]
        period.activity = Period.Activity.MONITORING

        assert [s for s in stages if s not in {step.stage for step in plan_of(period)}] == ["interview", "visit"]
        period.stage = Stage.DOCUMENT
        assert following(period).stage == Stage.HARMONISATION

    def test_takes_the_same_queries_for_more_units(self, period, coordinator, queries):
        before = queries(coordinator, url(period))
        support(period, coordinator, 4, 10)

        assert queries(coordinator, url(period)) == before


class TestMoves:
    def test_walk_to_the_validation_and_back(self, as_coordinator, reviewed):
        assert move(as_coordinator, reviewed, "konsolidasi").status_code == 302
        assert move(as_coordinator, reviewed, "validasi").status_code == 302
        assert stage_of(reviewed) == Stage.VALIDATION
        assert move(as_coordinator, reviewed, "kembali-konsolidasi", alasan=REASON).status_code == 302
        assert move(as_coordinator, reviewed, "kembali-reviu", alasan=REASON).status_code == 302

        assert stage_of(reviewed) == Stage.REVIEW
        moves = Event.objects.filter(action="period.moved").values_list("data__from", "data__to")
        assert list(moves) == [
            ("filling", "consolidation"), ("consolidation", "validation"), ("validation", "consolidation"),
            ("consolidation", "review"),
        ]  # fmt: skip
        assert REASON in text_of(as_coordinator.get(url(reviewed)))

    def test_the_review_begins_early_only_when_everybody_has_sent(
        self, as_coordinator, submitted, other_unit, neighbor
    ):
        period = submitted.period
        assert "Masih ada perangkat daerah yang mengisi." in text_of(move(as_coordinator, period, "reviu"))
        assert stage_of(period) == Stage.FILLING
        factories.fill_all(period.assessments.get(unit=other_unit), neighbor)
        factories.submit(period.assessments.get(unit=other_unit), by=neighbor)

        move(as_coordinator, period, "reviu")

        assert stage_of(period) == Stage.REVIEW

    def test_undecided_answers_are_exceptions_with_a_reason(self, as_coordinator, submitted):
        period = submitted.period
        Period.objects.filter(pk=period.pk).update(**factories.windows(fill=(-10, -1)))

        refused = move(as_coordinator, period, "konsolidasi", alasan="pendek")

        assert refused.status_code == 422 and "pendek" in text_of(refused)
        assert "6 jawaban belum diputuskan" in text_of(refused) and stage_of(period) == Stage.FILLING
        assert move(as_coordinator, period, "konsolidasi", alasan=REASON).status_code == 302
        event = Event.objects.get(action="period.moved")
        assert event.data["reason"] == REASON and "DISDIK:4" in event.data["exceptions"]

    def test_validation_needs_a_score_for_every_indicator(self, as_coordinator, decided, coordinator):
        Period.objects.filter(pk=decided.pk).update(**factories.windows(fill=(-10, -1)))
        move(as_coordinator, decided, "konsolidasi", alasan=REASON)

        refused = move(as_coordinator, decided, "validasi")

        assert refused.status_code == 422 and "3 indikator belum bernilai" in text_of(refused)
        with pytest.raises(workflow.Incomplete) as missing:
            workflow.begin_validation(decided, by=coordinator, seen=Stage.CONSOLIDATION)
        assert [indicator.number for indicator in missing.value.gaps] == [3, 4, 5]

    def test_somebody_was_faster(self, as_coordinator, reviewed, coordinator):
        workflow.begin_consolidation(reviewed, by=coordinator, seen=Stage.FILLING)

        response = as_coordinator.post(
            url(reviewed), {"langkah": "konsolidasi", "tahap": "filling", "konsolidasi-alasan": REASON}
        )

        assert response.status_code == 409
        assert "sudah berubah sejak halaman dibuka" in text_of(response) and REASON in text_of(response)
        with pytest.raises(workflow.Conflict):
            workflow.begin_consolidation(reviewed, by=coordinator, seen=Stage.FILLING)

    def test_an_unknown_move_is_unknown(self, as_coordinator, reviewed):
        assert move(as_coordinator, reviewed, "terbang").status_code == 404
        assert move(as_coordinator, reviewed, "terkirim", nomor="1", yakin="on").status_code == 404

    def test_at_the_validation_nothing_changes(self, reviewed, coordinator, assessor, operator, answer):
        workflow.begin_consolidation(reviewed, by=coordinator, seen=Stage.FILLING)
        assert "tahap konsolidasi" in refusal(lambda: workflow.send_back(
            fresh(answer), by=assessor, version=fresh(answer).version, reason=REASON))  # fmt: skip
        workflow.begin_validation(reviewed, by=coordinator, seen=Stage.CONSOLIDATION)

        assert "tahap validasi" in refusal(lambda: workflow.accept(
            fresh(answer), by=assessor, version=fresh(answer).version))  # fmt: skip
        assert "Kembalikan ke konsolidasi" in refusal(lambda: workflow.change_period(
            reviewed, by=coordinator, name="Lain"))  # fmt: skip

    def test_a_late_unit_with_more_time_still_fills(self, period, submitted, neighbor, other_unit, coordinator):
        late = period.assessments.get(unit=other_unit)
        until = timezone.now() + timedelta(days=25)
        asked = workflow.ask_extension(late, by=neighbor, reason=REASON, until=until)
        workflow.grant_extension(asked, by=coordinator, until=until)
        Period.objects.filter(pk=period.pk).update(stage=Stage.REVIEW, **factories.windows(fill=(-10, -1)))

        factories.fill_all(period.assessments.get(unit=other_unit), neighbor)
        factories.submit(period.assessments.get(unit=other_unit), by=neighbor)

        assert period.assessments.get(unit=other_unit).submitted_at is not None


class TestAfterTheSending:
    def test_stages_of_the_ministry_are_marked_or_left_out(self, as_coordinator, sent):
        assert stage_of(sent) == Stage.DOCUMENT
        assert move(as_coordinator, sent, "lewati", yakin="on").status_code == 404  # documents cannot be left out
        move(as_coordinator, sent, "lanjut", yakin="on")
        assert move(as_coordinator, sent, "lewati").status_code == 422
        move(as_coordinator, sent, "lewati", yakin="on")
        move(as_coordinator, sent, "lanjut", yakin="on")
        assert stage_of(sent) == Stage.HARMONISATION
        assert "dilewati" in text_of(as_coordinator.get(url(sent)))
        for _ in range(2):
            move(as_coordinator, sent, "lanjut", yakin="on")

        assert stage_of(sent) == Stage.FOLLOW_UP
        assert move(as_coordinator, sent, "lanjut", yakin="on").status_code == 404

    def test_nobody_opens_it_again(self, client, sent, coordinator, signatory):
        for who in (coordinator, signatory):
            assert "terkirim" in refusal(lambda who=who: workflow.reopen_period(sent, by=who, reason=REASON))

    def test_the_receipt_is_needed_and_shown(self, as_coordinator, reviewed, coordinator, signatory):
        workflow.close_period(reviewed, by=coordinator)
        sign_both(reviewed, signatory)

        assert move(as_coordinator, reviewed, "terkirim", nomor="", yakin="on").status_code == 422
        assert move(as_coordinator, reviewed, "terkirim", nomor="SPBE-2023-18", yakin="on").status_code == 302
        assert "SPBE-2023-18" in text_of(as_coordinator.get(url(reviewed)))


class TestFindings:
    def test_blocking_ones_stop_the_closing_unless_they_are_excepted(self, as_coordinator, reviewed, coordinator):
        reviewed.assessments.first().answers.get(indicator__number=2).citations.all().delete()
        where = reverse("reports:close", args=[reviewed.slug])

        page = text_of(as_coordinator.get(url(reviewed, "findings")))
        refused = as_coordinator.post(where, {"confirmed": "on"})

        assert "bernilai 3 tanpa bukti yang dapat dibuka" in page
        assert refused.status_code == 422 and "tanpa bukti yang dapat dibuka" in text_of(refused)
        with pytest.raises(workflow.Incomplete) as missing:
            workflow.close_period(reviewed, by=coordinator)
        assert [finding.code for finding in missing.value.gaps] == ["TANPA_BUKTI"]
        assert as_coordinator.post(where, {"confirmed": "on", "exceptions": REASON}).status_code == 302
        assert Event.objects.get(action="period.closed").data["exceptions"]["reason"] == REASON

    def test_a_broken_ladder_needs_a_reason(self, reviewed, coordinator, answer, assessor):
        answer.reviews.model.objects.create(
            answer=answer, assessor=assessor, verdict="accept", score=3, claimed_score=3, answer_version=1,
            ticks={"2": "no", "3": "yes"},
        )  # fmt: skip

        with pytest.raises(workflow.Incomplete) as missing:
            workflow.close_period(reviewed, by=coordinator)

        assert [finding.code for finding in missing.value.gaps] == ["TANGGA_PUTUS"]

    def test_open_ones_are_listed_and_warn(self, as_coordinator, submitted):
        content = text_of(as_coordinator.get(url(submitted.period, "findings")))

        assert content.count("belum mempunyai nilai instansi") == 5
        assert "jawaban belum diputuskan asesor" in content and "belum mengirim penilaian" in content

    def test_takes_the_same_queries_for_more_answers(self, reviewed, coordinator, queries):
        before = queries(coordinator, url(reviewed, "findings"))
        support(reviewed, coordinator, 5, 8)

        assert queries(coordinator, url(reviewed, "findings")) == before


def support(period, by, number, count):
    """More units answer an indicator, each with an answer that nobody has decided."""
    units = [factories.make_unit(period.institution, f"U{place}") for place in range(count)]
    lead = period.assignments.get(indicator__number=number, is_lead=True).unit
    indicator = period.instrument.indicators.get(number=number)
    workflow.assign(period, indicator, by=by, lead=lead, supporting=units)


def fresh(answer):
    return Answer.objects.with_parents().get(pk=answer.pk)


def refusal(act):
    with pytest.raises(Exception) as error:
        act()
    return str(error.value)
