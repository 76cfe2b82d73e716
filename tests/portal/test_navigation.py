"""What the header offers to whom, and where it says one is."""

import pytest

pytestmark = pytest.mark.django_db

MENUS = {
    "operator": ["Beranda", "Penilaian", "Pustaka bukti", "Hasil", "Laporan", "Instrumen"],
    "head": ["Beranda", "Penilaian", "Pustaka bukti", "Hasil", "Laporan", "Pengguna", "Instrumen"],
    "assessor": ["Beranda", "Reviu", "Konsolidasi", "Hasil", "Instrumen"],
    "coordinator": [
        "Beranda",
        "Periode",
        "Kemajuan",
        "Reviu",
        "Konsolidasi",
        "Hasil",
        "Laporan",
        "Instrumen",
    ],
    "executive": ["Beranda", "Hasil", "Laporan", "Kemajuan", "Periode", "Instrumen"],
    "superuser": ["Beranda", "Jejak audit", "Instrumen"],
}


@pytest.mark.parametrize(("who", "labels"), MENUS.items())
def test_menu(client, request, who, labels):
    client.force_login(request.getfixturevalue(who))

    assert [link.label for link in client.get("/").context["navigation"]] == labels


@pytest.mark.parametrize("who", MENUS)
def test_every_link_of_the_menu_opens(client, request, period, who):
    client.force_login(request.getfixturevalue(who))

    for link in client.get("/").context["navigation"]:
        assert client.get(link.url, follow=True).status_code == 200, link


@pytest.mark.parametrize(
    ("address", "label"), [("/", "Beranda"), ("/kelola/periode/baru/", "Periode"), ("/instrumen/", "Instrumen")]
)
def test_current_place(client, coordinator, address, label):
    client.force_login(coordinator)

    current = [link.label for link in client.get(address).context["navigation"] if link.is_current]

    assert current == [label]


def test_visitors_have_no_menu(client):
    response = client.get("/masuk/")

    assert response.context["navigation"] == []
    assert "site-nav" not in response.content.decode()
