import pytest
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


def url(period):
    return reverse("reports:result", args=[period.slug])


def test_frozen_page_shows_index_rating_and_documents(client, result, executive):
    client.force_login(executive)

    text = client.get(url(result.period)).content.decode()

    assert "3,30" in text and "Baik" in text and result.digest in text
    assert "Kurang <b>0,20</b> untuk predikat Sangat Baik" in text


def test_open_period_shows_interim_figures_without_a_rating_word(client, period, executive):
    client.force_login(executive)

    text = client.get(url(period)).content.decode()

    assert "0 dari 5 indikator diputuskan – bukan indeks resmi" in text
    assert "rating-chip" not in text


def test_operator_reads_the_own_unit_and_nothing_of_the_others(client, result, operator):
    client.force_login(operator)

    text = client.get(url(result.period)).content.decode()

    assert "Capaian PD – bukan indeks resmi" in text
    assert "Hal 1" in text and "Hal 4" not in text
    assert "Dinas Pendidikan" not in text
    assert result.digest not in text


def test_supporting_unit_reads_its_own_score_only(client, result, neighbor):
    client.force_login(neighbor)

    text = client.get(url(result.period)).content.decode()

    assert "Hal 1" in text and "Pendukung" in text
    assert "Hal 2" not in text and "Hal 3" not in text and factories.REASON not in text


def test_draft_period_has_no_results_page(client, institution, instrument, coordinator):
    draft = factories.make_period(institution, instrument, coordinator, opened=False)
    client.force_login(coordinator)

    assert client.get(url(draft)).status_code == 404


def test_list_is_constant_in_queries(client, result, institution, instrument, coordinator, django_assert_num_queries):
    client.force_login(coordinator)
    client.get(reverse("reports:results"))
    with django_assert_num_queries(4):
        client.get(reverse("reports:results"))
    for year in (2024, 2025):
        unit = factories.make_unit(institution, f"U{year}")
        factories.make_period(institution, instrument, coordinator, year=year, leads=[(n, unit) for n in range(1, 6)])

    with django_assert_num_queries(4):
        client.get(reverse("reports:results"))
