"""One indicator of the institution: its own policy, whom it covers, its text, and the way back to the review."""

from decimal import Decimal

import pytest

from assessments import coverage, workflow
from assessments.consolidation import Consolidation
from assessments.models import Answer, CoverageEntry, Event, IndicatorPolicy, IndicatorResult
from assessments.tokens import token
from indicators.ruleset import Coverage, Rules
from tests import factories
from tests.assessments.deciding import answered, decide
from tests.assessments.filling import text, told

pytestmark = pytest.mark.django_db

LONG = "Dua dari empat perangkat daerah sudah menerapkannya."
NUMBER = 2


@pytest.fixture
def units(institution):
    return [factories.make_unit(institution, code) for code in ("KOMINFO", "PDSATU", "PDDUA", "PDTIGA")]


@pytest.fixture
def shared(institution, instrument, coordinator, assessor, units, monkeypatch):
    """The example of process.md 9.2: a lead with 4, supporting units with 3, 2 and 2; level 3 asks for all of them."""
    rule = Coverage(whole=3, covers="perangkat daerah yang memakai layanan", partial=2)
    monkeypatch.setattr(coverage, "rules_for", lambda slug: Rules(coverage={NUMBER: rule}))
    leads = [(number, units[0]) for number in range(1, 6)]
    period = factories.make_period(
        institution, instrument, coordinator, leads=leads, supporting=[(NUMBER, unit) for unit in units[1:]]
    )
    for unit, score in zip(units, (4, 3, 2, 2), strict=True):
        decide(answered(period, unit, NUMBER, score), assessor, score)
    return period


def url(period, way=""):
    return f"/konsolidasi/{period.slug}/{NUMBER}/{way}"


def row(period):
    return Consolidation(period, NUMBER).rows[0]


def result(period):
    return IndicatorResult.objects.get(period=period, indicator__number=NUMBER)


def settled(client, period, **fields):
    return client.post(url(period), {"version": result(period).version, "explanation": ""} | fields)


# Coverage


def test_coverage_counts_who_reaches_the_level_that_asks_for_all(shared):
    found = row(shared).coverage

    assert (found.met, found.total, found.level, found.cap) == (2, 4, 3, 2)
    assert row(shared).suggestion.score == 4 and row(shared).is_too_wide


def test_page_says_how_far_the_score_is_covered(shared, reviewer):
    page, table = text(reviewer.get(url(shared))), text(reviewer.get(f"/konsolidasi/{shared.slug}/"))

    assert "Cakupan: 2 dari 4 mencapai tingkat 3" in page
    assert "Tetapkan paling tinggi 2, atau tulis alasannya." in page
    assert "<b>2 dari 4</b> PD" in table and "Melebihi cakupan" in table


def test_suggestion_beyond_its_coverage_needs_a_reason(shared, reviewer):
    refused = settled(reviewer, shared, score="4", reason="")

    assert refused.status_code == 422
    assert "Baru 2 dari 4 perangkat daerah mencapai tingkat 3. Tulis alasan nilai di atas 2" in text(refused)
    settled(reviewer, shared, score="4", reason=LONG)
    assert (result(shared).origin, row(shared).is_too_wide) == ("assessor", False)


def test_mark_by_hand_changes_who_counts(shared, units, reviewer, assessor):
    marks = {"state-PDDUA": "met", "note-PDDUA": "Catatan pemakaian Mei", "state-PDTIGA": "out_of_scope",
             "note-PDTIGA": "Tidak memakai layanan ini"}  # fmt: skip

    response = reviewer.post(url(shared, "cakupan/"), marks)

    assert told(response) == [f"Cakupan indikator {NUMBER} dicatat."]
    found = row(shared).coverage
    assert (found.met, found.total, found.is_whole, found.cap) == (3, 3, True, None)
    event = Event.objects.get(action="coverage.set")
    assert event.data["units"]["PDTIGA"] == {"state": "out_of_scope", "note": "Tidak memakai layanan ini"}
    reviewer.post(url(shared, "cakupan/"), marks)
    assert Event.objects.filter(action="coverage.set").count() == 1, "nothing changed, so nothing is told"
    reviewer.post(url(shared, "cakupan/"), {"state-PDDUA": "", "state-PDTIGA": ""})
    assert not CoverageEntry.objects.exists() and row(shared).coverage.met == 2


def test_unit_without_assignment_can_be_counted(shared, unit, reviewer):
    response = reviewer.post(url(shared, "cakupan/"), {"added": "DINKES", "state-added": "unmet"})

    assert response.status_code == 302
    assert (row(shared).coverage.met, row(shared).coverage.total) == (2, 5)
    assert "Dinas Kesehatan" in text(reviewer.get(url(shared)))


@pytest.mark.parametrize(
    "marks, fault",
    [
        ({"state-PDDUA": "out_of_scope"}, "Tulis mengapa perangkat daerah ini di luar cakupan"),
        ({"added": "DINKES", "note-added": "Belum memakai"}, "Pilih keadaan perangkat daerah yang ditambahkan"),
    ],
)
def test_faulty_mark_is_explained_and_kept(marks, fault, shared, unit, reviewer):
    response = reviewer.post(url(shared, "cakupan/"), {"note-PDSATU": "Yang sudah ditulis"} | marks)

    assert response.status_code == 422 and fault in text(response)
    assert 'value="Yang sudah ditulis"' in text(response)
    assert not CoverageEntry.objects.exists()


def test_unit_of_another_government_cannot_be_added(shared, other_institution, reviewer):
    factories.make_unit(other_institution, "ASING")

    response = reviewer.post(url(shared, "cakupan/"), {"added": "ASING", "state-added": "met"})

    assert response.status_code == 422 and not CoverageEntry.objects.exists()


# Policy


def test_own_policy_moves_the_score_and_is_told(shared, reviewer, assessor):
    response = reviewer.post(url(shared, "kebijakan/"), {"policy": "minimum", "reason": LONG})

    assert told(response) == [f"Cara menggabungkan nilai indikator {NUMBER} diubah."]
    assert (result(shared).score, result(shared).origin) == (2, "minimum")
    assert LONG in text(reviewer.get(url(shared)))
    decided = Answer.objects.with_parents().get(assessment__unit__code="PDTIGA", indicator__number=NUMBER)
    decide(decided, assessor, 1)
    assert result(shared).score == 1, "later decisions follow the indicator's own policy"

    reviewer.post(url(shared, "kebijakan/"), {"policy": "", "reason": ""})
    assert (result(shared).score, result(shared).origin) == (4, "lead")
    assert not IndicatorPolicy.objects.exists()
    assert Event.objects.filter(action="indicator_policy.set").count() == 2


def test_own_policy_needs_a_reason(shared, reviewer):
    response = reviewer.post(url(shared, "kebijakan/"), {"policy": "minimum", "reason": "Pendek"})

    assert response.status_code == 422 and "Tulis alasan paling sedikit 20 karakter" in text(response)
    assert result(shared).origin == "lead" and not IndicatorPolicy.objects.exists()


def test_what_an_assessor_set_stays_under_another_policy(shared, reviewer):
    settled(reviewer, shared, score="3", reason=LONG)

    reviewer.post(url(shared, "kebijakan/"), {"policy": "minimum", "reason": LONG})

    assert (result(shared).score, result(shared).origin) == (3, "assessor")


def test_interim_index_of_the_claims_follows_the_own_policy(shared, instrument, assessor):
    before = Consolidation(shared).interims["claimed"].index
    workflow.choose_policy(shared, instrument.indicators.get(number=NUMBER), by=assessor, policy="minimum", reason=LONG)

    # Indicator 2 weighs 20: claimed 4 by the lead, 2 at the lowest.
    assert before - Consolidation(shared).interims["claimed"].index == Decimal("0.4")


# Text


def test_text_without_a_reason_leaves_the_score_to_the_policy(shared, assessor, reviewer):
    shared.coverage_entries.create(
        indicator_id=result(shared).indicator_id, unit=row(shared).parts[2].unit, state="met",
        set_at=result(shared).decided_at, set_by=assessor,
    )  # fmt: skip
    workflow.mark_coverage(
        shared, row(shared).indicator, by=assessor,
        marks={part.unit: ("met", "") for part in row(shared).supporting},
    )  # fmt: skip

    settled(reviewer, shared, score="4", reason="", explanation="Seluruh perangkat daerah memakai layanan.")

    stands = result(shared)
    assert (stands.score, stands.origin, stands.explanation) == (4, "lead", "Seluruh perangkat daerah memakai layanan.")
    assert "Seluruh perangkat daerah memakai layanan." in text(reviewer.get(url(shared)))


def test_text_names_proofs_of_any_of_the_units(shared, units, operator, reviewer):
    answer = Answer.objects.with_parents().get(assessment__unit=units[1], indicator__number=NUMBER)
    evidence = factories.stored_file(units[1], operator, title="Catatan Pemakaian")
    evidence.save()
    answer.citations.create(evidence=evidence, position=1, pages="2", levels=[])
    name = "2.Catatan-Pemakaian.pdf"

    settled(reviewer, shared, score="3", reason=LONG, explanation=f"Pemakaian tercatat pada {name}.")

    assert result(shared).explanation == f"Pemakaian tercatat pada {token(evidence.pk)}."
    assert f"Pemakaian tercatat pada {name}." in text(reviewer.get(url(shared)))


def test_frozen_text_is_the_consolidated_one(shared, coordinator, reviewer):
    settled(reviewer, shared, score="3", reason=LONG, explanation="Teks untuk seluruh instansi.")

    result = workflow.close_period(shared, by=coordinator, at_minimum=True, exceptions=LONG)
    frozen = result.content["indicators"][NUMBER - 1]

    assert frozen["explanation"] == "Teks untuk seluruh instansi."


# Somebody was faster


def test_stale_page_keeps_what_was_typed(shared, assessor, reviewer):
    seen = result(shared).version
    workflow.set_indicator_result(shared, row(shared).indicator, by=assessor, score=Decimal(2), reason=LONG)

    typed = {"version": seen, "score": "3", "reason": "Alasan saya yang cukup panjang.", "explanation": "Teks saya."}
    response = reviewer.post(url(shared), typed)

    page = text(response)
    assert response.status_code == 409 and "Perubahan Anda belum tersimpan." in page
    assert ">Alasan saya yang cukup panjang.</textarea>" in page and ">Teks saya.</textarea>" in page
    assert f'name="version" value="{result(shared).version}"' in page
    assert result(shared).score == 2
    typed["version"] = result(shared).version
    assert reviewer.post(url(shared), typed).status_code == 302
    assert result(shared).score == 3


# Back to the review


def test_decision_goes_back_to_the_review(shared, units, reviewer):
    answer = Answer.objects.get(assessment__unit=units[0], indicator__number=NUMBER)

    response = reviewer.post(url(shared, "reviu-ulang/"), {"answer": answer.pk, "reason": LONG})

    answer.refresh_from_db()
    assert told(response) == [f"Jawaban {units[0]} dikembalikan ke reviu."]
    assert answer.status == "waiting" and answer.assessment.status == "submitted"
    assert not IndicatorResult.objects.filter(period=shared, indicator__number=NUMBER).exists()
    event = Event.objects.get(action="review.reopened")
    assert (event.target, event.data["reason"]) == (f"answer:{answer.pk}", LONG)
    assert answer.reviews.count() == 1, "the decision stays in the history"


def test_way_back_needs_a_reason_and_a_decided_answer(shared, units, reviewer):
    answer = Answer.objects.get(assessment__unit=units[0], indicator__number=NUMBER)

    short = reviewer.post(url(shared, "reviu-ulang/"), {"answer": answer.pk, "reason": "Pendek"})
    foreign = reviewer.post(url(shared, "reviu-ulang/"), {"answer": answer.pk + 10_000, "reason": LONG})

    answer.refresh_from_db()
    assert (short.status_code, foreign.status_code) == (422, 422)
    assert answer.status == "accepted" and not Event.objects.filter(action="review.reopened").exists()


def test_own_unit_is_sent_back_by_somebody_else(shared, institution, units, client):
    own = factories.make_user("asesor.kominfo@uji.local", "Asesor Kominfo", institution, "assessor", units[0])
    client.force_login(own)
    answer = Answer.objects.get(assessment__unit=units[0], indicator__number=NUMBER)

    page = text(client.get(url(shared)))
    response = client.post(url(shared, "reviu-ulang/"), {"answer": answer.pk, "reason": LONG})

    answer.refresh_from_db()
    assert f'<option value="{answer.pk}"' not in page
    assert response.status_code == 422 and answer.status == "accepted"


@pytest.mark.parametrize("way", ["", "kebijakan/", "cakupan/", "reviu-ulang/"])
def test_leaders_and_coordinators_only_read(way, shared, client, coordinator):
    client.force_login(coordinator)

    response = client.post(url(shared, way), {"score": "3", "reason": LONG, "policy": "minimum"})

    assert response.status_code == 403 and result(shared).origin == "lead"
    assert "<textarea" not in text(client.get(url(shared)))


# On the way through


def test_next_indicator_that_needs_somebody_opens(shared, reviewer):
    response = settled(reviewer, shared, score="3", reason=LONG, next="1")

    assert response.url == f"/konsolidasi/{shared.slug}/3/"
    assert "Perlu perhatian (4)" in text(reviewer.get(f"/konsolidasi/{shared.slug}/"))
    only = text(reviewer.get(f"/konsolidasi/{shared.slug}/?tampil=perhatian"))
    assert "3. Hal 3" in only and "2. Hal 2" not in only


def test_page_takes_the_same_queries(shared, units, institution, assessor, reviewer, django_assert_max_num_queries):
    with django_assert_max_num_queries(40) as few:
        reviewer.get(url(shared))
    indicator = row(shared).indicator
    for number in range(6):
        more = factories.make_unit(institution, f"LAGI{number}")
        assessment = shared.assessments.create(unit=more)
        shared.assignments.create(indicator=indicator, unit=more)
        Answer.objects.create(assessment=assessment, indicator=indicator)
        decide(answered(shared, more, NUMBER, 3), assessor, 3)

    with django_assert_max_num_queries(len(few)):
        reviewer.get(url(shared))
