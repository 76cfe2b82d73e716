"""The queue and the review page: queries, and time against the plain SQL that reads the same rows.

    python benchmarks/review.py [--units 40] [--factor 10] [--rounds 15]

Fills the demo province by `seed_demo --large`, then adds units until so many answer all indicators of the open year;
the two years before are closed. The floor runs the page's own SELECTs once more through a bare cursor and fetches their
rows. Page and floor alternate, so a busy machine slows both.
"""

import argparse
import io
import os
import statistics
import time

os.environ.update(DEMO="true", DEMO_OUTSIDE_DEBUG="true", REQUIRE_SECOND_FACTOR="false")
os.environ.update(STATIC_COLLECTED="false")

import scene  # noqa: F401  (settings and a folder of its own, before anything of Django)
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Unit, User
from assessments.models import Answer, Assessment, Assignment, Citation, Evidence, Period


def fill(period, count, officer):
    """Bring the units that answer every indicator, each answer waiting and with one proof, to `count`."""
    indicators, now = list(period.instrument.indicators.all()), timezone.now()
    there = Assessment.objects.filter(period=period).count()
    place = period.institution
    units = Unit.objects.bulk_create(
        Unit(institution=place, code=f"TAMBAH{n}", name=f"Perangkat daerah tambahan {n}") for n in range(there, count)
    )
    pairs = [(unit, indicator) for unit in units for indicator in indicators]
    Assignment.objects.bulk_create(Assignment(period=period, indicator=i, unit=u) for u, i in pairs)
    sent = {"status": "submitted", "submitted_at": now, "submitted_by": officer}
    assessments = Assessment.objects.bulk_create(Assessment(period=period, unit=unit, **sent) for unit in units)
    _complete(period, indicators, officer)
    answers = Answer.objects.bulk_create(
        Answer(assessment=a, indicator=i, score=1 + (n + i.number) % 5, explanation="Uraian", status="waiting")
        for n, a in enumerate(assessments)
        for i in indicators
    )
    _prove(answers, {a.pk: a.unit for a in assessments}, officer)


def _complete(period, indicators, officer):
    """The units of the demo answer the rest of the indicators as well."""
    for assessment in Assessment.objects.filter(period=period).exclude(unit__code__startswith="TAMBAH"):
        has = set(assessment.answers.values_list("indicator", flat=True))
        rest = [i for i in indicators if i.pk not in has]
        answers = Answer.objects.bulk_create(
            Answer(assessment=assessment, indicator=i, score=2 + i.number % 3, explanation="Uraian", status="waiting")
            for i in rest
        )
        _prove(answers, {assessment.pk: assessment.unit}, officer)


def _prove(answers, units, officer):
    proofs = Evidence.objects.bulk_create(
        Evidence(unit=units[a.assessment_id], kind="link", url=f"https://contoh.go.id/{a.pk}", title="Laporan",
                 created_by=officer)
        for a in answers
    )  # fmt: skip
    Citation.objects.bulk_create(
        Citation(answer=a, evidence=p, position=1) for a, p in zip(answers, proofs, strict=True)
    )


def measure(client, url, rounds):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    if response.status_code != 200:
        raise SystemExit(f"{url}: {response.status_code}")
    count = len(captured)
    reads = [q["sql"] for q in captured.captured_queries if q["sql"].startswith("SELECT")]
    page, floor = [], []
    for _ in range(rounds):
        page.append(_timed(lambda: client.get(url)))
        floor.append(_timed(lambda: _read(reads)))
    return count, statistics.median(page), statistics.median(floor)


def _read(reads):
    with connection.cursor() as cursor:
        for sql in reads:
            cursor.execute(sql)
            cursor.fetchall()


def _timed(job):
    start = time.perf_counter()
    job()
    return (time.perf_counter() - start) * 1000


def pages(period):
    first = Answer.objects.filter(assessment__period=period, status="waiting").order_by("pk").last()
    return {
        "antrean": "/reviu/",
        "antrean, tidak berubah": "/reviu/?tanda=tidak-berubah",
        "antrean, bukti lama": "/reviu/?tanda=bukti-lama",
        "halaman reviu": f"/reviu/{first.pk}/",
        "pembagian": f"/kelola/pembagian/{period.slug}/",
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=40)
    parser.add_argument("--factor", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    call_command("migrate", verbosity=0, skip_checks=True)
    call_command("seed_demo", large=True, stdout=io.StringIO())
    period = Period.objects.select_related("institution", "instrument").get(status="open")
    officer = User.objects.get(email="operator.kominfo@demo.local")
    people = {"/kelola": "koordinator@demo.local", "/reviu": "asesor@demo.local"}
    for count in (options.units, options.units * options.factor):
        fill(period, count, officer)
        total = Answer.objects.filter(assessment__period=period).count()
        print(f"\n{count} units, {total} answers in the open year")
        for name, url in pages(period).items():
            client = Client()
            client.force_login(User.objects.get(email=people["/" + url.split("/")[1]]))
            told, page, floor = measure(client, url, options.rounds)
            print(f"  {name:24}{told:3} queries  page {page:7.1f} ms  SQL {floor:7.1f} ms  ratio {page / floor:.2f}")


if __name__ == "__main__":
    main()
