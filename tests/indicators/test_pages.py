"""The pages of instruments: open to everyone who is signed in, in the same few queries however much is loaded."""

from copy import deepcopy

import pytest
import yaml
from django.urls import reverse

from indicators.loader import load
from tests import factories
from tests.indicators.schemes import FILES

LIST = "/instrumen/"


def detail(slug):
    return f"/instrumen/{slug}/"


def page(slug, number):
    return f"/instrumen/{slug}/{number}/"


@pytest.fixture
def loaded(db):
    load(FILES)


@pytest.fixture
def reader(client, operator):
    client.force_login(operator)
    return client


def text(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("url", [LIST, detail("uji"), page("uji", 1)])
def test_anonymous_is_led_to_sign_in(client, instrument, url):
    response = client.get(url)

    assert response.status_code == 302
    assert response.url == f"{reverse('account_login')}?next={url}"


@pytest.mark.parametrize("role", ["operator", "head", "assessor", "coordinator", "executive", "outsider", "superuser"])
def test_every_role_may_read(client, request, instrument, role):
    client.force_login(request.getfixturevalue(role))

    assert [client.get(url).status_code for url in (LIST, detail("uji"), page("uji", 1))] == [200, 200, 200]


@pytest.mark.parametrize("url", [detail("tiada"), page("tiada", 1), page("uji", 6), page("uji", 0)])
def test_what_is_not_there_is_not_found(reader, instrument, url):
    assert reader.get(url).status_code == 404


@pytest.mark.usefixtures("loaded")
def test_list_names_each_instrument_and_warns_of_the_unverified(reader):
    html = text(reader.get(LIST))

    assert html.count('<article class="panel">') == 3
    assert html.count("Instrumen ini belum diverifikasi.") == 2
    assert html.index("Evaluasi Kinerja Pemerintah Digital") < html.index("Instrumen ini belum diverifikasi.")
    assert "1,00–5,00, kontinu" in html
    assert "Tingkat 1–5" in html


@pytest.mark.usefixtures("loaded")
def test_detail_shows_structure_weights_and_ratings(reader):
    html = text(reader.get(detail("permenpanrb-59-2020")))

    assert "Domain 2 Tata Kelola SPBE" in html
    assert "bobot 16,50%" in html
    assert html.count('<th scope="row"><a href="/instrumen/permenpanrb-59-2020/') == 47
    assert "di bawah 1,80" in html
    assert "3,50 sampai di bawah 4,20" in html
    assert "4,20 ke atas" in html
    assert "belum diverifikasi" not in html


@pytest.mark.usefixtures("loaded")
def test_detail_of_an_instrument_without_domains_shows_none(reader):
    html = text(reader.get(detail("pemdi-8-2026")))

    assert "Instrumen ini belum diverifikasi." in html
    assert "Aspek dan indikator" in html
    assert "<dt>Domain</dt>" not in html
    assert "Domain 1" not in html
    assert "BELUM DIVERIFIKASI. Naskah resmi" in html


@pytest.mark.usefixtures("loaded")
def test_indicator_shows_criteria_side_by_side_with_evidence_and_notes(reader):
    html = text(reader.get(page("permenpanrb-59-2020", 1)))

    assert html.count('<li class="level-card">') == 5
    assert html.count("Contoh bukti") == 5
    assert "Terpadu dan Terukur" in html
    assert "naik satu tingkat = indeks +0,013" in html
    assert "Menurut Pedoman 3/2024" in html
    assert 'rel="prev"' not in html
    assert 'rel="next" href="/instrumen/permenpanrb-59-2020/2/"' in html


@pytest.mark.usefixtures("loaded")
def test_last_indicator_has_only_a_previous_one(reader):
    html = text(reader.get(page("permenpanrb-59-2020", 47)))

    assert 'rel="prev" href="/instrumen/permenpanrb-59-2020/46/"' in html
    assert 'rel="next"' not in html


@pytest.mark.usefixtures("loaded")
def test_indicator_without_criteria_says_so(reader):
    continuous = text(reader.get(page("pemdi-8-2026", 13)))
    stepped = text(reader.get(page("permenpanrb-5-2018", 1)))

    assert "Nilai indikator ini kontinu, 1,00 sampai 5,00. Kriteria per tingkat belum dimuat." in continuous
    assert "level-card" not in continuous
    assert "Pemerintah Digital ›" not in continuous
    assert "Kriteria per tingkat tidak dimuat pada instrumen ini." in stepped
    assert stepped.count('class="level-badge"') == 6


def test_list_without_instruments_says_how_to_get_one(reader):
    assert "Belum ada instrumen" in text(reader.get(LIST))


def test_text_of_an_instrument_is_shown_as_text(reader, tmp_path):
    content = yaml.safe_load(FILES[2].read_text(encoding="utf-8")) | {"slug": "serangan", "title": "<script>1</script>"}
    content = deepcopy(content)
    content["domains"][0]["aspects"][0]["indicators"][0]["question"] = "<img src=x onerror=1>"
    path = tmp_path / "serangan.yaml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    load([path])

    pages = [reader.get(url).content.decode() for url in (LIST, detail("serangan"), page("serangan", 1))]

    assert not any("<script>1" in html or "<img src=x" in html for html in pages)


def test_list_takes_the_same_queries_for_one_and_three_instruments(reader, instrument, django_assert_num_queries):
    with django_assert_num_queries(3):
        reader.get(LIST)
    factories.make_instrument("dua")
    factories.make_instrument("tiga")

    with django_assert_num_queries(3):
        reader.get(LIST)


def test_detail_takes_the_same_queries_for_5_and_47_indicators(reader, instrument, loaded, django_assert_num_queries):
    for slug in ("uji", "permenpanrb-59-2020"):
        with django_assert_num_queries(7):
            reader.get(detail(slug))


def test_indicator_takes_the_same_queries_with_and_without_criteria(reader, loaded, django_assert_num_queries):
    for url in (page("permenpanrb-59-2020", 20), page("pemdi-8-2026", 10)):
        with django_assert_num_queries(5):
            reader.get(url)


@pytest.mark.usefixtures("loaded")
def test_administration_only_looks(client, superuser, instrument):
    client.force_login(superuser)
    indicator = instrument.indicators.first()
    row = f"/admin/indicators/indicator/{indicator.pk}"

    assert client.get("/admin/indicators/instrument/").status_code == 200
    assert client.get(f"{row}/change/").status_code == 200
    assert client.get("/admin/indicators/indicator/add/").status_code == 403
    assert client.post(f"{row}/change/", {"name": "Lain"}).status_code == 403
    assert client.post(f"{row}/delete/", {"post": "yes"}).status_code == 403
