from types import SimpleNamespace

import pytest

from tests import factories
from tests.attack.scenes import Scene

PEOPLE = (
    "operator",
    "neighbor",
    "head",
    "assessor",
    "own_assessor",
    "coordinator",
    "executive",
    "outsider",
    "superuser",
)
CAST = (*PEOPLE, "institution", "instrument", "unit", "other_unit")


@pytest.fixture
def cast(request):
    people = SimpleNamespace(**{name: request.getfixturevalue(name) for name in CAST})
    people.stranger = factories.make_user("tamu@uji.local", "Tanpa Peran")
    people.inactive = factories.make_user(
        "mantan@uji.local", "Mantan Operator", people.institution, "operator", people.unit
    )
    people.inactive.is_active = False
    people.inactive.save()
    return people


@pytest.fixture
def scene(cast):
    return lambda state: Scene(cast, state)
