"""Checking, sending and the head's word, and who may open these pages at all."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import Membership
from assessments import workflow
from assessments.models import Answer, Assessment, Event, Period
from tests import factories
from tests.assessments.filling import (
    actions,
    answer_url,
    as_read,
    part_url,
    refreshed,
    tasks_url,
    text,
    told,
    without_ids,
)

pytestmark = pytest.mark.django_db
Role = Membership.Role

PARTS = ["periksa", "kirim", "persetujuan", "tanda-terima", "perbaikan", "tarik-kembali", "cetak"]
WRITING = {"kirim": {"setuju": "on"}, "persetujuan": {"tindakan": "minta"}, "perbaikan": {}}


def status(assessment):
    return Assessment.objects.get(pk=assessment.pk).status


def send(client, assessment, part="kirim", **values):
    return client.post(part_url(assessment, part), WRITING[part] | as_read(assessment) | values)


@pytest.fixture
def complete(assessment, operator):
    factories.fill_all(assessment, operator)
    return assessment


@pytest.fixture
def headed(complete, period):
    """The same, in a period that asks for the head's approval."""
    Period.objects.filter(pk=period.pk).update(needs_head_approval=True)
    return Assessment.objects.get(pk=complete.pk)


@pytest.fixture
def awaiting(headed, operator):
    return factories.ask_approval(headed, by=operator)


# Check page


def test_check_links_every_gap_to_its_field(filler, assessment, answer, operator):
    workflow.save_answer(answer, by=operator, seen=answer.versions, score=Decimal(3))

    html = text(filler.get(part_url(assessment, "periksa")))

    assert "<title>Periksa dan kirim" in html and "data-error-summary" not in html and "field-error" not in html
    summary = html[html.index('id="next-steps"') : html.index('class="figure-row')]
    row = html[html.index('id="indikator-1"') : html.index('id="indikator-2"')]
    words = "tulis penjelasan capaian paling sedikit 30 karakter"
    link = f'href="{answer_url(answer)}#id_explanation"'
    assert link in summary and f"Indikator 1: {words}" in summary
    assert link in row and words.capitalize() in row
    second = tasks_url(assessment.period, assessment.unit) + "indikator/2/"
    assert f'href="{second}#id_score"' in summary
    page = text(filler.get(answer_url(answer)))
    assert 'id="id_explanation"' in page and 'id="id_score"' in page


def test_check_of_one_aspect_shows_and_counts_only_it(filler, assessment, answer):
    aspect, other = answer.indicator.aspect, assessment.answers.get(indicator__number=3).indicator.aspect

    html = text(filler.get(part_url(assessment, "periksa") + f"?aspek={aspect.code}"))

    assert f"Hanya aspek {aspect.name} yang ditampilkan." in html
    assert f'id="aspek-{aspect.code}"' in html and f'id="aspek-{other.code}"' not in html
    assert "Indikator 1: pilih" in html and "Indikator 3: pilih" not in html
    assert f'id="aspek-{other.code}"' in text(filler.get(part_url(assessment, "periksa") + "?aspek=tiada"))


def test_check_shows_the_attainment_of_led_indicators(filler, complete, answer, operator):
    workflow.save_answer(refreshed(answer), by=operator, seen=refreshed(answer).versions, score=Decimal(5))

    html = text(filler.get(part_url(complete, "periksa")))

    assert "Capaian PD sementara" in html
    assert "3,33" in html  # (10 × 5 + 20 × 3 + 30 × 3) / 60
    assert "dari 3 indikator yang dipimpin. Bukan indeks." in html


def test_check_without_a_score_has_no_attainment(filler, assessment):
    assert "Muncul setelah indikator yang dipimpin diberi nilai." in text(filler.get(part_url(assessment, "periksa")))


@pytest.mark.parametrize("role", ["head", "assessor", "coordinator", "executive"])
def test_check_is_read_by_others_without_buttons(client, request, complete, role):
    client.force_login(request.getfixturevalue(role))

    html = text(client.get(part_url(complete, "periksa")))

    assert "<h1>Ringkasan jawaban</h1>" in html
    assert "Kirim penilaian" not in html


# Sending


def test_operator_sends_and_gets_a_receipt(filler, complete, operator):
    response = send(filler, complete)

    assessment = Assessment.objects.get(pk=complete.pk)
    assert response.url == part_url(complete, "tanda-terima")
    assert (assessment.status, assessment.submitted_by) == (Assessment.Status.SUBMITTED, operator)
    assert set(assessment.answers.values_list("status", flat=True)) == {Answer.Status.WAITING}
    assert actions(complete)[-1] == "assessment.submitted"
    html = text(filler.get(response.url))
    assert f"TT-2023-DINKES-{assessment.pk:05d}</b>" in html
    assert "3 jawaban, 3 rujukan bukti" in html
    assert Event.objects.chain_of(assessment=complete).last().hash in html


def test_sending_needs_the_statement(filler, complete):
    response = filler.post(part_url(complete, "kirim"))

    html = text(response)
    assert response.status_code == 422
    assert "Penilaian belum dapat dikirim" in html
    assert '<a href="#id_setuju">Centang pernyataan ini sebelum mengirim</a>' in html
    assert status(complete) == Assessment.Status.DRAFT


def test_sending_with_gaps_lists_each_of_them(filler, assessment):
    response = send(filler, assessment)

    html = text(response)
    assert response.status_code == 422
    assert "Galat: Periksa dan kirim" in html
    assert html.count(": pilih tingkat kematangan</a>") == 3
    assert status(assessment) == Assessment.Status.DRAFT
    assert actions(assessment) == []


def test_sending_twice_is_answered_like_the_first_time(filler, complete):
    first = send(filler, complete)
    second = send(filler, complete)

    assert (second.status_code, second.url) == (first.status_code, first.url)
    assert actions(complete).count("assessment.submitted") == 1


def test_sending_what_a_colleague_has_sent_leads_to_the_receipt(client, complete, operator, institution, unit):
    factories.submit(complete, by=operator)
    client.force_login(factories.make_user("rekan@uji.local", "Rekan", institution, Role.OPERATOR, unit))

    response = send(client, complete)

    assert response.url == part_url(complete, "tanda-terima")
    assert re.fullmatch(
        r"Penilaian ini sudah dikirim oleh Operator Dinas Kesehatan pada \d+ \w+ \d+ pukul \d\d\.\d\d. "
        r"Ini tanda terimanya.",
        told(response)[0],
    )
    assert "sudah dikirim oleh Operator Dinas Kesehatan" in text(client.get(response.url))
    assert actions(complete).count("assessment.submitted") == 1


@pytest.mark.parametrize("role", ["head", "assessor", "coordinator"])
def test_who_does_not_send_is_refused_after_a_sending_too(client, request, complete, operator, role):
    factories.submit(complete, by=operator)
    client.force_login(request.getfixturevalue(role))

    assert send(client, complete).status_code == 403


def test_sending_after_the_deadline_is_refused(filler, complete, period):
    Period.objects.filter(pk=period.pk).update(fill_closes_at=timezone.now() - timedelta(seconds=1))

    response = send(filler, complete)

    assert response.status_code == 403
    page = text(response)
    assert "Penilaian belum dikirim" in page and "Tenggat telah lewat." in page
    assert f'href="{part_url(complete, "perpanjangan")}">Ajukan perpanjangan' in page
    assert status(complete) == Assessment.Status.DRAFT


def test_asking_for_approval_after_the_deadline_shows_the_way_on(client, headed, operator, period):
    Period.objects.filter(pk=period.pk).update(fill_closes_at=timezone.now() - timedelta(seconds=1))
    client.force_login(operator)

    response = send(client, headed, "persetujuan")

    assert response.status_code == 403
    assert "Penilaian belum dikirim" in text(response) and "Ajukan perpanjangan" in text(response)
    assert status(headed) == Assessment.Status.DRAFT


# The head


def test_operator_asks_and_head_sends(client, headed, operator, head):
    client.force_login(operator)
    assert "Minta persetujuan Kepala PD" in text(client.get(part_url(headed, "periksa")))
    assert send(client, headed).status_code == 403
    response = send(client, headed, "persetujuan")
    assert response.url == tasks_url(headed.period, headed.unit)
    assert status(headed) == Assessment.Status.AWAITING_HEAD
    assert "Menunggu persetujuan Kepala PD." in text(client.get(response.url))

    client.force_login(head)
    assert "Periksa dan setujui" in text(client.get(tasks_url(headed.period, headed.unit)))
    page = text(client.get(part_url(headed, "periksa")))
    assert "Setujui dan kirim" in page and "Dikirim atas nama <b>Kepala Dinas Kesehatan</b>" in page
    assert send(client, headed).status_code == 302
    assert Assessment.objects.get(pk=headed.pk).submitted_by == head


def test_head_gives_back_with_a_reason_that_the_operator_reads(client, awaiting, head, operator):
    client.force_login(head)

    send(client, awaiting, "persetujuan", tindakan="tolak", alasan="Indikator 2 belum tepat.")
    response = send(client, awaiting, "persetujuan", tindakan="tolak", alasan="Indikator 2 belum tepat.")

    assert actions(awaiting).count("assessment.approval_refused") == 1
    assert response.url == tasks_url(awaiting.period, awaiting.unit)
    assert status(awaiting) == Assessment.Status.DRAFT
    assert actions(awaiting)[-1] == "assessment.approval_refused"
    client.force_login(operator)
    assert "“Indikator 2 belum tepat.”" in text(client.get(response.url))


def test_giving_back_needs_a_reason(client, awaiting, head):
    client.force_login(head)

    response = send(client, awaiting, "persetujuan", tindakan="tolak", alasan=" ")

    assert response.status_code == 422
    html = text(response)
    assert "Tulis apa yang perlu diperbaiki operator" in html
    assert "Penilaian belum dikembalikan" in html and "Penilaian belum dapat dikirim" not in html
    assert status(awaiting) == Assessment.Status.AWAITING_HEAD


def test_operator_takes_the_request_back(client, awaiting, head, operator):
    client.force_login(head)
    assert send(client, awaiting, "persetujuan", tindakan="batalkan").status_code == 403
    client.force_login(operator)
    assert "Batalkan permintaan" in text(client.get(part_url(awaiting, "periksa")))

    for _ in ("once", "and with a second click"):
        response = send(client, awaiting, "persetujuan", tindakan="batalkan")
        assert response.url == tasks_url(awaiting.period, awaiting.unit)

    assert status(awaiting) == Assessment.Status.DRAFT
    assert actions(awaiting).count("assessment.approval_cancelled") == 1
    assert send(client, awaiting, "persetujuan").status_code == 302
    assert send(client, awaiting, "persetujuan").status_code == 302
    assert actions(awaiting).count("assessment.approval_asked") == 2


def test_asking_with_gaps_lists_them(filler, assessment, period):
    Period.objects.filter(pk=period.pk).update(needs_head_approval=True)

    response = send(filler, assessment, "persetujuan")

    assert response.status_code == 422
    assert text(response).count(": pilih tingkat kematangan</a>") == 3
    assert status(assessment) == Assessment.Status.DRAFT


def test_asking_where_no_approval_is_needed_is_refused(filler, complete):
    response = send(filler, complete, "persetujuan")

    assert response.status_code == 403
    assert "Periode ini tidak memerlukan persetujuan Kepala PD." in text(response)


# Who and how


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("role", ["neighbor", "outsider", "superuser"])
def test_strangers_find_nothing(client, request, submitted, part, role):
    client.force_login(request.getfixturevalue(role))
    call = client.post if part in ("kirim", "persetujuan", "tarik-kembali") else client.get
    missing = part_url(submitted, part).replace("DINKES", "TIADA")

    refused = call(part_url(submitted, part))

    assert refused.status_code == 404
    assert without_ids(refused) == without_ids(call(missing))


@pytest.mark.parametrize("part", sorted(WRITING))
@pytest.mark.parametrize("role", ["head", "assessor", "own_assessor", "coordinator", "executive"])
def test_wrong_role_is_refused_with_the_reason(client, request, complete, part, role):
    client.force_login(request.getfixturevalue(role))

    response = send(client, complete, part)

    assert response.status_code == 403
    assert "Halaman ini hanya untuk Operator Dinas Kesehatan." in text(response)
    assert status(complete) == Assessment.Status.DRAFT


@pytest.mark.parametrize("part", PARTS)
def test_anonymous_is_led_to_sign_in(client, submitted, part):
    url = part_url(submitted, part)

    assert [client.get(url).url, client.post(url).url] == [f"/masuk/?next={url}"] * 2


@pytest.mark.parametrize(
    ("part", "methods"),
    [
        ("periksa", ["post", "put"]),
        ("kirim", ["get", "put"]),
        ("persetujuan", ["get", "delete"]),
        ("tarik-kembali", ["get", "put"]),
        ("cetak", ["post", "put"]),
        ("tanda-terima", ["post"]),
        ("perbaikan", ["put", "delete"]),
    ],
)
def test_other_methods_are_not_allowed(filler, submitted, part, methods):
    for method in methods:
        assert getattr(filler, method)(part_url(submitted, part)).status_code == 405


@pytest.mark.parametrize(("part", "queries"), [("periksa", 8), ("tanda-terima", 4), ("perbaikan", 7)])
def test_pages_read_in_the_same_few_queries(
    filler, submitted, answer, assessor, part, queries, django_assert_num_queries
):
    for number in (1, 2, 3):
        current = Answer.objects.with_parents().get(assessment=submitted, indicator__number=number)
        workflow.send_back(current, by=assessor, version=current.version, reason=factories.REASON)
        if number in (1, 3):
            with django_assert_num_queries(queries):
                filler.get(part_url(submitted, part))
