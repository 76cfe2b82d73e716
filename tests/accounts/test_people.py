"""The list of people, and changing their roles, their accounts and the units."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import AccessEvent, User
from tests import factories
from tests.accounts.codes import give_factor
from tests.accounts.people_pages import PEOPLE, Role, act, invite, page_of, place_of
from tests.mailbox import delivered

pytestmark = pytest.mark.django_db


class TestList:
    def test_shows_roles_states_and_last_sign_in(self, manager, operator, assessor, inactive):
        give_factor(assessor)
        page = manager.get(PEOPLE).content.decode()

        for text in ("Operator Dinas Kesehatan", "Asesor internal", "Dua langkah", "Belum pernah", "Nonaktif"):
            assert text in page

    def test_a_head_sees_the_operators_of_the_own_unit_only(self, chief, operator, colleague, neighbor, assessor):
        page = chief.get(PEOPLE).content.decode()

        assert "2 orang" in page
        assert operator.email in page and colleague.email in page
        assert neighbor.email not in page and assessor.email not in page

    @pytest.mark.parametrize("role", ["operator", "assessor", "executive", "superuser", "outsider"])
    def test_others_see_nothing(self, client, request, role):
        client.force_login(request.getfixturevalue(role))

        assert client.get(PEOPLE).status_code == 403

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("cari=tetangga", {"tetangga@uji.local"}),
            ("cari=dinas+pendidikan", {"tetangga@uji.local"}),
            ("peran=coordinator", {"koordinator@uji.local", "mantan@uji.local"}),
            ("pd=DISDIK", {"tetangga@uji.local"}),
            ("keadaan=nonaktif", {"mantan@uji.local"}),
            ("keadaan=diundang", {"baru@uji.local"}),
            ("keadaan=tanpa-dua-langkah", {"koordinator@uji.local"}),
            ("keadaan=entah&peran=entah&pd=entah", "all"),
        ],
    )
    def test_filters(self, manager, unit, operator, neighbor, inactive, query, found):
        invite(manager, unit=unit.pk)
        manager.get(PEOPLE)  # takes the message away
        page = manager.get(f"{PEOPLE}?{query}").content.decode()
        everyone = set(User.objects.values_list("email", flat=True))

        assert {email for email in everyone if email in page.split("<main")[1]} == (
            everyone if found == "all" else found
        )

    def test_costs_the_same_for_many(self, queries, coordinator, institution, unit):
        few = queries(coordinator, PEOPLE)
        for number in range(30):
            factories.make_user(f"o{number}@uji.local", f"Operator {number}", institution, Role.OPERATOR, unit)

        assert queries(coordinator, PEOPLE) == few
        assert few <= 10

    def test_csv_names_each_role_and_guards_formulas(self, manager, institution, unit):
        factories.make_user("jahat@uji.local", "=HYPERLINK(1)", institution, Role.OPERATOR, unit)
        text = manager.get(f"{PEOPLE}daftar.csv").content.decode("utf-8-sig")

        assert text.startswith("Nama;Surel;Peran")
        assert "'=HYPERLINK(1);jahat@uji.local;Operator;DINKES" in text


class TestChanging:
    def test_role_and_unit(self, manager, operator, other_unit):
        place = place_of(operator)
        url = f"{page_of(operator)}peran/{place.pk}/"
        seen = re.search(r'name="seen" value="([^"]+)"', manager.get(url).content.decode()).group(1)
        response = manager.post(url, {"role": "unit_head", "unit": other_unit.pk, "seen": seen})

        assert response.url == page_of(operator)
        assert (place_of(operator).role, place_of(operator).unit) == ("unit_head", other_unit)
        event = AccessEvent.objects.get(action="role.changed")
        assert event.data["before"] == {"role": "operator", "unit": "DINKES"}

    def test_who_is_slower_is_told(self, manager, operator, other_unit):
        place = place_of(operator)
        url = f"{page_of(operator)}peran/{place.pk}/"
        seen = f"operator-{place.unit_id}"
        manager.post(url, {"role": "unit_head", "unit": other_unit.pk, "seen": seen})
        response = manager.post(url, {"role": "operator", "unit": other_unit.pk, "seen": seen})

        assert response.status_code == 409
        assert "baru saja diubah orang lain" in response.content.decode()
        assert place_of(operator).role == "unit_head"

    def test_deactivating_ends_the_sessions_at_once(self, manager, operator):
        theirs = Client()
        theirs.force_login(operator)
        act(manager, operator, "nonaktifkan")

        assert theirs.get("/akun/").status_code == 302
        act(manager, operator, "aktifkan")
        assert theirs.get("/akun/").status_code == 302  # an old session does not come back to life
        operator.refresh_from_db()
        assert operator.is_active

    def test_resetting_the_factor_is_told_and_ends_sessions(self, manager, assessor):
        give_factor(assessor)
        theirs = Client()
        theirs.force_login(assessor)
        act(manager, assessor, "atur-ulang")

        assert not Authenticator.objects.filter(user=assessor).exists()
        assert theirs.get("/akun/").status_code == 302
        assert delivered()[-1].to == [assessor.email]
        assert AccessEvent.objects.get(action="second_factor.reset").person == assessor

    def test_sessions_can_be_ended_by_themselves(self, manager, operator):
        theirs = Client()
        theirs.force_login(operator)
        act(manager, operator, "akhiri-sesi")

        assert theirs.get("/akun/").status_code == 302

    def test_flood_of_invitations_is_stopped(self, manager, unit):
        invite(manager, unit=unit.pk)
        person = User.objects.get(email="baru@uji.local")
        for _ in range(6):
            act(manager, person, "kirim-ulang")

        assert len(delivered()) == 6  # the first and five more

    def test_unknown_acts_are_not_found(self, manager, operator):
        assert act(manager, operator, "hapus").status_code == 404


class TestUnits:
    URL = "/kelola/perangkat-daerah/"

    def test_adding_renaming_and_closing(self, manager, institution):
        manager.post(self.URL, {"code": "bappeda", "name": "Bappeda", "kind": "badan"})
        unit = institution.units.get(code="BAPPEDA")
        manager.post(f"{self.URL}{unit.pk}/", {"name": "Bappeda dan Litbang", "kind": "badan", "code": "LAIN"})
        unit.refresh_from_db()

        assert (unit.name, unit.code, unit.is_active) == ("Bappeda dan Litbang", "BAPPEDA", False)
        assert list(AccessEvent.objects.values_list("action", flat=True)) == ["unit.added", "unit.changed"]

    @pytest.mark.parametrize("code", ["DINKES", "dua kata", "a/b", "x" * 31])
    def test_codes_that_do_not_work_are_refused(self, manager, unit, code):
        assert manager.post(self.URL, {"code": code, "name": "Lain"}).status_code == 422

    def test_heads_and_other_governments_stay_out(self, client, head, coordinator, outsider, unit):
        client.force_login(head)
        assert client.get(self.URL).status_code == 403
        assert client.get(f"{self.URL}{unit.pk}/").status_code == 404
        client.force_login(coordinator)
        assert client.get(f"{self.URL}{place_of(outsider).unit_id}/").status_code == 404
