"""An autosave against a bare view with one UPDATE and one INSERT: same middleware, sign-in, database and server.

    python benchmarks/saving.py [--rounds 150] [--clients 8] [--processes 1]

A real gunicorn listens on the loopback. Each client keeps one connection and one indicator, as a page does, and takes
turns between the save and the floor, so that a busy machine slows both. Told are the medians, the 95th percentiles
and their ratios, with one client and with all of them at once, and the statements of one save. Aim: at most 1.5.
"""

import argparse
import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
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

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.models import Membership  # noqa: E402
from assessments import grace  # noqa: E402
from assessments.models import Answer, Event  # noqa: E402
from tests import factories  # noqa: E402

TEXT = "Kebijakan sudah ditetapkan dan dilaksanakan di seluruh perangkat daerah, lihat dokumen pada halaman empat. "
WARM_UP = 15


def build(count):
    """`count` units with one officer and one complete answer each: what the clients write."""
    call_command("migrate", verbosity=0, skip_checks=True)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_note (note text)")
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
        self.headers = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
            "X-CSRFToken": cookies[settings.CSRF_COOKIE_NAME],
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        }

    def save(self):
        self.number += 1
        fields = {"explanation": f"{TEXT * 5}{self.number}", "version-explanation": self.version}
        self._post(self.answer.get_absolute_url(), fields | {"nama-bukti": "{}", "izin": self.izin}, uuid.uuid4())
        self.version += 1

    def floor(self):
        self._post(f"/bare/{self.answer.pk}/", {"explanation": f"{TEXT * 5}{self.number}", "izin": self.izin})

    def _post(self, url, fields, key=""):
        self.connection.request("POST", url, urlencode(fields), self.headers | {"Idempotency-Key": str(key)})
        response = self.connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise SystemExit(f"{url}: {response.status} {body[:200]}")


def timed(act):
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def measured(officers, rounds):
    """All officers at once; the seconds of every save and of every floor."""
    saves, floors = [], []

    def work(officer, is_even):
        for number in range(rounds + WARM_UP):
            for act, kept in ((officer.save, saves), (officer.floor, floors))[:: 1 if is_even else -1]:
                spent = timed(act)
                if number >= WARM_UP:
                    kept.append(spent)

    threads = [threading.Thread(target=work, args=(officer, n % 2)) for n, officer in enumerate(officers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return saves, floors


def tell(title, saves, floors):
    lines = []
    for name, place in (("p50", 50), ("p95", 95)):
        save, floor = (statistics.quantiles(found, n=100)[place - 1] for found in (saves, floors))
        lines.append(f"{name} {save * 1000:.1f} ms against {floor * 1000:.1f} ms, ratio {save / floor:.2f}")
    print(f"{connection.vendor}, {title}: {'; '.join(lines)}")


def serve(port, processes):
    command = [sys.executable, "-m", "gunicorn", "benchmarks.bare_wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--threads", "8", "--workers", str(processes), "--log-level", "warning"]
    server = subprocess.Popen([*command, "--no-control-socket", "--keep-alive", "60"], cwd=ROOT)
    for _ in range(200):
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.1)
    raise SystemExit("The server did not start.")


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def statements(officer, answer):
    """How many statements one save takes, without BEGIN and COMMIT."""
    client = Client()
    client.force_login(officer)
    answer = Answer.objects.with_parents().get(pk=answer.pk)
    fields = {"explanation": TEXT, "version-explanation": answer.explanation_version, "nama-bukti": "{}"}
    headers = {"Accept": "application/json", "Idempotency-Key": str(uuid.uuid4())}
    with CaptureQueriesContext(connection) as captured:
        client.post(answer.get_absolute_url(), fields, headers=headers)
    return sum(query["sql"].split()[0] not in ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE") for query in captured)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=150)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    people = build(options.clients)
    cookies = sessions_of(people)
    port = free_port()
    server = serve(port, options.processes)
    try:
        officers = [
            Officer(port, answer, officer, held) for (officer, answer), held in zip(people, cookies, strict=True)
        ]
        before = Event.objects.filter(action="answer.saved").count()
        tell("1 client", *measured(officers[:1], options.rounds))
        tell(f"{options.clients} clients", *measured(officers, options.rounds))
        done = Event.objects.filter(action="answer.saved").count() - before
        assert done == sum(officer.number for officer in officers), done
    finally:
        server.terminate()
        server.wait(timeout=20)
    print(f"{statements(*people[0])} statements for one save")


if __name__ == "__main__":
    main()
