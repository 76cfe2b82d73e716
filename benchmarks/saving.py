"""An autosave against a bare view with one UPDATE and one INSERT: same middleware, sign-in, database and server.

    python benchmarks/saving.py [--rounds 150] [--clients 8] [--processes 1]

A real gunicorn listens on the loopback. Each client keeps one connection and one indicator, as a page does, and takes
turns between the save and the floor, so that a busy machine slows both. Told are the medians, the 95th percentiles
and their ratios, with one client and with all of them at once, and the statements of one save. Aim: at most 1.5.
"""

import argparse
import statistics
import threading
import time
import uuid

import scene
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.models import Answer, Event

WARM_UP = 15


class Officer(scene.Officer):
    def floor(self):
        self.post(f"/bare/{self.answer.pk}/", {"explanation": f"{scene.TEXT * 5}{self.number}", "izin": self.izin})


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


def statements(officer, answer):
    """How many statements one save takes, without BEGIN and COMMIT."""
    client = Client()
    client.force_login(officer)
    answer = Answer.objects.with_parents().get(pk=answer.pk)
    fields = {"explanation": scene.TEXT, "version-explanation": answer.explanation_version, "nama-bukti": "{}"}
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
    people = scene.build(options.clients)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_note (note text)")
    cookies = scene.sessions_of(people)
    port = scene.free_port()
    arguments = ["--threads", "8", "--workers", str(options.processes), "--keep-alive", "60"]
    server = scene.serve(port, *arguments, application="benchmarks.bare_wsgi")
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
        scene.stop(server)
    print(f"{statements(*people[0])} statements for one save")


if __name__ == "__main__":
    main()
