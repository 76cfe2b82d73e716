"""Nobody raises the own rights, or reaches another unit, another government or a superuser, whatever is posted."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Membership, User
from accounts.people import changing
from accounts.people.rules import Office
from tests import factories
from tests.accounts.people_pages import Role, act, invite, page_of, place_of

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]


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
