"""The files of the demo are real, are inspected, and lie where every upload lies."""

import shutil
from types import SimpleNamespace

import pytest

from assessments import storage
from assessments.validators.rejection import Rejected
from reports.demo import files

pytestmark = pytest.mark.django_db

TITLE = 'Laporan Kebijakan / Tata Kelola: "akhir"'


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path


@pytest.mark.parametrize("kind", files.MAKERS)
def test_file_is_stored_as_what_it_is(unit, operator, kind):
    evidence = files.evidence(unit, operator, TITLE, kind, ["DATA CONTOH", TITLE], document_number="Contoh 1")

    assert evidence.pk is None
    assert evidence.original_name == f"Laporan Kebijakan - Tata Kelola_ _akhir_.{kind}"
    assert evidence.has_text_layer is (True if kind == "pdf" else None)
    assert evidence.size == storage.path_of(evidence.stored_name).stat().st_size
    assert storage.verify(evidence.stored_name, evidence.sha256)
    assert list(storage.staging_folder().iterdir()) == []


def test_file_for_which_the_disk_has_no_room_is_refused(unit, operator, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(total=10**12, free=0))

    with pytest.raises(Rejected, match="Ruang simpan penuh"):
        files.evidence(unit, operator, TITLE, "pdf", [TITLE])


def test_file_that_the_inspection_refuses_leaves_nothing(unit, operator, monkeypatch):
    monkeypatch.setitem(files.MAKERS, "pdf", lambda lines: b"<?php ?>")

    with pytest.raises(Rejected):
        files.evidence(unit, operator, TITLE, "pdf", [TITLE])

    assert list(storage.staging_folder().iterdir()) == []
