"""The command that removes what crashes and broken uploads left behind, and nothing that anybody still needs."""

import io
import os
import time
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from assessments import storage, uploads, workflow
from assessments.models import Evidence, Upload
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("root")]

DAY = 24 * 60 * 60


@pytest.fixture
def kept(answer, operator):
    """A proof that a row knows, and one that is removed from the library and stays in history."""
    for title in ("Laporan", "Risalah"):
        citation = factories.cite_file(answer, operator, title=title)
    workflow.remove_citation(citation, by=operator)
    workflow.remove_proof(citation.evidence, by=operator)
    return [age(storage.path_of(evidence.stored_name)) for evidence in Evidence.objects.all()]


@pytest.fixture
def orphan():
    return age(storage.path_of(storage.store(uploads.stage("a.pdf", b"x" * 1_500_000))))


@pytest.fixture
def abandoned():
    path = storage.staging_folder() / "0123"
    path.write_bytes(b"x" * 500_000)
    return age(path)


def age(path, seconds=DAY + 60):
    then = time.time() - seconds
    os.utime(path, (then, then))
    return path


def sweep(**options):
    out = io.StringIO()
    call_command("evidence_sweep", stdout=out, **options)
    return out.getvalue().splitlines()


def test_old_strays_are_deleted_and_named(root, kept, orphan, abandoned):
    young = storage.path_of(storage.store(uploads.stage("b.pdf", b"x")))

    told = sweep()

    assert told == [
        "  .staging/0123: unggahan yang tidak selesai",
        f"  {orphan.relative_to(root)}: tidak dikenal basis data",
        "2 berkas sisa (2 MB) dihapus.",
    ]
    assert {path for path in root.rglob("*") if path.is_file()} == {*kept, young}


def test_dry_run_names_the_same_and_deletes_nothing(root, kept, orphan, abandoned):
    told = sweep(dry_run=True)

    assert told[-1] == "2 berkas sisa (2 MB) akan dihapus. Kali ini tidak ada yang dihapus."
    assert {path for path in root.rglob("*") if path.is_file()} == {*kept, orphan, abandoned}
    assert told[:-1] == sweep()[:-1]


def test_uploads_that_may_go_on_keep_their_pieces(answer, operator, kept):
    def piece(token, hours, state=Upload.State.RECEIVING):
        fields = {"answer": answer, "created_by": operator, "name": "a.pdf", "size": 9, "state": state}
        upload = Upload.objects.create(token=token, client_key=token, **fields)
        Upload.objects.filter(pk=upload.pk).update(updated_at=timezone.now() - timedelta(hours=hours))
        path = storage.staging_folder() / token
        path.write_bytes(b"x")
        return age(path, hours * 3600 + 60)

    going_on, lapsed, ended = piece("a", 20), piece("b", 30), piece("c", 20, Upload.State.CANCELLED)
    link = storage.staging_folder() / "a.1234"
    os.link(going_on, link)

    told = sweep(older_than=12)

    assert told[-1] == "2 berkas sisa (0,1 MB) dihapus."
    assert [path.exists() for path in (going_on, link, lapsed, ended)] == [True, True, False, False]


def test_younger_strays_are_swept_when_asked_for(kept):
    young = storage.path_of(storage.store(uploads.stage("b.pdf", b"x")))

    assert sweep(older_than=0)[-1] == "1 berkas sisa (0,1 MB) dihapus."
    assert not young.exists()


def test_nothing_to_sweep(kept):
    assert sweep() == ["Tidak ada berkas sisa yang berumur lebih dari 24 jam."]
    assert all(path.exists() for path in kept)


def test_nothing_is_deleted_beside_a_database_whose_files_are_elsewhere(kept, orphan, abandoned):
    kept[0].unlink()

    with pytest.raises(CommandError, match="1 berkas bukti yang dikenal basis data tidak ada"):
        sweep()

    assert orphan.exists()
    assert abandoned.exists()


def test_nothing_is_deleted_beside_an_empty_database(orphan, abandoned):
    with pytest.raises(CommandError, match="tidak mengenal satu pun berkas bukti"):
        sweep()

    assert orphan.exists()
    assert abandoned.exists()


def test_uploads_that_never_ended_are_deleted_even_before_the_first_proof(abandoned):
    assert sweep()[-1] == "1 berkas sisa (0,5 MB) dihapus."
    assert not abandoned.exists()
