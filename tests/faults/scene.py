"""Fifty signed-in operators, each with an answer of their own, in the database that the environment names.

Run as a process of its own, with the settings of production: prints what the clients need to know as JSON.
"""

import json
import sys

import django
from django.core.management import call_command
from django.http import HttpRequest

CLIENTS = 50
INDICATORS = 5


def build():
    call_command("migrate", verbosity=0)
    from django.contrib.auth import login  # noqa: PLC0415  after setup()
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    from accounts.models import Membership, User  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    institution = factories.make_institution()
    coordinator = factories.make_user("koordinator@uji.local", "Koordinator", institution, "coordinator")
    units = [factories.make_unit(institution, f"PD{number}") for number in range(CLIENTS // INDICATORS)]
    numbers = range(1, INDICATORS + 1)
    shared = [(number, unit) for number in numbers for unit in units[1:]]
    leads = [(number, units[0]) for number in numbers]
    instrument = factories.make_instrument()
    period = factories.make_period(institution, instrument, coordinator, leads=leads, supporting=shared)
    clients = []
    for assessment in period.assessments.select_related("unit"):
        for answer in assessment.answers.select_related("indicator"):
            user = User(email=f"operator{answer.pk}@uji.local", name=f"Operator {answer.pk}")
            user.set_unusable_password()
            user.save()
            Membership.objects.create(user=user, institution=institution, unit=assessment.unit, role="operator")
            request = HttpRequest()
            request.session = SessionStore()
            login(request, user)
            request.session.save()
            url = f"/penilaian/{period.slug}/{assessment.unit.code}/indikator/{answer.indicator.number}/"
            clients.append({"answer": answer.pk, "url": url, "session": request.session.session_key})
    return clients


if __name__ == "__main__":
    django.setup()
    json.dump(build(), sys.stdout)
