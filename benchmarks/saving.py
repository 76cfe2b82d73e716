"""Saving an answer against a bare view with one UPDATE and one INSERT, same middleware, same database, one run.

    python benchmarks/saving.py [--rounds 300]

The save locks, judges the rights, compares and swaps the version, and appends a hash-chained event; the floor does not.
Both go through the whole request cycle and alternate, so a busy machine slows both. Aim: at most 2 times the floor.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
_FOLDER = tempfile.TemporaryDirectory(prefix="spbe-bench-")
os.environ.update(DEBUG="false", SECRET_KEY="benchmark-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF")
os.environ.update(ALLOWED_HOSTS="testserver", BASE_URL="http://localhost", DATA_DIR=_FOLDER.name, LOG_LEVEL="ERROR")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spbe_portal.settings")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from accounts.models import Membership  # noqa: E402
from assessments.models import Answer, Event  # noqa: E402
from tests import factories  # noqa: E402


def build():
    call_command("migrate", verbosity=0, skip_checks=True)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_note (note text)")
    place = factories.make_institution()
    unit = factories.make_unit(place, "DINKES")
    operator = factories.make_user("operator@uji.local", "Operator", place, Membership.Role.OPERATOR, unit)
    coordinator = factories.make_user("koordinator@uji.local", "Koordinator", place, Membership.Role.COORDINATOR)
    leads = [(number, unit) for number in range(1, 6)]
    period = factories.make_period(place, factories.make_instrument(), coordinator, leads=leads)
    client = Client()
    client.force_login(operator)
    return client, Answer.objects.get(assessment__period=period, indicator__number=1)


def timed(act):
    started = time.perf_counter()
    response = act()
    spent = time.perf_counter() - started
    if response.status_code != 302:
        raise SystemExit(f"Unexpected answer {response.status_code}")
    return spent


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=300)
    rounds = parser.parse_args().rounds
    settings.ROOT_URLCONF = "benchmarks.bare_urls"
    client, answer = build()
    url = answer.get_absolute_url()
    saves, floors = [], []
    for number in range(rounds + 20):
        text = f"Penjelasan capaian ke-{number} yang cukup panjang untuk dinilai lengkap oleh portal."
        form = {"version": number, "score": "3", "explanation": text, "tindakan": "simpan"}
        saves.append(timed(lambda form=form: client.post(url, form)))
        floors.append(timed(lambda form=form: client.post(f"/bare/{answer.pk}/", form)))
    saves, floors = saves[20:], floors[20:]
    answer.refresh_from_db()
    assert answer.version == rounds + 20 == Event.objects.filter(action="answer.saved").count()
    save, floor = statistics.median(saves), statistics.median(floors)
    ratio = statistics.median(a / b for a, b in zip(saves, floors, strict=True))
    print(f"{connection.vendor}: save {save * 1000:.1f} ms, floor {floor * 1000:.1f} ms, median ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
