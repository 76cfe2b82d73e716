"""Receiving files: nothing typed is lost, nothing is left behind, nothing is read without end (U2, U11, D5, d3)."""

import errno
import hashlib
import io
import os
import random
import resource
import shutil
from types import SimpleNamespace

import pytest
from django.conf import settings as portal
from django.core.exceptions import SuspiciousOperation, TooManyFilesSent
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.test import RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from assessments import storage, uploads
from assessments.uploads import StagedFile, check, stage
from assessments.validators.rejection import Rejected
from tests.assessments.receiving import MB, file
from tests.corpus.pdfs import pdf

pytestmark = pytest.mark.usefixtures("megabyte")


def test_handler_serves_the_whole_site():
    assert portal.FILE_UPLOAD_HANDLERS == ["assessments.uploads.StagingUploadHandler"]


def test_file_is_hashed_and_counted_on_its_way_to_the_staging_folder(post, root):
    content = random.Random(1).randbytes(300_000)
    request = post(sebelum="a", berkas=file(content), sesudah="b")

    received = request.FILES["berkas"]

    assert isinstance(received, StagedFile)
    assert (received.name, received.size, received.refused) == ("surat.pdf", 300_000, "")
    assert received.sha256 == hashlib.sha256(content).hexdigest()
    assert received.path.parent == root / ".staging"
    assert received.path.read_bytes() == received.read() == content
    assert request.POST.dict() == {"sebelum": "a", "sesudah": "b"}


def test_end_of_the_request_empties_the_staging_folder(post, left):
    request = post(berkas=[file(name="a.pdf"), file(name="b.pdf")])
    assert len(request.FILES.getlist("berkas")) == len(left()) == 2

    request.close()

    assert left() == []


def test_stored_file_outlives_the_request(post, root, left):
    request = post(berkas=file())
    name = storage.store(request.FILES["berkas"])

    request.close()

    assert left() == [root / name]


@pytest.mark.parametrize(("size", "too_big"), [(MB - 1, False), (MB, False), (MB + 1, True), (4 * MB, True)])
def test_limit_counts_bytes_and_keeps_every_other_field(post, left, size, too_big):
    request = post(sebelum="a", berkas=file(bytes(size)), lain=file(b"lain"), sesudah="b")

    received = request.FILES["berkas"]

    assert received.too_big is too_big
    assert received.size == size
    assert received.path.exists() is not too_big
    assert request.FILES["lain"].read() == b"lain"
    assert request.POST.dict() == {"sebelum": "a", "sesudah": "b"}


def test_too_big_file_is_refused_in_words(post):
    request = post(berkas=file(bytes(1_250_001)))

    with pytest.raises(Rejected) as refusal:
        check(request.FILES["berkas"])

    assert (refusal.value.code, refusal.value.message) == ("big", "Ukuran 1,3 MB; paling besar 1 MB")


def test_reading_stops_after_five_largest_files(metered, left):
    request, meter = metered({"sebelum": "a", "berkas": file(bytes(30 * MB)), "sesudah": "b"})

    received = request.FILES["berkas"]

    assert 5 * MB <= meter.read_bytes < 6 * MB
    assert received.too_big
    assert request.POST.dict() == {"sebelum": "a"}
    assert left() == []


def test_reading_stops_when_many_files_are_too_much_together(metered, left):
    names = [f"{number}.pdf" for number in range(9)]
    request, meter = metered({"berkas": [file(bytes(MB - 10), name) for name in names]})

    received = request.FILES.getlist("berkas")

    assert 5 * MB <= meter.read_bytes < 6 * MB
    assert [item.refused for item in received] == ["", "", "", "", "", "many"]
    with pytest.raises(Rejected) as refusal:
        check(received[-1])
    assert refusal.value.message == "Kiriman sekaligus paling besar 5 MB. Kirim berkasnya dalam beberapa kiriman"


class LostConnection(io.BytesIO):
    def read(self, size=-1):
        content = super().read(size)
        if not content:
            raise OSError("connection reset")
        return content


def cut_body(after):
    return encode_multipart(BOUNDARY, {"catatan": "a", "lain": file(b"lain"), "berkas": file(bytes(500_000))})[:after]


def test_lost_connection_leaves_no_file(post, left):
    connection = LostConnection(cut_body(after=300_000))
    request = post(cut_body(after=None), {"wsgi.input": connection})

    with pytest.raises(UnreadablePostError):
        request.POST.get("catatan")

    assert left() == []


def test_body_that_ends_inside_a_file_leaves_only_whole_files(post, left):
    request = post(cut_body(after=300_000))

    assert list(request.FILES) == ["lain"]
    assert left() == [request.FILES["lain"].path]


def test_too_many_files_leave_no_file(post, settings, left):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2

    with pytest.raises(TooManyFilesSent):
        _ = post(berkas=[file(), file(), file()]).FILES

    assert left() == []


def test_broken_part_leaves_no_file(post, left):
    body = (
        f"--{BOUNDARY}\r\nContent-Disposition: form-data; name=a; filename=a.pdf\r\n"
        f"Content-Transfer-Encoding: base64\r\n\r\nabcde\r\n--{BOUNDARY}--\r\n"
    )

    with pytest.raises(MultiPartParserError):
        _ = post(body.encode()).FILES

    assert left() == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_full_disk_refuses_the_file_and_keeps_the_form(post, left, monkeypatch, number):
    def fail(self, chunk):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(StagedFile, "_write", fail)
    request = post(sebelum="a", berkas=file(bytes(300_000)), sesudah="b")

    received = request.FILES["berkas"]

    assert (received.refused, received.size, received.path.exists()) == ("full", 300_000, False)
    assert request.POST.dict() == {"sebelum": "a", "sesudah": "b"}
    assert left() == []
    with pytest.raises(Rejected) as refusal:
        check(received)
    assert refusal.value.code == "full"


def test_limit_of_the_operating_system_refuses_the_file(post, left):
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        received = post(berkas=file(bytes(300_000))).FILES["berkas"]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert received.refused == "full"
    assert left() == []


@pytest.mark.parametrize(
    ("total", "free", "refused"),
    [(100 * MB, 4 * MB, "full"), (100 * MB, 6 * MB, ""), (10**12, 499 * MB, "full"), (10**12, 501 * MB, "")],
)
def test_last_room_of_the_disk_is_left_to_the_database(post, monkeypatch, total, free, refused):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(total=total, used=total - free, free=free))

    assert post(berkas=file()).FILES["berkas"].refused == refused


def test_other_faults_of_the_disk_are_not_called_full(post, left, monkeypatch):
    def fail(self, chunk):
        raise OSError(errno.EIO, "I/O error")

    monkeypatch.setattr(StagedFile, "_write", fail)

    with pytest.raises(OSError, match="I/O error"):
        _ = post(berkas=file()).FILES

    assert left() == []


def test_short_writes_are_continued(post, monkeypatch):
    class Slow(io.FileIO):
        def write(self, content):
            return super().write(bytes(content)[:1_000])

    monkeypatch.setattr(StagedFile, "_open", lambda self: setattr(self, "file", Slow(self.path, "x+")))
    content = random.Random(1).randbytes(70_000)

    assert post(berkas=file(content)).FILES["berkas"].path.read_bytes() == content


def test_forgotten_file_disappears(left):
    staged = stage("a.pdf", b"isi")
    assert left() == [staged.path]

    staged.file.close()
    del staged

    assert left() == []


def test_malformed_requests_leave_no_file(left):
    """500 bodies with bytes changed, cut or repeated: Django refuses them or reads what is left of them (U1)."""
    whole = encode_multipart(BOUNDARY, {"catatan": "a", "berkas": [file(b"isi" * 99), file(pdf())], "sesudah": "b"})
    for number in range(500):
        dice = random.Random(f"20261124/{number}")
        body, start = bytearray(whole), dice.randrange(len(whole))
        for _ in range(dice.randint(1, 9)):
            body[dice.randrange(len(body))] = dice.choice(b'\0\r\n-";=:\xff')
        if number % 3 == 0:
            del body[start : start + dice.randint(1, 300)]
        elif number % 3 == 1:
            body[start:start] = body[start : start + dice.randint(1, 300)]
        request = RequestFactory().generic("POST", "/kirim/", bytes(body), MULTIPART_CONTENT)
        try:
            files = [item for _, items in request.FILES.lists() for item in items]
        except (MultiPartParserError, SuspiciousOperation):
            continue
        assert all(item.path.parent == storage.staging_folder() and not item.refused for item in files)
        request.close()

    assert left() == []


def test_limits_fit_each_other():
    assert portal.DATA_UPLOAD_MAX_NUMBER_FILES >= uploads.MAX_FILES_AT_ONCE
