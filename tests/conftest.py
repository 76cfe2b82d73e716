"""The cast: a few people, two agencies of one government, and another government. Tests do not invent further users."""

import importlib
import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management.commands import flush
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from tests import factories

Role = Membership.Role
APPEND_ONLY = (
    "accounts.migrations.0004_access_append_only",
    "assessments.migrations.0002_append_only",
    "assessments.migrations.0020_outside_append_only",
)
# Races, faults, fuzzing and the browser: they wait for each other and for a server.
LONG = re.compile(r"tests/(faults|browser)/|_races?\.py|_fuzz\.py|state_machine|lost_update")


def pytest_collection_modifyitems(items):
    """What takes longest begins first, so that no process is left alone with it at the end of a run in parallel."""
    items.sort(key=lambda item: LONG.search(item.path.as_posix()) is None)


@pytest.fixture(scope="session", autouse=True)
def emptying_is_whole():
    """Transactional tests empty all tables; the append-only triggers step aside for that and for nothing else.

    The cache is a table without a model and is emptied here, so that a failed sign-in does not count in the next test.
    """
    guards = [importlib.import_module(name) for name in APPEND_ONLY]
    original = flush.Command.handle

    def handle(self, **options):
        cache.clear()
        connection = connections[options["database"]]
        for guard in guards:
            guard.remove(connection)
        try:
            return original(self, **options)
        finally:
            for guard in guards:
                guard.install(connection)

    flush.Command.handle = handle
    yield
    flush.Command.handle = original


@pytest.fixture(scope="session", autouse=True)
def mail_goes_through_the_outbox(django_test_environment):
    """Django's test environment would let mails past it; what the worker delivers ends in `django.core.mail.outbox`."""
    settings.EMAIL_BACKEND, settings.MAIL_TRANSPORT = "inbox.backends.OutboxBackend", settings.EMAIL_BACKEND


@pytest.fixture
def institution(db):
    return factories.make_institution()


@pytest.fixture
def unit(institution):
    return factories.make_unit(institution, "DINKES", "Dinas Kesehatan")


@pytest.fixture
def other_unit(institution):
    return factories.make_unit(institution, "DISDIK", "Dinas Pendidikan")


@pytest.fixture
def assessor_unit(institution):
    return factories.make_unit(institution, "INSPEKTORAT", "Inspektorat")


@pytest.fixture
def operator(institution, unit):
    return factories.make_user("operator@uji.local", "Operator Dinas Kesehatan", institution, Role.OPERATOR, unit)


@pytest.fixture
def colleague(institution, unit):
    """A second operator of the same unit."""
    return factories.make_user("rekan@uji.local", "Rekan Dinas Kesehatan", institution, Role.OPERATOR, unit)


@pytest.fixture
def neighbor(institution, other_unit):
    """An operator of another unit of the same government."""
    return factories.make_user(
        "tetangga@uji.local", "Operator Dinas Pendidikan", institution, Role.OPERATOR, other_unit
    )


@pytest.fixture
def head(institution, unit):
    return factories.make_user("kepala@uji.local", "Kepala Dinas Kesehatan", institution, Role.UNIT_HEAD, unit)


@pytest.fixture
def assessor(institution, assessor_unit):
    return factories.make_user("asesor@uji.local", "Asesor Inspektorat", institution, Role.ASSESSOR, assessor_unit)


@pytest.fixture
def second_assessor(institution, assessor_unit):
    """Confirms what another assessor raised."""
    return factories.make_user(
        "asesor2@uji.local", "Asesor Kedua Inspektorat", institution, Role.ASSESSOR, assessor_unit
    )


@pytest.fixture
def own_assessor(institution, unit):
    """An assessor whose home is the very unit that is assessed."""
    return factories.make_user("asesor.dinkes@uji.local", "Asesor Dinas Kesehatan", institution, Role.ASSESSOR, unit)


@pytest.fixture
def coordinator(institution):
    return factories.make_user("koordinator@uji.local", "Koordinator Penilaian", institution, Role.COORDINATOR)


@pytest.fixture
def executive(institution):
    return factories.make_user("pimpinan@uji.local", "Sekretaris Daerah", institution, Role.EXECUTIVE)


@pytest.fixture
def signatory(institution):
    """The Koordinator SPBE, who signs for the government."""
    user = factories.make_user("penandatangan@uji.local", "Koordinator SPBE", institution, Role.EXECUTIVE)
    user.memberships.update(is_signatory=True)
    return user


@pytest.fixture
def other_institution(db):
    return factories.make_institution("lain", name="Pemerintah Provinsi Lain")


@pytest.fixture
def outsider(other_institution):
    """An operator of another government."""
    unit = factories.make_unit(other_institution, "DINKES", "Dinas Kesehatan Provinsi Lain")
    return factories.make_user("luar@lain.local", "Operator Provinsi Lain", other_institution, Role.OPERATOR, unit)


@pytest.fixture
def inactive(institution, unit):
    """Once held every role in the unit; the account is closed."""
    user = factories.make_user("mantan@uji.local", "Mantan Pejabat Dinas Kesehatan", institution, Role.OPERATOR, unit)
    for role in (Role.UNIT_HEAD, Role.ASSESSOR, Role.COORDINATOR, Role.EXECUTIVE):
        Membership.objects.create(user=user, institution=institution, role=role, unit=unit)
    user.is_active = False
    user.save()
    return user


@pytest.fixture
def superuser(db):
    user = factories.make_user("admin@uji.local", "Administrator")
    user.is_staff = user.is_superuser = True
    user.save()
    return user


@pytest.fixture
def instrument(db):
    return factories.make_instrument()


@pytest.fixture
def period(institution, instrument, coordinator, unit, other_unit):
    """Open. Dinas Kesehatan leads 1, 2, 3; Dinas Pendidikan leads 4, 5 and supports 1."""
    leads = [(1, unit), (2, unit), (3, unit), (4, other_unit), (5, other_unit)]
    return factories.make_period(institution, instrument, coordinator, leads=leads, supporting=[(1, other_unit)])


@pytest.fixture
def assessment(period, unit):
    return period.assessments.get(unit=unit)


@pytest.fixture
def answer(assessment):
    return assessment.answers.select_related("indicator__instrument", "assessment__period", "assessment__unit").get(
        indicator__number=1
    )


@pytest.fixture
def submitted(assessment, operator):
    """The unit's three answers, complete at level 3 and sent."""
    factories.fill_all(assessment, operator)
    return factories.submit(assessment, by=operator)


@pytest.fixture
def queries(client):
    """How many queries an address costs somebody who is signed in and has been there before."""

    def count(user, url):
        client.force_login(user)
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    return count
