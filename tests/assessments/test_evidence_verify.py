"""`evidence_verify` names exactly what is missing, changed or unknown, and answers 0 only when everything is whole."""

import io
import os
import time

import pytest
from django.core.management import CommandError, call_command

from assessments import storage, uploads
from assessments.models import Evidence
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("root")]


@pytest.fixture
def proofs(answer, operator):
    titles = ("Laporan", "Risalah", "Notula", "Keputusan")
    return [
        factories.cite_file(answer, operator, title=title, content=title.encode() * 500).evidence for title in titles
    ]


def verify():
    out = io.StringIO()
    try:
        call_command("evidence_verify", stdout=out)
    except CommandError as error:
        assert error.returncode == 1
        return [*out.getvalue().splitlines(), str(error)]
    return out.getvalue().splitlines()


def rewrite(path, change):
    path.chmod(0o640)
    data = bytearray(path.read_bytes())
    change(data)
    path.write_bytes(bytes(data))


def flip(data):
    data[len(data) // 2] ^= 1


def test_whole_library_is_clean(proofs, root):
    gone = {"removed_at": "2026-01-01T00:00Z", "removed_by": proofs[0].created_by, "removed_reason": "other"}
    Evidence.objects.filter(pk=proofs[0].pk).update(**gone)
    factories.link(proofs[0].unit, proofs[0].created_by).save()
    assert verify() == ["4 berkas bukti diperiksa: semua utuh."]


def test_every_fault_is_named_and_nothing_else(proofs, root):
    flipped, cut, missing, whole = proofs
    rewrite(storage.path_of(flipped.stored_name), flip)
    rewrite(storage.path_of(cut.stored_name), lambda data: data.pop())
    storage.path_of(missing.stored_name).unlink()
    orphan = storage.store(uploads.stage("a.pdf", b"x"))
    (root / "ab").mkdir(exist_ok=True)
    (root / "ab" / "catatan.txt").write_text("x")
    left, arriving = storage.staging_folder() / "0123", storage.staging_folder() / "4567"
    for path in (left, arriving):
        path.write_bytes(b"x")
    os.utime(left, (time.time() - 90_000,) * 2)

    assert verify() == [
        f"  {flipped.stored_name}: berubah (bukti {flipped.pk}, Laporan.pdf)",
        f"  {cut.stored_name}: berubah (bukti {cut.pk}, Risalah.pdf)",
        f"  {missing.stored_name}: hilang (bukti {missing.pk}, Notula.pdf)",
        *sorted([f"  {orphan}: tidak dikenal basis data", "  ab/catatan.txt: tidak dikenal basis data"]),
        "  .staging/0123: sisa unggahan",
        "4 berkas bukti diperiksa: 1 hilang, 2 berubah, 2 tidak dikenal basis data, 1 sisa unggahan.",
    ]


def test_changed_file_is_never_handed_out(client, proofs, operator):
    client.force_login(operator)
    for proof in proofs[:2]:
        rewrite(storage.path_of(proof.stored_name), flip)
        response = client.get(f"/bukti/{proof.pk}/unduh/")
        assert response.status_code == 500
        assert not response.streaming
        assert b"%PDF" not in response.content and proof.title.encode() * 2 not in response.content
