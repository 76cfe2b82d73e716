"""Invitations: one link, once, for a few days; no answer tells who has an account."""

import re

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.test import Client

from accounts.models import AccessEvent, Membership, User
from accounts.people import inviting
from tests.accounts.people_pages import NEW, PEOPLE, act, invite, link_of
from tests.mailbox import delivered

pytestmark = pytest.mark.django_db


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


def test_key_of_an_invitation_is_not_in_the_log(manager, unit, caplog):
    invite(manager, unit=unit.pk)
    key = inviting.key_of(User.objects.get(email="baru@uji.local"))
    with caplog.at_level("INFO", logger="spbe_portal.request"):
        Client().get(f"/undangan/{key}/")

    assert key not in " ".join(str(record.__dict__) for record in caplog.records)
