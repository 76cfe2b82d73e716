"""What is left after the crashes, against what the clients were told: prints each loss on a line, or nothing.

Run as a process of its own: reads the clients' accounts as JSON from standard input.
"""

import json
import sys

import django
from django.db import connection


def losses(accounts):
    yield from broken_database()
    yield from lost_acts(accounts)
    yield from lost_bytes()
    yield from broken_chains()


def broken_database():
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            found = cursor.execute("PRAGMA integrity_check").fetchall()
        if found != [("ok",)]:
            yield f"integrity_check: {found}"


def lost_acts(accounts):
    from assessments.models import Answer  # noqa: PLC0415  after setup()

    answers = Answer.objects.in_bulk()
    for account in accounts:
        answer = answers[account["answer"]]
        version, text = account["saved"]
        if answer.explanation not in (text, account["pending"]) or answer.explanation_version < version:
            yield f"save: {text!r} v{version}, now {answer.explanation!r} v{answer.explanation_version}"
        cited = set(answer.citations.values_list("evidence__sha256", flat=True))
        yield from (f"file: {sha256}" for sha256 in account["files"] if sha256 not in cited)


def lost_bytes():
    from assessments import storage  # noqa: PLC0415
    from assessments.models import Evidence  # noqa: PLC0415

    for evidence in Evidence.objects.exclude(stored_name=""):
        if not storage.verify(evidence.stored_name, evidence.sha256):
            yield f"row without its file: {evidence.pk}"


def broken_chains():
    from assessments.models import Assessment, Event  # noqa: PLC0415

    for assessment in Assessment.objects.all():
        last = ""
        for number, event in enumerate(Event.objects.chain_of(assessment=assessment), start=1):
            if (event.sequence, event.previous_hash, event.hash) != (number, last, event.computed_hash()):
                yield f"chain of assessment {assessment.pk} at {event.sequence}"
            last = event.hash


if __name__ == "__main__":
    django.setup()
    for loss in losses(json.load(sys.stdin)):
        sys.stdout.write(f"{loss}\n")
