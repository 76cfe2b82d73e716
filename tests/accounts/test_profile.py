import pytest

from accounts.models import Membership

pytestmark = pytest.mark.django_db

Role = Membership.Role


@pytest.fixture
def second(operator, institution, assessor_unit):
    """The operator is also an assessor elsewhere."""
    return Membership.objects.create(user=operator, institution=institution, unit=assessor_unit, role=Role.ASSESSOR)


def test_profile_names_the_person_and_every_role(client, operator, second):
    client.force_login(operator)
    content = client.get("/akun/").content.decode()

    assert operator.name in content and operator.email in content
    assert "Dinas Kesehatan" in content and "Inspektorat" in content
    assert "Sedang dipakai" in content


def test_profile_of_somebody_without_a_role(client, superuser):
    client.force_login(superuser)

    assert "belum memiliki peran" in client.get("/akun/").content.decode()


def test_switching_steers_the_home_page_and_the_menu(client, operator, second):
    client.force_login(operator)
    assert client.get("/").wsgi_request.membership.role != Role.OPERATOR  # the first in order of role names

    response = client.post("/beralih/", {"membership": operator.memberships.get(role=Role.OPERATOR).pk})

    assert response.url == "/"
    page = client.get("/")
    assert page.wsgi_request.membership.role == Role.OPERATOR
    assert [link.label for link in page.context["navigation"]] == [
        "Beranda",
        "Penilaian",
        "Pustaka bukti",
        "Hasil",
        "Laporan",
        "Instrumen",
    ]


@pytest.mark.parametrize("chosen", ["", "abc", "999999", "theirs"])
def test_only_own_memberships_can_be_chosen(client, operator, neighbor, chosen):
    client.force_login(operator)
    if chosen == "theirs":
        chosen = neighbor.memberships.get().pk

    assert client.post("/beralih/", {"membership": chosen}).status_code == 404
    assert "membership" not in client.session


def test_switching_is_a_post(client, operator):
    client.force_login(operator)

    assert client.get("/beralih/").status_code == 405


def test_switching_widens_no_right(client, operator, second, coordinator, period):
    """Rights come from all memberships, whichever is active."""
    client.force_login(operator)
    client.post("/beralih/", {"membership": second.pk})

    assert client.get(f"/kelola/periode/{period.slug}/").status_code == 403


class TestImmediacy:
    def test_a_role_taken_away_is_gone_on_the_next_request(self, client, coordinator, period):
        client.force_login(coordinator)
        assert client.get(f"/kelola/periode/{period.slug}/").status_code == 200

        coordinator.memberships.all().delete()

        assert client.get(f"/kelola/periode/{period.slug}/").status_code == 404
        assert "belum memiliki peran" in client.get("/").content.decode()

    def test_a_changed_role_counts_on_the_next_request(self, client, coordinator, period):
        client.force_login(coordinator)
        coordinator.memberships.update(role=Role.EXECUTIVE)

        assert client.get(f"/kelola/periode/{period.slug}/").status_code == 200
        assert client.get(f"/kelola/penugasan/{period.slug}/").status_code == 403

    def test_a_deactivated_person_is_out_on_the_next_request(self, client, operator):
        client.force_login(operator)
        assert client.get("/").status_code == 200

        operator.is_active = False
        operator.save()

        assert client.get("/").url == "/masuk/?next=/"

    def test_a_membership_of_another_person_in_the_session_counts_for_nothing(self, client, operator, coordinator):
        client.force_login(operator)
        session = client.session
        session["membership"] = coordinator.memberships.get().pk
        session.save()

        assert client.get("/").wsgi_request.membership.role == Role.OPERATOR
