"""Computing indices against the plain SQL that reads the same rows, both in one run.

    python benchmarks/index.py [--governments 552] [--units 40] [--rounds 300]

Builds its own SQLite database in a temporary folder, or fills the empty one that DATABASE_URL names. Every unit answers
every indicator of PermenPANRB 59/2020; the lowest answer of the units is the government's score. Change and floor
alternate government by government, so a busy machine slows both.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
_FOLDER = tempfile.TemporaryDirectory(prefix="spbe-bench-")
os.environ.update(DEBUG="false", SECRET_KEY="benchmark-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF")
os.environ.update(ALLOWED_HOSTS="localhost", BASE_URL="http://localhost", DATA_DIR=_FOLDER.name, LOG_LEVEL="ERROR")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spbe_portal.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import Institution, Unit, User  # noqa: E402
from assessments import scorecard  # noqa: E402
from assessments.models import Assessment, Period  # noqa: E402
from indicators import scoring  # noqa: E402
from indicators.loader import load  # noqa: E402

INSTRUMENT = ROOT / "fixtures" / "instruments" / "permenpanrb-59-2020.yaml"
RESULTS = (
    "SELECT i.number, r.score FROM assessments_indicatorresult r "
    "JOIN indicators_indicator i ON i.id = r.indicator_id WHERE r.period_id = %s"
)
ASSIGNMENTS = (
    "SELECT i.number, s.unit_id, s.is_lead FROM assessments_assignment s "
    "JOIN indicators_indicator i ON i.id = s.indicator_id WHERE s.period_id = %s"
)
ANSWERS = (
    "SELECT i.number, a.unit_id, w.score, w.status FROM assessments_answer w "
    "JOIN assessments_assessment a ON a.id = w.assessment_id "
    "JOIN indicators_indicator i ON i.id = w.indicator_id WHERE a.period_id = %s"
)


def build(governments, units):
    """The periods of so many governments, their rows written by the database itself."""
    call_command("migrate", verbosity=0, skip_checks=True)
    instrument = load([INSTRUMENT])[0].instrument
    user = User.objects.create(email="bench@localhost", name="Pengukuran")
    kind = Institution.Kind.REGENCY
    institutions = Institution.objects.bulk_create(
        Institution(name=f"Instansi {n}", kind=kind, code=f"instansi-{n}") for n in range(governments)
    )
    now = timezone.now()
    windows = ("fill_opens_at", "fill_closes_at", "repair_closes_at", "review_closes_at", "closing_due_at")
    dates = {name: now + timedelta(days=day) for day, name in enumerate(windows)}
    periods = Period.objects.bulk_create(
        Period(institution=institution, instrument=instrument, slug=institution.code, year=2026, name="Pengukuran",
               rollup_policy=Period.Policy.MINIMUM, status=Period.Status.OPEN, stage=Period.Stage.FILLING,
               created_by=user, **dates)
        for institution in institutions
    )  # fmt: skip
    made = Unit.objects.bulk_create(
        Unit(institution=institution, code=f"PD{n}", name=f"Dinas {n}")
        for institution in institutions
        for n in range(units)
    )
    Assessment.objects.bulk_create(
        Assessment(period=period, unit=made[i * units + n]) for i, period in enumerate(periods) for n in range(units)
    )
    write_rows(instrument, units, user)
    return list(Period.objects.select_related("instrument")), instrument.scheme()


def write_rows(instrument, units, user):
    pairs = f"FROM assessments_assessment a CROSS JOIN indicators_indicator i WHERE i.instrument_id = {instrument.pk}"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO assessments_assignment (period_id, indicator_id, unit_id, is_lead) "
            f"SELECT a.period_id, i.id, a.unit_id, ((a.unit_id + i.number) %% {units}) = 0 {pairs}",
            [],
        )
        cursor.execute(
            "INSERT INTO assessments_answer "
            "(assessment_id, indicator_id, score, score_basis, explanation, reply, status, version) "
            "SELECT a.id, i.id, 2 + (a.unit_id * 7 + a.period_id + i.number * 3) %% 4, 'entered', 'Penjelasan', '', "
            f"'complete', 1 {pairs}",
            [],
        )
        cursor.execute(
            "INSERT INTO assessments_indicatorresult "
            "(period_id, indicator_id, score, origin, reason, decided_at, decided_by_id) "
            "SELECT p.id, i.id, 1 + (p.id + i.number) %% 5, 'lead', '', %s, %s "
            f"FROM assessments_period p CROSS JOIN indicators_indicator i WHERE i.instrument_id = {instrument.pk}",
            [timezone.now(), user.pk],
        )
        cursor.execute("ANALYZE")


def read(*queries, period):
    rows = []
    with connection.cursor() as cursor:
        for query in queries:
            cursor.execute(query, [period.pk])
            rows.append(cursor.fetchall())
    return rows


def timed(function):
    started = time.perf_counter()
    value = function()
    return time.perf_counter() - started, value


def measure_one(period, scheme, rounds):
    """Median seconds: plain SQL of the scores, the computation alone, and both through the scorecard."""
    scores = scorecard.decided_scores(period)
    ways = {
        "plain SQL": lambda: read(RESULTS, period=period),
        "compute alone": lambda: scoring.compute(scheme, scores),
        "rows to index": lambda: scoring.compute(scheme, scorecard.decided_scores(period)),
    }
    times = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            times[name].append(timed(way)[0])
    return {name: statistics.median(values) for name, values in times.items()}


def measure_all(periods, scheme):
    """Total seconds of plain SQL and of the indices, government by government, and how many answers were read."""
    plain = ours = answers = 0
    for period in periods:
        took, (_, rows) = timed(lambda: read(ASSIGNMENTS, ANSWERS, period=period))  # noqa: B023
        plain, answers = plain + took, answers + len(rows)
        took, card = timed(lambda: scoring.compute(scheme, scorecard.claimed_scores(period, scheme)))  # noqa: B023
        ours += took
        check(card, rows, scheme)
    return plain, ours, answers


def check(card, rows, scheme):
    """The same index in the plainest way: lowest score of each indicator, times its weight."""
    lowest = {}
    for number, _, score, _ in rows:
        lowest[number] = min(score, lowest.get(number, score))
    if card.index != sum(i.weight * int(lowest[i.number]) for i in scheme.indicators) / 100:
        raise SystemExit("The index differs from the plain computation.")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--governments", type=int, default=552)
    parser.add_argument("--units", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=300)
    options = parser.parse_args()
    took, (periods, scheme) = timed(lambda: build(options.governments, options.units))
    print(f"{connection.vendor}, rows written in {took:.1f} s")
    one = measure_one(periods[0], scheme, options.rounds)
    for name, seconds in one.items():
        print(f"one government, {name}: {seconds * 1e6:.0f} µs ({seconds / one['plain SQL']:.2f} x plain SQL)")
    plain, ours, answers = measure_all(periods, scheme)
    print(f"{len(periods)} governments, {answers} answers, plain SQL: {plain:.1f} s")
    print(f"the same, index of each: {ours:.1f} s ({ours / plain:.2f} x plain SQL)")


if __name__ == "__main__":
    main()
