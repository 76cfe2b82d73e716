"""Accepting several unchanged answers at once: what is offered, what is listed, and what is left out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Membership
from assessments import workflow
from assessments.earlier import earlier_answer
from assessments.models import Answer, Citation, Event, Evidence, Review
from tests import factories
from tests.assessments.filling import text

pytestmark = pytest.mark.django_db

QUEUE = "/reviu/?tanda=tidak-berubah"
URL = "/reviu/terima-bersama/?tanda=tidak-berubah"


@pytest.fixture
def unchanged(last_year, period, unit, operator):
    """All three answers of Dinas Kesehatan as last year's, sent."""
    assessment = period.assessments.get(unit=unit)
    for answer in Answer.objects.filter(assessment=assessment).with_parents().order_by("indicator__number"):
        earlier = earlier_answer(answer)
        saved = workflow.copy_answer(answer, earlier, by=operator, seen=answer.versions)
        workflow.reuse_evidence(saved, earlier, by=operator)
    workflow.confirm_all_copies(assessment, by=operator)
    factories.submit(assessment, by=operator)
    return list(Answer.objects.filter(assessment=assessment).with_parents().order_by("indicator__number"))


def ticked(*answers):
    return {"jawaban": [f"{answer.pk}:{answer.version}" for answer in answers]}


def sure(*answers):
    return ticked(*answers) | {"sure": "on"}


def told(response):
    return " ".join(str(message) for message in response.context["messages"])


def statuses():
    found = Answer.objects.filter(assessment__period__slug="lampung-2023", assessment__unit__code="DINKES")
    return list(found.order_by("indicator__number").values_list("status", flat=True))


def test_boxes_stand_only_among_the_unchanged(unchanged, reviewer):
    assert "data-bulk-tick" not in text(reviewer.get("/reviu/"))

    page = text(reviewer.get(QUEUE))

    assert page.count("data-bulk-tick") == 3
    assert all(f'value="{answer.pk}:{answer.version}"' in page for answer in unchanged)


def test_readers_and_the_own_unit_have_no_boxes(unchanged, client, coordinator, own_assessor):
    for person in (coordinator, own_assessor):
        client.force_login(person)
        assert "data-bulk-tick" not in text(client.get(QUEUE))


def test_list_is_confirmed_before_anything_is_saved(unchanged, reviewer):
    page = text(reviewer.post(URL, ticked(*unchanged[:2])))

    assert "Terima 2 jawaban?" in page and "Dinas Kesehatan" in page and "1. Hal 1" in page
    assert f'<td data-label="Versi" class="number">{unchanged[0].version}</td>' in page
    assert not Review.objects.filter(answer__in=unchanged).exists()


def test_each_gets_a_review_and_an_event_of_its_own(unchanged, reviewer, assessor):
    response = reviewer.post(URL, sure(*unchanged), follow=True)

    assert response.redirect_chain == [("/reviu/?tanda=tidak-berubah", 302)]
    assert "3 jawaban diterima" in told(response)
    assert statuses() == ["accepted"] * 3
    reviews = Review.objects.filter(answer__in=unchanged)
    assert {(r.verdict, r.assessor, r.score) for r in reviews} == {("accept", assessor, 3)} and len(reviews) == 3
    assert Event.objects.filter(action="review.accept", target=f"answer:{unchanged[0].pk}").count() == 1


def test_changed_and_withdrawn_answers_are_left_out_and_named(unchanged, reviewer, assessor):
    first, second, third = unchanged
    workflow.accept(second, by=assessor, version=second.version)
    Answer.objects.filter(pk=third.pk).update(status="draft", version=third.version + 1)

    response = reviewer.post(URL, sure(first, second, third), follow=True)

    assert "1 jawaban diterima" in told(response)
    assert "2 jawaban tidak ikut diterima: Dinas Kesehatan, indikator 2 (berubah sejak Anda memilihnya)" in told(
        response
    )
    assert statuses() == ["accepted", "accepted", "draft"]
    assert Review.objects.filter(answer__in=unchanged).count() == 2


def test_confirming_page_names_what_changed_meanwhile(unchanged, reviewer, operator):
    first, second, _ = unchanged
    Answer.objects.filter(pk=first.pk).update(version=first.version + 1)

    page = text(reviewer.post(URL, ticked(first, second)))

    assert "Terima 1 jawaban?" in page
    assert "Dinas Kesehatan, indikator 1: berubah sejak Anda memilihnya" in page


def test_text_that_is_no_longer_the_same_is_left_out_though_the_version_fits(unchanged, reviewer):
    Answer.objects.filter(pk=unchanged[0].pk).update(explanation="Lain sama sekali.")

    response = reviewer.post(URL, sure(unchanged[0]), follow=True)

    assert "tidak lagi sama dengan jawaban tahun lalu" in told(response)
    assert statuses()[0] == "waiting"


def dead(evidence, person, settings):
    evidence.update(dead_at=timezone.now(), dead_by=person)


def infected(evidence, person, settings):
    _as_file(evidence, scan=Evidence.Scan.INFECTED, scanned_at=timezone.now())


def unscanned(evidence, person, settings):
    _as_file(evidence, scan=Evidence.Scan.WAITING)


def unscanned_where_a_scanner_is_set(evidence, person, settings):
    settings.CLAMD_ADDRESS = ("127.0.0.1", 3310)
    _as_file(evidence)


def lapsed(evidence, person, settings):
    evidence.update(valid_until=timezone.now().date() - timedelta(days=1))


def lost(evidence, person, settings):
    _as_file(evidence)


def _as_file(evidence, **fields):
    evidence.update(kind="file", url="", size=9, sha256="0" * 64, stored_name=f"{'a' * 32}.pdf", **fields)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (dead, "tautan tidak dapat dibuka"),
        (infected, "berkas tidak dapat dibuka"),
        (unscanned, "bukti belum dipindai"),
        (unscanned_where_a_scanner_is_set, "bukti belum dipindai"),
        (lapsed, "bukti lewat masa berlaku"),
        (lost, "berkas buktinya tidak ditemukan"),
    ],
)
def test_doubtful_proofs_are_left_out(spoil, words, unchanged, reviewer, operator, settings, monkeypatch):
    monkeypatch.setattr("assessments.storage.path_of", lambda name: settings.BASE_DIR / "tidak-ada" / name)
    spoil(Evidence.objects.filter(pk=unchanged[0].citations.get().evidence_id), operator, settings)

    if spoil is not lost:  # whether a file is still there is asked only when it counts
        assert text(reviewer.get(QUEUE)).count("data-bulk-tick") == 2
    response = reviewer.post(URL, sure(unchanged[0]), follow=True)

    assert words in told(response)
    assert statuses() == ["waiting"] * 3


def test_proof_past_the_age_of_the_rules_is_left_out_and_flagged(unchanged, reviewer, monkeypatch):
    rule = type("Rule", (), {"kind": "audit", "max_years": 2})
    monkeypatch.setattr("assessments.evidence_age.age_rule", lambda *args: rule)
    monkeypatch.setattr("assessments.proof_doubts.age_rule", lambda *args: rule)
    proofs = Evidence.objects.filter(citations__answer=unchanged[0])
    proofs.update(document_date=timezone.now().date() - timedelta(days=1200))

    page = text(reviewer.get("/reviu/?tanda=bukti-lama"))
    assert page.count("Bukti &gt; 2 tahun") == 1 and "1. Hal 1" in page

    response = reviewer.post(URL, sure(unchanged[0]), follow=True)
    assert "bukti > 2 tahun" in told(response)
    assert statuses()[0] == "waiting"


def test_own_unit_is_left_out(unchanged, client, own_assessor):
    client.force_login(own_assessor)

    response = client.post(URL, sure(*unchanged), follow=True)

    assert "3 jawaban tidak ikut diterima" in told(response) and "Anda berasal dari Dinas Kesehatan" in told(response)
    assert statuses() == ["waiting"] * 3


def test_raised_answers_are_left_out(unchanged, reviewer):
    Answer.objects.filter(pk=unchanged[0].pk).update(status=Answer.Status.RAISED)

    response = reviewer.post(URL, sure(unchanged[0]), follow=True)

    assert "tidak sedang menunggu reviu" in told(response)
    assert statuses()[0] == "raised"


def test_answer_that_another_has_open_is_left_out(unchanged, reviewer, institution, other_unit):
    rival = factories.make_user("asesor.2@uji.local", "Asesor Kedua", institution, Membership.Role.ASSESSOR, other_unit)
    workflow.hold(unchanged[0], by=rival)

    assert "dibuka Asesor Kedua" in text(reviewer.get(QUEUE))
    response = reviewer.post(URL, sure(unchanged[0]), follow=True)

    assert "sedang dibuka Asesor Kedua" in told(response)
    assert statuses()[0] == "waiting"


def test_another_governments_answers_are_not_named(unchanged, client, outsider):
    """A3: keys in the body of what the person may not see."""
    outsider.memberships.update(role="assessor")
    place = outsider.memberships.get()
    theirs = factories.make_user("koor@lain.local", "Koordinator Lain", place.institution, "coordinator")
    leads = [(number, place.unit) for number in range(1, 6)]
    factories.make_period(place.institution, unchanged[0].indicator.instrument, theirs, leads=leads)
    client.force_login(outsider)

    response = client.post("/reviu/terima-bersama/", sure(*unchanged), follow=True)

    assert "3 jawaban tidak lagi ada dalam antrean ini" in told(response)
    assert "Dinas Kesehatan," not in told(response) and statuses() == ["waiting"] * 3


@pytest.mark.parametrize("person", ["coordinator", "executive", "operator", "head"])
def test_only_assessors_accept(person, unchanged, client, request):
    client.force_login(request.getfixturevalue(person))

    assert client.post(URL, sure(*unchanged)).status_code == 403
    assert statuses() == ["waiting"] * 3


def test_nothing_ticked_and_too_many_are_told(unchanged, reviewer):
    assert "Pilih paling sedikit satu jawaban" in told(reviewer.post(URL, {"jawaban": ["x", "1"]}, follow=True))
    many = {"jawaban": [f"{number}:0" for number in range(1, 27)]}
    assert "Pilih paling banyak 25 jawaban" in told(reviewer.post(URL, many, follow=True))
    assert reviewer.get(URL).status_code == 405


def test_new_proof_of_last_year_makes_it_another_answer(unchanged, reviewer, operator):
    extra = factories.link(unchanged[0].assessment.unit, operator, "Tambahan")
    extra.save()
    Citation.objects.create(answer=unchanged[0], evidence=extra, position=9)

    assert text(reviewer.get(QUEUE)).count("data-bulk-tick") == 2
    assert "tidak lagi sama" in told(reviewer.post(URL, sure(unchanged[0]), follow=True))
