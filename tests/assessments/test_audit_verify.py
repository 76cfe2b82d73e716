"""L1: whatever is done to a chain of 10,000 rows behind the portal's back, it is found, and the first bad row named."""

import importlib
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import AccessEvent
from accounts.trail import record_access
from assessments import chains
from assessments.models import Event, record
from tests.conftest import APPEND_ONLY

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]

LENGTH, PLACE = 10_000, 5_000
TABLE = Event._meta.db_table
FAR = 1_000_000


def chained(rows, previous=""):
    """The rows with the hashes that make a chain of them."""
    for row in rows:
        row.previous_hash = previous
        row.hash = previous = row.computed_hash()
    return rows


def events(assessment, length, action="answer.saved"):
    began = timezone.now() - timedelta(days=30)
    return chained(
        [
            Event(
                institution_id=assessment.period.institution_id,
                assessment=assessment,
                sequence=number,
                action=action,
                target="answer:1",
                data={"score": str(number % 5 + 1)},
                created_at=began + timedelta(seconds=number),
            )
            for number in range(1, length + 1)
        ]
    )


@pytest.fixture
def unguarded(db):
    """Somebody who owns the database takes the triggers off first."""
    for name in APPEND_ONLY:
        importlib.import_module(name).remove(connection)
    yield
    for name in APPEND_ONLY:
        importlib.import_module(name).install(connection)


class Tampering:
    """What somebody with the database in hand may do to the chain of one assessment."""

    def __init__(self, assessment, other):
        self.assessment, self.other = assessment, other

    def sql(self, statement):
        with connection.cursor() as cursor:
            cursor.execute(statement.format(t=TABLE, a=self.assessment.pk, k=PLACE))

    def rows(self):
        return Event.objects.filter(assessment=self.assessment)

    def change(self):
        self.sql("UPDATE {t} SET action = 'answer.late' WHERE assessment_id = {a} AND sequence = {k}")

    def change_and_hash_again(self):
        row = self.rows().get(sequence=PLACE)
        row.action = "answer.late"
        self.rows().filter(pk=row.pk).update(action=row.action, hash=row.computed_hash())

    def delete_one(self):
        self.sql("DELETE FROM {t} WHERE assessment_id = {a} AND sequence = {k}")

    def delete_tail(self):
        self.sql(f"DELETE FROM {{t}} WHERE assessment_id = {{a}} AND sequence > {LENGTH - 9}")

    def delete_all(self):
        self.sql("DELETE FROM {t} WHERE assessment_id = {a}")

    def insert(self):
        """One row between two others, with hashes that fit; those behind move on by one."""
        self.sql(f"UPDATE {{t}} SET sequence = sequence + {FAR} WHERE assessment_id = {{a}} AND sequence >= {{k}}")
        self.sql(f"UPDATE {{t}} SET sequence = sequence - {FAR - 1} WHERE assessment_id = {{a}} AND sequence > {FAR}")
        row = self.rows().get(sequence=PLACE - 1)
        row.pk, row.sequence, row.previous_hash = None, PLACE, row.hash
        row.hash = row.computed_hash()
        row.save(force_insert=True)

    def reorder(self):
        for was, now in ((PLACE, FAR), (PLACE + 1, PLACE), (FAR, PLACE + 1)):
            self.sql(f"UPDATE {{t}} SET sequence = {now} WHERE assessment_id = {{a}} AND sequence = {was}")

    def swap(self):
        """A row for the one with the same number in the chain of another assessment."""
        mine, theirs = self.rows().get(sequence=7), Event.objects.get(assessment=self.other, sequence=7)
        Event.objects.filter(pk=mine.pk).update(sequence=FAR)
        Event.objects.filter(pk=theirs.pk).update(assessment=self.assessment)
        Event.objects.filter(pk=mine.pk).update(assessment=self.other, sequence=7)

    def replace(self):
        """SQLite's INSERT OR REPLACE fires no trigger when nobody asked for recursive ones."""
        names = [field.column for field in Event._meta.fields]
        told = ", ".join("'answer.late'" if name == "action" else f'"{name}"' for name in names)
        columns = ", ".join(f'"{name}"' for name in names)
        if connection.vendor == "postgresql":
            return self.change()
        self.sql("PRAGMA recursive_triggers=OFF")
        self.sql(
            f"INSERT OR REPLACE INTO {{t}} ({columns}) SELECT {told} FROM {{t}} "
            "WHERE assessment_id = {a} AND sequence = {k}"
        )
        self.sql("PRAGMA recursive_triggers=ON")

    def rewrite(self):
        """The whole chain anew, with one lie in it and every hash right."""
        rows = list(self.rows().order_by("sequence"))
        self.delete_all()
        rows[PLACE - 1].action = "answer.late"
        Event.objects.bulk_create(chained(rows), batch_size=500)


# What is done, and the row and the words that tell of it. With an anchor only: the ends of what looks whole.
FOUND = {
    "change": (PLACE, chains.CHANGED),
    "change_and_hash_again": (PLACE, chains.REWRITTEN),
    "delete_one": (PLACE, chains.MISSING),
    "insert": (PLACE, chains.INSERTED),
    "reorder": (PLACE, chains.CHANGED),
    "swap": (7, chains.CHANGED),
    "replace": (PLACE, chains.CHANGED),
}
ANCHORED = {
    "delete_tail": (LENGTH - 8, chains.CUT),
    "delete_all": (1, chains.CUT),
    "rewrite": (LENGTH, chains.NOT_ANCHORED),
}


class Undone(Exception):
    """Takes back what was done to the chain."""


def test_every_tampering_with_a_long_chain_is_found(period, unit, other_unit, unguarded):
    assessment, other = period.assessments.get(unit=unit), period.assessments.get(unit=other_unit)
    Event.objects.filter(assessment__in=[assessment, other]).delete()
    Event.objects.bulk_create([*events(assessment, LENGTH), *events(other, 10)], batch_size=500)
    tampering, name = Tampering(assessment, other), f"assessment:{assessment.pk}"
    whole = chains.verify()
    anchors = [chains.read_anchor(chains.anchor(whole))]
    alone, anchored = {}, {}

    for case in (*FOUND, *ANCHORED):
        try:
            with transaction.atomic():
                getattr(tampering, case)()
                alone[case] = [fault[1:] for fault in chains.verify().faults if fault.chain == name]
                anchored[case] = [fault[1:] for fault in chains.verify(anchors).faults if fault.chain == name]
                raise Undone
        except Undone:
            pass

    assert whole.faults == [] and whole.heads[name][0] == LENGTH
    assert alone == {case: [told] for case, told in FOUND.items()} | {case: [] for case in ANCHORED}
    assert anchored == {case: [told] for case, told in (FOUND | ANCHORED).items()}
    assert chains.verify(anchors).faults == []


def test_a_swap_is_found_in_both_chains(period, unit, other_unit, unguarded):
    assessment, other = period.assessments.get(unit=unit), period.assessments.get(unit=other_unit)
    Event.objects.bulk_create([*events(assessment, 10), *events(other, 10, "answer.late")])

    Tampering(assessment, other).swap()

    assert sorted(fault.chain for fault in chains.verify().faults) == sorted(
        f"assessment:{row.pk}" for row in (assessment, other)
    )


def test_chains_of_institution_and_door_are_walked(institution, coordinator, other_institution, unguarded):
    for number in range(4):
        record("period.changed", by=coordinator, institution=institution, n=number)
        record_access("sign_in", institution=institution, actor=coordinator)
        record_access("sign_in.failed")
    assert chains.verify().faults == []

    Event.objects.filter(assessment=None, sequence=2).update(actor=None)
    AccessEvent.objects.filter(institution=institution, sequence=3).update(data={"n": 1})
    AccessEvent.objects.filter(institution=None, sequence=1).delete()

    assert set(chains.verify().faults) == {
        chains.Fault(f"institution:{institution.pk}", 2, chains.CHANGED),
        chains.Fault(f"access:{institution.pk}", 3, chains.CHANGED),
        chains.Fault("access:0", 1, chains.MISSING),
    }


def test_first_row_that_points_before_itself(institution, coordinator, unguarded):
    row = record("period.changed", by=coordinator, institution=institution)
    row.previous_hash = "0" * 64

    Event.objects.filter(pk=row.pk).update(previous_hash=row.previous_hash, hash=row.computed_hash())

    assert chains.verify().faults == [chains.Fault(f"institution:{institution.pk}", 1, chains.UNEXPECTED)]


class TestCommand:
    @pytest.fixture(autouse=True)
    def _chain(self, institution, coordinator):
        for number in range(3):
            record("period.changed", by=coordinator, institution=institution, n=number)

    def test_says_that_all_is_whole(self, capsys):
        call_command("audit_verify")

        assert capsys.readouterr().out == "1 rantai, 3 baris: semua utuh.\n"

    def test_names_the_bad_row_and_fails(self, capsys, institution, unguarded):
        Event.objects.filter(sequence=2).update(action="period.opened")

        with pytest.raises(CommandError, match="1 dari 1 rantai tidak utuh"):
            call_command("audit_verify")

        assert capsys.readouterr().out == f"  rantai institution:{institution.pk}, baris 2: {chains.CHANGED}\n"

    def test_tells_a_machine(self, capsys, institution, unguarded):
        Event.objects.filter(sequence=2).delete()

        with pytest.raises(CommandError):
            call_command("audit_verify", "--json")

        fault = {"chain": f"institution:{institution.pk}", "sequence": 2, "reason": chains.MISSING}
        assert json.loads(capsys.readouterr().out) == {"intact": False, "chains": 1, "rows": 2, "faults": [fault]}

    def test_every_anchor_of_a_file_counts(self, capsys, tmp_path, institution, coordinator, unguarded):
        kept = tmp_path / "jangkar.txt"
        call_command("audit_verify", "--print-anchor")
        lines = capsys.readouterr().out
        record("period.changed", by=coordinator, institution=institution)
        call_command("audit_verify", "--print-anchor")
        kept.write_text(f"{capsys.readouterr().out}\n{lines}")
        call_command("audit_verify", "--anchor", str(kept))
        Event.objects.filter(sequence=4).delete()
        call_command("audit_verify")

        with pytest.raises(CommandError):
            call_command("audit_verify", "--anchor", str(kept))

        assert f"baris 4: {chains.CUT}" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("", "Berkas jangkar kosong."),
            ("{}", "Jangkar pada baris 1: Baris ini bukan jangkar."),
            ("[1]", "Jangkar pada baris 1: Baris ini bukan jangkar."),
            ('{"at": "", "heads": {}, "sha256": "0"}', "Jangkar pada baris 1: Jangkar ini berubah sejak ditulis."),
        ],
    )
    def test_refuses_what_is_no_anchor(self, tmp_path, text, told):
        kept = tmp_path / "jangkar.txt"
        kept.write_text(text)

        with pytest.raises(CommandError) as refused:
            call_command("audit_verify", "--anchor", str(kept))

        assert str(refused.value) == told

    def test_refuses_a_file_that_is_not_there(self, tmp_path):
        with pytest.raises(CommandError, match="tidak dapat dibaca"):
            call_command("audit_verify", "--anchor", str(tmp_path / "tidak-ada"))
