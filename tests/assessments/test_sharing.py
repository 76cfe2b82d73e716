"""Sharing the review out: parts, loads, what is missing, and the even suggestion."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Membership
from assessments import workflow
from assessments.even_shares import Basis, suggest
from assessments.models import Answer, Event, ReviewAssignment
from assessments.queue import Queue
from assessments.sharing import Sharing
from inbox.models import Message
from tests import factories
from tests.assessments.bulk import waiting_answers
from tests.assessments.filling import text

pytestmark = pytest.mark.django_db

URL = "/kelola/pembagian/lampung-2023/"


@pytest.fixture
def aspects(instrument):
    return {a.code: a for domain in instrument.domains.all() for a in domain.aspects.all()}


@pytest.fixture
def second_assessor(institution, other_unit):
    return factories.make_user(
        "asesor.disdik@uji.local", "Asesor Pendidikan", institution, Membership.Role.ASSESSOR, other_unit
    )


def loads(period):
    return {r.user.email: (r.total, r.waiting, r.decided) for r in Sharing(period).reviewers.values()}


def warned(period):
    return {row.why: (row.answers, row.places) for row in Sharing(period).warnings}


# Who gets what


def test_part_is_given_with_an_event(period, as_coordinator, coordinator, assessor, unit, aspects):
    response = as_coordinator.post(URL, {"assessor": assessor.pk, "aspect": aspects["A1"].pk, "unit": unit.pk})

    assert response.status_code == 302
    share = ReviewAssignment.objects.get()
    assert (share.assessor, share.aspect.code, share.unit, share.assigned_by) == (assessor, "A1", unit, coordinator)
    event = Event.objects.get(action="review_share.added")
    assert event.data == {"assessor": assessor.pk, "aspect": "A1", "unit": "DINKES"}


def test_assessor_is_told_once_a_day(period, coordinator, assessor, unit, other_unit):
    for place in (unit, other_unit):
        workflow.share_out(period, by=coordinator, assessor=assessor, unit=place)

    message = Message.objects.get(kind="review_shared")
    assert message.person == assessor and message.url == "/reviu/?periode=lampung-2023"
    assert message.subject == "Anda mendapat bagian reviu Penilaian Mandiri 2023"


def test_own_unit_is_refused_with_a_sentence_and_what_was_chosen_stays(period, as_coordinator, own_assessor, unit):
    response = as_coordinator.post(URL, {"assessor": own_assessor.pk, "unit": unit.pk})

    page = text(response)
    assert response.status_code == 422
    assert "Asesor Dinas Kesehatan berasal dari Dinas Kesehatan, sehingga tidak dapat mereviunya" in page
    assert f'<option value="{unit.pk}" selected>' in page
    assert not ReviewAssignment.objects.exists() and not Event.objects.filter(action__startswith="review_share")


def test_own_entry_is_refused(submitted, coordinator, operator, assessor, unit):
    operator.memberships.all().delete()
    assessor.memberships.update(user=operator)

    with pytest.raises(PermissionDenied, match="pernah mengisi penilaian Dinas Kesehatan"):
        workflow.share_out(submitted.period, by=coordinator, assessor=operator, unit=unit)


def test_part_without_aspect_and_unit_is_refused(period, as_coordinator, assessor):
    response = as_coordinator.post(URL, {"assessor": assessor.pk})

    assert response.status_code == 422 and "Pilih aspek, perangkat daerah, atau keduanya" in text(response)


def test_strangers_parts_are_not_offered(period, as_coordinator, operator, outsider, unit):
    for person in (operator, outsider):
        assert as_coordinator.post(URL, {"assessor": person.pk, "unit": unit.pk}).status_code == 422
    foreign = outsider.memberships.get().unit
    with pytest.raises(PermissionDenied, match="bukan asesor internal"):
        workflow.share_out(period, by=period.created_by, assessor=operator, unit=unit)
    with pytest.raises(ValueError, match="own institution"):
        workflow.share_out(period, by=period.created_by, assessor=operator, unit=foreign)


def test_part_twice_is_one_part(period, coordinator, assessor, unit):
    for _ in range(2):
        workflow.share_out(period, by=coordinator, assessor=assessor, unit=unit)

    assert ReviewAssignment.objects.count() == Event.objects.filter(action="review_share.added").count() == 1


def test_part_is_taken_back_once(period, as_coordinator, coordinator, assessor, unit):
    share = workflow.share_out(period, by=coordinator, assessor=assessor, unit=unit)
    assert "Cabut" in text(as_coordinator.get(URL))

    as_coordinator.post(f"{URL}cabut/", {"share": share.pk})

    assert not ReviewAssignment.objects.exists()
    assert Event.objects.get(action="review_share.removed").data["unit"] == "DINKES"
    assert as_coordinator.post(f"{URL}cabut/", {"share": share.pk}).status_code == 404
    with pytest.raises(workflow.Conflict):
        workflow.take_share_back(share, by=coordinator)


def test_part_of_another_government_is_not_taken_back(period, as_coordinator, other_institution, instrument, outsider):
    """A3: a key in the body that belongs to another government."""
    stranger = factories.make_user("koor@lain.local", "Koordinator Lain", other_institution, "coordinator")
    place = outsider.memberships.get().unit
    foreign = factories.make_period(other_institution, instrument, stranger, leads=[(n, place) for n in range(1, 6)])
    home = factories.make_unit(other_institution, "BAPPEDA")
    theirs = factories.make_user("asesor@lain.local", "Asesor Lain", other_institution, "assessor", home)
    share = workflow.share_out(foreign, by=stranger, assessor=theirs, unit=place)

    assert as_coordinator.post(f"{URL}cabut/", {"share": share.pk}).status_code == 404
    assert ReviewAssignment.objects.filter(pk=share.pk).exists()


@pytest.mark.parametrize("path", ["", "bagi-rata/"])
@pytest.mark.parametrize("person", ["assessor", "executive", "operator"])
def test_only_the_coordinator_shares_out(path, person, period, client, request):
    client.force_login(request.getfixturevalue(person))

    assert client.get(URL + path).status_code == client.post(URL + path).status_code == 403


def test_closed_period_is_only_read(last_year, as_coordinator, assessor, unit):
    url = "/kelola/pembagian/lampung-2022/"

    page = text(as_coordinator.get(url))

    assert "Periode sudah ditutup. Pembagian reviu tidak dapat diubah" in page and "Tambah bagian" not in page
    assert as_coordinator.post(url, {"assessor": assessor.pk, "unit": unit.pk}).status_code == 403
    assert as_coordinator.post(f"{url}bagi-rata/").status_code == 403


def test_constraints_keep_a_part_whole_and_single(period, coordinator, assessor, unit):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewAssignment.objects.create(period=period, assessor=assessor, assigned_by=coordinator)


# Loads and what is missing


def test_load_counts_what_waits_and_what_is_decided(submitted, period, coordinator, assessor, unit, aspects):
    workflow.share_out(period, by=coordinator, assessor=assessor, unit=unit)
    workflow.share_out(period, by=coordinator, assessor=assessor, aspect=aspects["A1"])
    answer = Answer.objects.with_parents().get(assessment=submitted, indicator__number=1)
    workflow.accept(answer, by=assessor, version=answer.version)

    # Dinas Kesehatan: 1, 2, 3; aspect A1 adds indicator 1 of Dinas Pendidikan, which has not sent.
    assert loads(period)["asesor@uji.local"] == (4, 2, 1)
    reviewer = Sharing(period).reviewers[assessor.pk]
    assert reviewer.hours == pytest.approx(3 * 60 / 3600)


def test_load_leaves_out_what_independence_keeps_away(submitted, period, coordinator, own_assessor, aspects):
    workflow.share_out(period, by=coordinator, assessor=own_assessor, aspect=aspects["A1"])

    reviewer = Sharing(period).reviewers[own_assessor.pk]

    assert (reviewer.total, reviewer.kept_away) == (1, 2)


def test_warnings_name_what_nobody_reviews(period, coordinator, own_assessor, other_unit, aspects):
    assert warned(period)["Tidak seorang asesor pun boleh mereviu"] == (3, ["Dinas Kesehatan"])

    workflow.share_out(period, by=coordinator, assessor=own_assessor, aspect=aspects["A1"])

    assert warned(period) == {
        "Tidak seorang asesor pun boleh mereviu": (3, ["Dinas Kesehatan"]),
        "Belum dibagi kepada siapa pun": (2, ["A3 Aspek A3 (DISDIK)"]),
    }


def test_warning_of_a_part_given_only_to_the_own_unit(period, coordinator, own_assessor, assessor, aspects, unit):
    workflow.share_out(period, by=coordinator, assessor=own_assessor, aspect=aspects["A1"])
    workflow.share_out(period, by=coordinator, assessor=own_assessor, aspect=aspects["A2"])
    workflow.share_out(period, by=coordinator, assessor=own_assessor, aspect=aspects["A3"])

    assert warned(period) == {"Hanya dibagi kepada asesor yang tidak boleh mereviunya": (3, ["Dinas Kesehatan"])}

    workflow.share_out(period, by=coordinator, assessor=assessor, unit=unit)
    assert warned(period) == {}


def test_draft_is_shared_out_by_its_assignments(institution, instrument, coordinator, assessor, unit):
    leads = [(n, unit) for n in range(1, 6)]
    draft = factories.make_period(institution, instrument, coordinator, year=2024, leads=leads, opened=False)

    workflow.share_out(draft, by=coordinator, assessor=assessor, unit=unit)

    assert loads(draft)["asesor@uji.local"] == (5, 0, 0)


# The even suggestion


@pytest.mark.parametrize("basis", Basis)
def test_suggestion_covers_all_and_gives_nobody_the_own_unit(
    basis, period, as_coordinator, assessor, own_assessor, second_assessor
):
    page = as_coordinator.get(f"{URL}bagi-rata/", {"basis": basis})
    assert not ReviewAssignment.objects.exists() and page.context["sharing"].parts

    response = as_coordinator.post(f"{URL}bagi-rata/", {"basis": basis, "seen": page.context["seen"]})

    assert response.url == URL
    assert warned(period) == {}
    assert sum(total for total, _, _ in loads(period).values()) == 6
    for share in ReviewAssignment.objects.exclude(unit=None):
        assert not share.assessor.memberships.filter(unit=share.unit).exists()
    event = Event.objects.get(action="review_share.replaced")
    assert len(event.data["shares"]) == ReviewAssignment.objects.count()


def test_suggestion_is_even(period, operator, assessor, second_assessor, own_assessor):
    waiting_answers(period, 30, operator)

    parts = suggest(Sharing(period), Basis.UNIT)

    counts = sorted(r.total for r in Sharing(period).with_parts(parts).reviewers.values())
    assert sum(counts) == 36 and counts[-1] - counts[0] <= 1


def test_suggestion_that_is_no_longer_the_one_shown_is_shown_anew(period, as_coordinator, assessor, own_assessor):
    seen = as_coordinator.get(f"{URL}bagi-rata/").context["seen"]
    own_assessor.memberships.all().delete()

    response = as_coordinator.post(f"{URL}bagi-rata/", {"basis": "pd", "seen": seen})

    assert response.status_code == 409 and "berubah sejak usulan ini dibuat" in text(response)
    assert not ReviewAssignment.objects.exists()


# The queue


def test_queue_shows_ones_own_part_first_and_all_when_asked(
    submitted, period, coordinator, reviewer, assessor, aspects
):
    workflow.share_out(period, by=coordinator, assessor=assessor, aspect=aspects["A2"])

    mine, everything = reviewer.get("/reviu/"), reviewer.get("/reviu/?bagian=semua")

    assert [e.number for e in mine.context["entries"]] == [3]
    assert "1 jawaban ditugaskan kepada Anda" in text(mine) and "/reviu/?bagian=semua" in text(mine)
    assert sorted(e.number for e in everything.context["entries"]) == [1, 2, 3]
    assert "?bagian=semua" in text(everything)


def test_finished_part_leads_to_the_rest(submitted, period, coordinator, reviewer, assessor, other_unit):
    workflow.share_out(period, by=coordinator, assessor=assessor, unit=other_unit)

    page = text(reviewer.get("/reviu/"))

    assert "Tidak ada bagian Anda yang menunggu reviu" in page and 'href="/reviu/?bagian=semua"' in page


def test_row_says_to_whom_the_own_unit_goes(
    submitted, period, coordinator, own_assessor, assessor, second_assessor, unit
):
    workflow.share_out(period, by=coordinator, assessor=assessor, unit=unit)
    found = Queue(period, own_assessor)

    flags = {e.flag.text for e in found.with_flags(found.entries)}

    assert flags == {"PD Anda: direviu Asesor Inspektorat"}


@pytest.mark.parametrize("count", [3, 30])
def test_pages_take_the_same_queries(count, period, operator, coordinator, assessor, second_assessor, queries):
    waiting_answers(period, count, operator)
    workflow.replace_shares(period, [(assessor, None, period.assessments.first().unit)], by=coordinator)

    assert queries(coordinator, URL) == 11
    assert queries(coordinator, f"{URL}bagi-rata/") == 11
