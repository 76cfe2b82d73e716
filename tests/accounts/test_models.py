import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.backends import Accounts
from accounts.models import Institution, Membership, Unit, User
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]

Role = Membership.Role


def refused(name, create):
    """The database refuses by the constraint of that name."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        create()
    return name in str(error.value) or "UNIQUE" in str(error.value)


class TestConstraints:
    def test_unit_code_once_in_an_institution(self, institution, unit):
        assert refused("unit_code_once", lambda: factories.make_unit(institution, unit.code))

    def test_unit_code_may_repeat_elsewhere(self, unit, other_institution):
        assert factories.make_unit(other_institution, unit.code)

    def test_address_once(self, operator):
        assert refused("email", lambda: User.objects.create_user(operator.email, name="Orang Lain"))

    @pytest.mark.parametrize("role", [Role.OPERATOR, Role.UNIT_HEAD, Role.ASSESSOR])
    def test_unit_roles_need_a_unit(self, institution, superuser, role):
        assert refused(
            "membership_unit_for_unit_roles",
            lambda: Membership.objects.create(user=superuser, institution=institution, role=role),
        )

    def test_membership_once(self, operator, institution, unit):
        create = dict(user=operator, institution=institution, role=Role.OPERATOR, unit=unit)

        assert refused("membership_once", lambda: Membership.objects.create(**create))

    def test_membership_without_unit_once(self, coordinator, institution):
        create = dict(user=coordinator, institution=institution, role=Role.COORDINATOR)

        assert refused("membership_without_unit_once", lambda: Membership.objects.create(**create))


class TestValidation:
    def test_unit_of_another_institution(self, operator, institution, other_institution):
        stranger = factories.make_unit(other_institution, "LAIN")

        with pytest.raises(ValidationError, match="instansi yang sama"):
            Membership(user=operator, institution=institution, role=Role.OPERATOR, unit=stranger).clean()

    def test_unit_role_without_unit(self, operator, institution):
        with pytest.raises(ValidationError, match="Pilih perangkat daerahnya"):
            Membership(user=operator, institution=institution, role=Role.OPERATOR).clean()

    @pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Jayapura", "UTC"])
    def test_time_zone(self, institution, zone):
        institution.time_zone = zone
        institution.full_clean()

        assert str(institution.zone) == zone

    @pytest.mark.parametrize("zone", ["WIB", "Asia/Lampung", "../etc/passwd"])
    def test_unknown_time_zone(self, institution, zone):
        institution.time_zone = zone

        with pytest.raises(ValidationError, match="tidak dikenal"):
            institution.full_clean()


class TestNames:
    def test_addresses_are_kept_in_small_letters(self, db):
        assert User.objects.create_user("Nama@Uji.Local", name="Uji").email == "nama@uji.local"

    def test_natural_key_ignores_case(self, operator):
        assert User.objects.get_by_natural_key(operator.email.upper()) == operator

    def test_without_a_password_nobody_signs_in(self, db):
        assert not User.objects.create_user("baru@uji.local", name="Baru").has_usable_password()

    def test_superuser(self, db):
        user = User.objects.create_superuser("admin@uji.local", factories.PASSWORD, name="Administrator")

        assert user.is_superuser and user.is_staff

    def test_texts(self, operator, coordinator, unit, institution):
        assert str(operator) == operator.get_full_name() == operator.get_short_name() == operator.name
        assert str(operator.memberships.get()) == "Operator · Dinas Kesehatan"
        assert str(coordinator.memberships.get()) == "Koordinator penilaian · Pemerintah Provinsi Uji"
        assert (str(unit), str(institution)) == ("Dinas Kesehatan", "Pemerintah Provinsi Uji")
        assert Institution._meta.verbose_name == "instansi" and Unit._meta.verbose_name == "perangkat daerah"


def test_a_session_reads_person_and_memberships_in_one_query(operator, superuser, inactive, django_assert_num_queries):
    backend = Accounts()
    with django_assert_num_queries(1):
        user = backend.get_user(operator.pk)
        assert [(m.role, m.unit.code, m.institution.name, m.user) for m in user.all_memberships] == [
            ("operator", "DINKES", "Pemerintah Provinsi Uji", operator)
        ]
    with django_assert_num_queries(2):
        assert backend.get_user(superuser.pk).all_memberships == []
    assert backend.get_user(inactive.pk) is None and backend.get_user(999) is None
