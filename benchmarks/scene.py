"""Officers of one government with an answer each, and the portal as processes on the loopback.

Import it before anything of Django: it names the settings of production and a temporary folder for all their state.
"""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
_FOLDER = tempfile.TemporaryDirectory(prefix="spbe-bench-")
os.environ.update(DEBUG="false", SECRET_KEY="benchmark-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF")
os.environ.update(ALLOWED_HOSTS="testserver,127.0.0.1", BASE_URL="http://127.0.0.1", LOG_LEVEL="ERROR")
os.environ.update(DATA_DIR=_FOLDER.name, DJANGO_SETTINGS_MODULE="spbe_portal.settings")
os.environ.update(SILENCED_SYSTEM_CHECKS="portal.W001")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from accounts.models import Membership  # noqa: E402
from assessments import grace  # noqa: E402
from assessments.models import Answer  # noqa: E402
from tests import factories  # noqa: E402

TEXT = "Kebijakan sudah ditetapkan dan dilaksanakan di seluruh perangkat daerah, lihat dokumen pada halaman empat. "


def build(count):
    """`count` units with one officer and one complete answer each: what the clients write."""
    call_command("migrate", verbosity=0, skip_checks=True)
    place = factories.make_institution()
    units = [factories.make_unit(place, f"PD{number}") for number in range(count)]
    coordinator = factories.make_user("koordinator@uji.local", "Koordinator", place, Membership.Role.COORDINATOR)
    leads = [(number, units[0]) for number in range(1, 6)]
    helpers = [(number, unit) for number in range(1, 6) for unit in units[1:]]
    period = factories.make_period(place, factories.make_instrument(), coordinator, leads=leads, supporting=helpers)
    found = []
    for number, unit in enumerate(units):
        officer = factories.make_user(f"operator{number}@uji.local", "Operator", place, Membership.Role.OPERATOR, unit)
        factories.fill_all(period.assessments.get(unit=unit), officer)
        answers = Answer.objects.with_parents().filter(assessment__unit=unit)
        found.append((officer, answers.get(indicator__number=1)))
    return found


def sessions_of(people):
    """The cookies of each officer: a session, and the token that the portal gave."""
    cookies = []
    for officer, _ in people:
        client = Client()
        client.force_login(officer)
        client.get("/sesi/")
        cookies.append({name: morsel.value for name, morsel in client.cookies.items()})
    return cookies


class Officer:
    """One page: one connection, one answer, one version after the other."""

    def __init__(self, port, answer, officer, cookies):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.answer, self.version, self.number = answer, answer.explanation_version, 0
        self.izin = grace.issue(officer, answer.assessment)
        self.signed_in = {
            "X-CSRFToken": cookies[settings.CSRF_COOKIE_NAME],
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        }

    def save(self):
        self.number += 1
        fields = {"explanation": f"{TEXT * 5}{self.number}", "version-explanation": self.version}
        self.post(self.answer.get_absolute_url(), fields | {"nama-bukti": "{}", "izin": self.izin}, uuid.uuid4())
        self.version += 1

    def post(self, url, fields, key=""):
        headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
        headers |= {"Idempotency-Key": str(key)} | self.signed_in
        self.connection.request("POST", url, urlencode(fields), headers)
        response = self.connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"{url}: {response.status} {body[:200]}")


def serve(port, *arguments, application="spbe_portal.wsgi", niceness=0):
    """A gunicorn that listens; the arguments are its own."""
    command = ["nice", "-n", str(niceness), sys.executable, "-m", "gunicorn", application, *arguments]
    command += ["--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--no-control-socket", "--log-level", "warning"]
    server = subprocess.Popen(command, cwd=ROOT)
    for _ in range(200):
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.1)
    raise SystemExit("The server did not start.")


def stop(*processes):
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait(timeout=90)


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
