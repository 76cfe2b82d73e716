"""The page of the queue: who reads it, what its rows and links say, and in how many queries."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessments import workflow
from assessments.models import Answer
from tests import factories
from tests.assessments.bulk import waiting_answers
from tests.assessments.filling import text

pytestmark = pytest.mark.django_db

URL = "/reviu/"


@pytest.mark.parametrize("person", ["assessor", "own_assessor", "coordinator", "executive"])
def test_page_is_read_by_wide_roles(person, submitted, client, request):
    client.force_login(request.getfixturevalue(person))

    response = client.get(URL)

    assert response.status_code == 200
    assert "<b>0 dari 6</b> jawaban direviu · 3 menunggu" in text(response)


@pytest.mark.parametrize("person", ["operator", "neighbor", "head", "outsider", "superuser"])
def test_page_is_refused_to_others_with_the_reason(person, submitted, client, request):
    client.force_login(request.getfixturevalue(person))

    response = client.get(URL)

    assert response.status_code == 403
    assert "Halaman ini hanya untuk asesor internal" in text(response)


def test_page_asks_strangers_to_sign_in(client):
    assert client.get(URL).url == f"{reverse('account_login')}?next={URL}"


def test_page_is_only_read(submitted, client, assessor):
    client.force_login(assessor)

    assert client.post(URL).status_code == 405


def test_page_lists_unit_change_and_reason(last_year, claims, client, assessor):
    claims({1: "5"})
    client.force_login(assessor)

    page = text(client.get(URL))

    assert "Dinas Kesehatan" in page and "1. Hal 1" in page
    assert "3 → <b>5</b>" in page
    assert '<span class="queue-flag is-warning">Naik ≥ 2 tingkat</span>' in page
    assert "Dibandingkan dengan hasil 2022" in page


def test_page_of_all_answers_tells_the_status(submitted, client, assessor):
    answer = Answer.objects.with_parents().get(assessment=submitted, indicator__number=1)
    workflow.adjust(answer, by=assessor, version=answer.version, score=Decimal(2), reason=factories.REASON)
    client.force_login(assessor)

    page = text(client.get(URL, {"status": "semua"}))

    assert "status-adjusted" in page and "Disesuaikan" in page
    assert "– → 3 → <b>2</b>" in page
    assert page.count("status-waiting") == 2


def test_page_keeps_its_filters_in_the_links(submitted, client, assessor):
    client.force_login(assessor)

    page = text(client.get(URL, {"pd": "DINKES", "aspek": "A1", "urut": "nomor"}))

    first = Answer.objects.get(assessment=submitted, indicator__number=1)
    assert f'href="/reviu/{first.pk}/?pd=DINKES&amp;aspek=A1&amp;urut=nomor"' in page
    assert '<option value="DINKES" selected>' in page
    assert "Hapus saringan" in page


@pytest.mark.parametrize(
    "query", ["?pd=TIDAKADA", "?aspek=<script>", "?status=x&urut=y", "?periode=lain", "?halaman=x"]
)
def test_page_counts_unknown_filters_as_none(query, submitted, client, assessor):
    client.force_login(assessor)

    response = client.get(URL + query)

    assert response.status_code == 200
    assert len(response.context["entries"]) == 3


def test_page_without_an_open_period(client, assessor):
    client.force_login(assessor)

    assert "Belum ada periode yang dibuka" in text(client.get(URL))


def test_page_without_waiting_answers(period, client, assessor):
    client.force_login(assessor)

    assert "Tidak ada jawaban yang menunggu reviu" in text(client.get(URL))
    assert "Tidak ada jawaban yang cocok dengan saringan ini" in text(client.get(URL, {"status": "dikembalikan"}))


def test_page_offers_the_choice_between_open_periods(
    submitted, institution, instrument, coordinator, unit, client, assessor
):
    factories.make_period(
        institution, instrument, coordinator, year=2024, leads=[(number, unit) for number in range(1, 6)]
    )
    client.force_login(assessor)

    newest, older = client.get(URL), client.get(URL, {"periode": submitted.period.slug})

    assert newest.context["period"].year == 2024 and not newest.context["entries"]
    assert len(older.context["entries"]) == 3
    assert f"?periode={submitted.period.slug}" in text(older)


def test_page_shows_nothing_of_another_government(submitted, client, outsider, other_institution):
    outsider.memberships.update(role="assessor")
    client.force_login(outsider)

    page = text(client.get(URL, {"periode": submitted.period.slug}))

    assert "Belum ada periode yang dibuka" in page
    assert "Hal 1" not in page and submitted.period.institution.name not in page


@pytest.mark.parametrize("count", [1, 3, 10, 500])
def test_page_takes_the_same_queries(count, last_year, period, operator, client, assessor, django_assert_num_queries):
    waiting_answers(period, count, operator)
    client.force_login(assessor)

    with django_assert_num_queries(11):
        response = client.get(URL)

    assert len(response.context["entries"]) == min(count, 25)
    assert response.context["page"].paginator.count == count


def test_page_is_cut_after_twenty_five(period, operator, client, assessor):
    waiting_answers(period, 60, operator)
    client.force_login(assessor)

    response = client.get(URL, {"halaman": 3, "urut": "pd"})

    assert [entry.unit for entry in response.context["entries"]] == [f"Unit {n:03}" for n in range(50, 60)]
    assert "Halaman 3 dari 3" in text(response)


def test_filter_keeps_what_did_not_change(copied, client, assessor):
    client.force_login(assessor)

    page = text(client.get(URL, {"tanda": "tidak-berubah"}))

    assert "1. Hal 1" in page and "2. Hal 2" not in page
    assert '<option value="tidak-berubah" selected>' in page and "?tanda=tidak-berubah" in page


def test_review_says_that_nothing_changed(copied, client, assessor):
    client.force_login(assessor)
    first, second = copied.answers.filter(indicator__number__lte=2).order_by("indicator__number")

    assert "dan buktinya sama dengan jawaban 2022. Perangkat daerah belum" in text(client.get(f"{URL}{first.pk}/"))
    assert "sama dengan jawaban 2022" not in text(client.get(f"{URL}{second.pk}/"))


@pytest.mark.parametrize("count", [5, 50])
@pytest.mark.parametrize(("query", "expected"), [("?tanda=bukti-lama", 11), ("?tanda=naik", 11), ("?status=semua", 12)])
def test_filters_stay_within_twelve_queries(query, expected, count, last_year, period, operator, assessor, queries):
    waiting_answers(period, count, operator)

    assert queries(assessor, f"{URL}{query}") == expected


def test_table_to_take_along_holds_the_filtered_answers_and_no_formula(last_year, claims, unit, client, assessor):
    type(unit).objects.filter(pk=unit.pk).update(name="=1+1")
    claims({1: "5"})
    client.force_login(assessor)

    response = client.get("/reviu/antrean.csv", {"aspek": "A1"})

    rows = response.content.decode("utf-8-sig").splitlines()
    assert response["Content-Type"] == "text/csv; charset=utf-8" and len(rows) == 3
    assert rows[1].startswith("1,Hal 1,'=1+1,3,5,,Naik ≥ 2 tingkat,10,20,")
