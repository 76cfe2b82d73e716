"""The review page: what it shows, who may decide, what a decision leaves behind, and what is never lost."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Membership
from assessments import workflow
from assessments.models import Answer, ChosenService, Citation, Evidence, Review
from tests import factories
from tests.assessments.bulk import waiting_answers
from tests.assessments.filling import refreshed, text, without_ids
from tests.assessments.reviewing import LONG, decision, url

pytestmark = pytest.mark.django_db

# What it shows


def test_page_shows_what_a_decision_rests_on(waiting, reviewer, period, operator, unit):
    answer = waiting[0]
    Evidence.objects.filter(citations__answer=answer).update(
        document_number="800/1", document_date="2023-02-14", title="Laporan layanan"
    )
    ChosenService.objects.create(period=period, indicator=answer.indicator, name="Layanan Rujukan")

    page = text(reviewer.get(url(answer)))

    assert "<h1>1. Hal 1</h1>" in page
    assert "Dinas Kesehatan · penanggung jawab" in page
    assert "bobot 10,00%" in page and "Layanan Rujukan" in page
    assert factories.EXPLANATION in page
    assert "1. Laporan layanan" in page and "Nomor 800/1 · 14 Februari 2023" in page
    assert "Halaman 1-3" in page and '<span class="level-toggle is-on">3</span>' in page
    assert all(f"Kriteria 1 tingkat {level}." in page for level in range(1, 6))
    assert "Terima tingkat 3" in page and "Tetapkan tingkat lain" in page and "Minta perbaikan" in page


def test_page_shows_the_way_to_each_proof(waiting, reviewer, operator, unit):
    answer = waiting[0]
    proof = Evidence.objects.create(
        unit=unit,
        kind="file",
        stored_name="x.pdf",
        original_name="laporan.pdf",
        media_type="application/pdf",
        sha256="a" * 64,
        size=2_400_000,
        title="Laporan",
        created_by=operator,
    )
    Citation.objects.create(answer=answer, evidence=proof, position=2)

    page = text(reviewer.get(url(answer)))

    assert f'href="{proof.get_absolute_url()}"' in page and "laporan.pdf · 2,4 MB" in page
    link = 'href="https://contoh.go.id/laporan" target="_blank" rel="noopener noreferrer nofollow"'
    assert link in page and "https://contoh.go.id/laporan ·" in page


def test_page_shows_last_year_with_its_reason(
    institution, instrument, coordinator, assessor, unit, other_unit, operator, reviewer
):
    leads = [(number, unit) for number in range(1, 6)]
    last = factories.make_period(institution, instrument, coordinator, year=2022, leads=leads)
    old = last.assessments.get()
    factories.fill_all(old, operator, score="4")
    factories.submit(old, by=operator)
    answer = Answer.objects.with_parents().get(assessment=old, indicator__number=1)
    workflow.adjust(answer, by=assessor, version=answer.version, score=Decimal(2), reason=LONG)
    workflow.close_period(last, by=coordinator, at_minimum=True)
    new = factories.make_period(institution, instrument, coordinator, year=2023, leads=leads).assessments.get()
    factories.fill_all(new, operator, score="4")
    factories.submit(new, by=operator)

    page = text(reviewer.get(url(Answer.objects.get(assessment=new, indicator__number=1))))

    assert "Hasil 2022" in page and "Terkelola" in page
    assert "Catatan asesor 2022" in page and LONG in page
    assert "Naik ≥ 2 tingkat" in page


def test_page_without_evidence_says_so(waiting, reviewer):
    Citation.objects.filter(answer=waiting[0]).delete()

    assert "Jawaban ini tidak disertai bukti dukung" in text(reviewer.get(url(waiting[0])))


def test_page_shows_the_history_and_the_reply(waiting, submitted, reviewer, assessor, operator):
    answer = waiting[0]
    workflow.send_back(answer, by=assessor, version=answer.version, reason="Lampirkan hasil reviu tahun ini.")
    answer = refreshed(answer)
    workflow.save_answer(answer, by=operator, seen=answer.versions, reply="Hasil reviu sudah dilampirkan.")
    factories.resend(submitted, by=operator)

    page = text(reviewer.get(url(answer)))

    assert "Lampirkan hasil reviu tahun ini." in page and "Dikembalikan" in page
    assert "Tanggapan atas catatan asesor" in page and "Hasil reviu sudah dilampirkan." in page


def test_page_shows_the_other_units_of_the_indicator(waiting, period, other_unit, reviewer):
    other = Answer.objects.get(assessment__period=period, assessment__unit=other_unit, indicator__number=1)

    assert f'<a href="/reviu/{other.pk}/">Dinas Pendidikan</a>' in text(reviewer.get(url(waiting[0])))


def test_page_shows_the_effect_of_accepting_before_anything_is_chosen(waiting, reviewer):
    page = text(reviewer.get(url(waiting[0])))

    # Indicator 1 weighs 10: from 100×1 to 10×3 + 90×1 = 120.
    assert "Dampak bila diterima: Capaian PD" in page
    assert "belum ada → <b>3,00</b>;" in page and "1,00 → <b>1,20</b>." in page
    assert "Keduanya bukan indeks resmi." in page


def test_page_of_a_decided_answer_is_filled_with_the_decision(waiting, reviewer, assessor):
    answer = waiting[0]
    workflow.adjust(answer, by=assessor, version=answer.version, score=Decimal(2), reason=LONG)

    page = text(reviewer.get(url(answer)))

    assert "Sudah diputuskan: disesuaikan, nilai 2, oleh Asesor Inspektorat" in page
    assert 'name="verdict" value="adjust" checked' in page and 'name="score" value="2" checked' in page
    assert f">{LONG}</textarea>" in page


# Who reads, who decides


@pytest.mark.parametrize("person", ["coordinator", "executive"])
def test_readers_see_the_page_without_a_form(person, waiting, client, request):
    client.force_login(request.getfixturevalue(person))

    response = client.get(url(waiting[0]))

    assert response.status_code == 200
    assert "Putusan diambil asesor internal. Anda hanya dapat membacanya." in text(response)
    assert 'name="verdict"' not in text(response)


def test_assessor_of_the_unit_reads_with_the_reason(waiting, client, own_assessor):
    client.force_login(own_assessor)

    page = text(client.get(url(waiting[0])))

    assert "Anda berasal dari Dinas Kesehatan" in page and 'name="verdict"' not in page


@pytest.mark.parametrize(
    "person, reason",
    [
        ("own_assessor", "Anda berasal dari Dinas Kesehatan"),
        ("coordinator", "Putusan diambil asesor internal"),
        ("executive", "Putusan diambil asesor internal"),
    ],
)
def test_readers_do_not_decide(person, reason, waiting, client, request):
    client.force_login(request.getfixturevalue(person))

    response = client.post(url(waiting[0]), decision(waiting[0]))

    assert response.status_code == 403 and reason in text(response)
    assert not Review.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("person", ["operator", "head"])
def test_own_unit_without_the_role_is_refused(method, person, waiting, client, request):
    client.force_login(request.getfixturevalue(person))

    response = getattr(client, method)(url(waiting[0]), decision(waiting[0]))

    assert response.status_code == 403 and "Halaman ini hanya untuk asesor internal" in text(response)


@pytest.mark.parametrize("page", ["review", "effect"])
@pytest.mark.parametrize("person", ["neighbor", "outsider", "superuser"])
def test_other_unit_and_other_government_look_like_nothing(page, person, waiting, client, request):
    client.force_login(request.getfixturevalue(person))

    there = client.get(reverse(f"assessments:{page}", args=[waiting[0].pk]))
    nothing = client.get(reverse(f"assessments:{page}", args=[0]))

    assert there.status_code == 404
    assert without_ids(there) == without_ids(nothing)


def test_assessor_of_another_government_gets_404(waiting, client, outsider, other_institution):
    Membership.objects.create(
        user=outsider, institution=other_institution, role="assessor", unit=outsider.all_memberships[0].unit
    )
    client.force_login(outsider)

    assert client.post(url(waiting[0]), decision(waiting[0])).status_code == 404
    assert not Review.objects.exists()


def test_stranger_signs_in_first(waiting, client):
    assert client.get(url(waiting[0])).status_code == 302
    assert client.post(url(waiting[0]), decision(waiting[0])).status_code == 302
    assert not Review.objects.exists()


def test_other_methods_are_refused(waiting, reviewer):
    assert reviewer.delete(url(waiting[0])).status_code == 405
    assert reviewer.post(f"/reviu/{waiting[0].pk}/dampak/").status_code == 405


def test_closed_period_is_read_only(waiting, reviewer, assessor, coordinator, period):
    workflow.accept(waiting[0], by=assessor, version=waiting[0].version)
    workflow.close_period(period, by=coordinator, at_minimum=True)
    answer = refreshed(waiting[0])

    page, response = text(reviewer.get(url(answer))), reviewer.post(url(answer), decision(answer, "accept"))

    assert "Periode ini tidak sedang dibuka. Putusan tidak dapat diubah." in page and 'name="verdict"' not in page
    assert response.status_code == 403
    assert Review.objects.count() == 1


def test_unsent_answer_is_read_only(answer, reviewer):
    page, response = text(reviewer.get(url(answer))), reviewer.post(url(answer), decision(answer))

    assert "Jawaban ini tidak sedang menunggu reviu." in page
    assert response.status_code == 403


# Another scale


def test_continuous_scale_asks_for_a_number(institution, coordinator, unit, operator, assessor, reviewer):
    instrument = factories.make_instrument("kontinu", step="0.01")
    period = factories.make_period(
        institution, instrument, coordinator, leads=[(number, unit) for number in range(1, 6)]
    )
    assessment = period.assessments.get()
    factories.fill_all(assessment, operator, score="3.25")
    factories.submit(assessment, by=operator)
    answer = Answer.objects.with_parents().get(assessment=assessment, indicator__number=1)

    page = text(reviewer.get(url(answer)))
    faulty = reviewer.post(url(answer), decision(answer, "adjust", score="2,755", reason=LONG))
    reviewer.post(url(answer), decision(answer, "adjust", score="2,75", reason=LONG))

    assert "Terima nilai 3,25" in page and "1,00 sampai 5,00" in page
    assert faulty.status_code == 422 and 'value="2,755"' in text(faulty)
    assert Review.objects.get().score == Decimal("2.75")
    assert 'value="2,75"' in text(reviewer.get(url(answer)))


# Queries


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_the_same_queries(count, waiting, reviewer, unit, operator, django_assert_num_queries):
    answer = waiting[0]
    for number in range(count):
        proof = factories.link(unit, operator, f"Bukti {number}")
        proof.save()
        Citation.objects.create(answer=answer, evidence=proof, position=number + 2)
        Review.objects.create(
            answer=answer,
            assessor=operator,
            verdict="send_back",
            claimed_score=3,
            reason=LONG,
            answer_version=number,
        )

    with django_assert_num_queries(35):
        reviewer.get(url(answer))


@pytest.mark.parametrize("count", [10, 500])
def test_page_takes_the_same_queries_in_a_long_queue(
    count, waiting, period, operator, reviewer, django_assert_num_queries
):
    waiting_answers(period, count, operator)

    with django_assert_num_queries(35):
        response = reviewer.get(url(waiting[0]))

    assert response.context["queue_length"] == count + 3
