"""Who manages whom: the list, invitations, roles, deactivation; nobody raises the own rights or reaches elsewhere."""

import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.models import AccessEvent, Membership, User
from accounts.people import changing, inviting
from accounts.people.rules import Office
from tests import factories
from tests.accounts.codes import give_factor
from tests.mailbox import delivered

pytestmark = pytest.mark.django_db

PEOPLE, INVITE = "/kelola/pengguna/", "/kelola/pengguna/undang/"
NEW = "empat gajah menari pelan"
Role = Membership.Role


def page_of(person):
    return f"{PEOPLE}{person.pk}/"


def act(client, person, what):
    return client.post(f"{page_of(person)}tindakan/", {"act": what})


def place_of(person):
    return Membership.objects.get(user=person)


def invite(client, **fields):
    return client.post(INVITE, {"email": "baru@uji.local", "name": "Pegawai Baru", "role": "operator"} | fields)


def link_of(mail):
    return re.search(r"http://testserver(/undangan/\S+)", mail.body).group(1)


@pytest.fixture
def manager(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def chief(client, head):
    client.force_login(head)
    return client


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


class TestInviting:
    def test_from_invitation_to_first_sign_in(self, manager, coordinator, unit):
        response = invite(manager, unit=unit.pk)
        mail, guest = delivered()[-1], Client()

        assert response.url == PEOPLE
        assert mail.to == ["baru@uji.local"]
        assert "Koordinator Penilaian mengundang Anda" in mail.body
        assert "Operator, Dinas Kesehatan" in guest.get(link_of(mail)).content.decode()
        assert guest.post(link_of(mail), {"password1": NEW, "password2": NEW}).url == "/masuk/?next=%2F"
        assert guest.post("/masuk/", {"login": "baru@uji.local", "password": NEW}).url == "/"
        person = User.objects.get(email="baru@uji.local")
        assert [(m.role, m.unit) for m in person.all_memberships] == [("operator", unit)]
        actions = list(AccessEvent.objects.filter(person=person).values_list("action", flat=True))
        assert {"role.given", "password.reset", "invitation.accepted", "sign_in"} <= set(actions)

    def test_link_counts_once(self, manager, unit):
        invite(manager, unit=unit.pk)
        link = link_of(delivered()[-1])
        Client().post(link, {"password1": NEW, "password2": NEW})
        again = Client().post(link, {"password1": NEW + "x", "password2": NEW + "x"})

        assert again.status_code == 404
        assert authenticate(email="baru@uji.local", password=NEW)

    def test_weak_password_keeps_the_link(self, manager, unit):
        invite(manager, unit=unit.pk)
        link = link_of(delivered()[-1])

        assert Client().post(link, {"password1": "pendek", "password2": "pendek"}).status_code == 422
        assert Client().get(link).status_code == 200

    @pytest.mark.parametrize(("hours", "status"), [(7 * 24 - 1, 200), (7 * 24 + 1, 404)])
    def test_link_ends_after_seven_days(self, coordinator, unit, hours, status):
        with time_machine.travel("2026-06-01 08:00:00+00:00", tick=False) as clock:
            client = Client()
            client.force_login(coordinator)
            invite(client, unit=unit.pk)
            link = link_of(delivered()[-1])
            clock.shift(hours * 3600)
            assert Client().get(link).status_code == status

    @pytest.mark.parametrize("what", ["kirim-ulang", "tarik"])
    def test_resending_and_withdrawing_kill_the_old_link(self, manager, unit, what):
        invite(manager, unit=unit.pk)
        old, person = link_of(delivered()[-1]), User.objects.get(email="baru@uji.local")
        act(manager, person, what)

        assert Client().get(old).status_code == 404
        newest = delivered()[-1]
        assert (what == "kirim-ulang") == (Client().get(link_of(newest)).status_code == 200)
        person.refresh_from_db()
        assert person.is_active == (what == "kirim-ulang")

    def test_withdrawn_address_can_be_invited_again(self, manager, unit):
        invite(manager, unit=unit.pk)
        act(manager, User.objects.get(email="baru@uji.local"), "tarik")
        invite(manager, unit=unit.pk, name="Nama Lain")

        assert Client().get(link_of(delivered()[-1])).status_code == 200
        assert User.objects.get(email="baru@uji.local").name == "Nama Lain"

    def test_all_dead_links_look_alike(self, manager, unit):
        invite(manager, unit=unit.pk)
        used = link_of(delivered()[-1])
        Client().post(used, {"password1": NEW, "password2": NEW})
        pages = {
            re.sub(r'value="[^"]+"|[0-9a-f]{16}', "", Client().get(path).content.decode())
            for path in (used, "/undangan/abc/", "/undangan/WzFd:xyz/")
        }

        assert len(pages) == 1

    def test_existing_account_gets_the_role_and_a_notice(self, manager, outsider, unit):
        before = outsider.password
        known, unknown = invite(manager, email=outsider.email, unit=unit.pk), invite(manager, unit=unit.pk)
        outsider.refresh_from_db()

        assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
        assert outsider.password == before and outsider.name == "Operator Provinsi Lain"
        assert Membership.objects.filter(user=outsider, unit=unit, role="operator").exists()
        assert delivered()[0].subject == "[Portal SPBE] Peran baru untuk akun Anda"
        assert "/undangan/" not in delivered()[0].body

    def test_one_person_may_hold_several_roles(self, manager, unit, operator):
        invite(manager, email=operator.email.upper(), role="assessor", unit=unit.pk)

        assert set(operator.memberships.values_list("role", flat=True)) == {"operator", "assessor"}

    def test_superusers_and_closed_accounts_elsewhere_get_nothing(self, manager, superuser, outsider, unit):
        User.objects.filter(pk=outsider.pk).update(is_active=False)
        for person in (superuser, outsider):
            assert invite(manager, email=person.email, unit=unit.pk).url == PEOPLE
        assert not Membership.objects.filter(user__in=[superuser, outsider], unit=unit).exists()
        assert AccessEvent.objects.filter(action="role.not_given").count() == 2

    def test_refused_input_is_kept(self, manager):
        response = invite(manager, email="bukan-surel")
        page = response.content.decode()

        assert response.status_code == 422
        assert 'value="bukan-surel"' in page and 'value="Pegawai Baru"' in page
        assert "Peran ini terikat pada satu perangkat daerah" in page


class TestBounds:
    """A3 and A5: what is not on the list cannot be named, and only named fields are taken."""

    def test_head_invites_operators_of_the_own_unit_only(self, chief, unit, other_unit):
        assert invite(chief, unit=unit.pk).status_code == 302
        for fields in ({"unit": other_unit.pk}, {"unit": unit.pk, "role": "unit_head"}, {"role": "coordinator"}):
            assert invite(chief, email="lain@uji.local", **fields).status_code == 422
        assert not User.objects.filter(email="lain@uji.local").exists()

    def test_units_of_another_government_cannot_be_named(self, manager, outsider, operator):
        theirs = place_of(outsider).unit
        assert invite(manager, unit=theirs.pk).status_code == 422
        place = place_of(operator)
        change = {"role": "operator", "unit": theirs.pk, "seen": f"operator-{place.unit_id}"}
        assert manager.post(f"{page_of(operator)}peran/{place.pk}/", change).status_code == 422
        assert place_of(operator).unit == place.unit

    def test_people_elsewhere_are_not_found(self, manager, outsider, superuser, operator, unit):
        Membership.objects.create(user=superuser, institution=unit.institution, unit=unit, role=Role.OPERATOR)
        for person in (outsider, superuser):
            assert manager.get(page_of(person)).status_code == 404
            assert act(manager, person, "nonaktifkan").status_code == 404
        theirs = place_of(outsider)
        assert manager.get(f"{page_of(operator)}peran/{theirs.pk}/").status_code == 404
        assert manager.post(f"{page_of(operator)}peran/{theirs.pk}/cabut/").status_code == 404
        assert place_of(outsider) == theirs

    def test_head_reaches_no_other_unit(self, chief, neighbor, coordinator, assessor):
        for person in (neighbor, coordinator, assessor):
            assert chief.get(page_of(person)).status_code == 404
            assert act(chief, person, "atur-ulang").status_code == 404

    def test_nobody_changes_the_own_rights(self, manager, coordinator, unit):
        place = place_of(coordinator)
        responses = [
            act(manager, coordinator, "nonaktifkan"),
            manager.post(f"{page_of(coordinator)}peran/", {"role": "executive"}),
            manager.post(f"{page_of(coordinator)}peran/{place.pk}/cabut/", {"seen": "coordinator-0"}),
            manager.get(f"{page_of(coordinator)}peran/{place.pk}/"),
        ]

        assert [response.status_code for response in responses] == [403] * 4
        assert invite(manager, email=coordinator.email, role="assessor", unit=unit.pk).status_code == 422
        assert coordinator.memberships.count() == 1

    @pytest.mark.parametrize("what", ["take", "deactivate"])
    def test_two_coordinators_cannot_remove_each_other(self, rf, coordinator, institution, what):
        """The second one's page and rights are from before the first one's act."""
        other = factories.make_user("dua@uji.local", "Koordinator Dua", institution, Role.COORDINATOR)
        office, place = Office(coordinator), place_of(other)
        coordinator.memberships.all().delete()
        with pytest.raises(PermissionDenied, match="paling sedikit satu koordinator"):
            if what == "take":
                changing.take_role(office, other, place.pk, seen="coordinator-0", request=rf.post("/"))
            else:
                changing.deactivate(office, other, request=rf.post("/"))
        other.refresh_from_db()

        assert other.is_active and place_of(other) == place

    def test_only_named_fields_are_taken(self, manager, unit):
        extra = {field.name: "1" for field in User._meta.get_fields()} | {
            "is_superuser": "on",
            "is_staff": "on",
            "pk": "1",
        }
        invite(manager, **(extra | {"email": "baru@uji.local", "name": "Pegawai Baru", "unit": unit.pk, "id": "1"}))
        person = User.objects.get(email="baru@uji.local")

        assert (person.is_superuser, person.is_staff, person.session_round) == (False, False, 0)
        assert not person.has_usable_password()
        manager.post(f"{page_of(person)}nama/", {"name": "Nama Baru", "email": "lain@uji.local", "is_superuser": "on"})
        person.refresh_from_db()
        assert (person.name, person.email, person.is_superuser) == ("Nama Baru", "baru@uji.local", False)
        manager.post(f"{page_of(person)}peran/", {"role": "assessor", "unit": unit.pk, "is_signatory": "on", "user": 1})
        assert not person.memberships.filter(is_signatory=True).exists()

    def test_account_that_also_works_elsewhere_stays_whole(self, manager, outsider, unit):
        Membership.objects.create(user=outsider, institution=unit.institution, unit=unit, role=Role.OPERATOR)
        for what in ("nonaktifkan", "atur-ulang", "akhiri-sesi"):
            assert act(manager, outsider, what).status_code == 403
        place = outsider.memberships.get(unit=unit)
        manager.post(f"{page_of(outsider)}peran/{place.pk}/cabut/", {"seen": f"operator-{unit.pk}"})

        outsider.refresh_from_db()
        assert outsider.is_active and outsider.memberships.count() == 1


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


def test_key_of_an_invitation_is_not_in_the_log(manager, unit, caplog):
    invite(manager, unit=unit.pk)
    key = inviting.key_of(User.objects.get(email="baru@uji.local"))
    with caplog.at_level("INFO", logger="spbe_portal.request"):
        Client().get(f"/undangan/{key}/")

    assert key not in " ".join(str(record.__dict__) for record in caplog.records)
