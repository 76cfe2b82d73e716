"""Receiving files: nothing typed is lost, nothing is left behind, nothing is read without end (U2, U11, D5, d3)."""

import errno
import gc
import hashlib
import io
import os
import random
import resource
import shutil
from types import SimpleNamespace

import pytest
from django.conf import settings as portal
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import SuspiciousOperation, TooManyFilesSent
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import path

from assessments import storage, uploads
from assessments.uploads import StagedFile, check, megabytes, stage
from assessments.validators.rejection import Rejected
from tests.corpus import HOSTILE, content_of
from tests.corpus.pdfs import pdf

MB = 1_000_000


@login_not_required
def receive(request):
    if request.method == "GET":
        return HttpResponse(get_token(request))
    files = request.FILES.getlist("berkas")
    stored = [storage.store(file) for file in files if file.name.startswith("simpan")]
    return JsonResponse({"names": [file.name for file in files], "note": request.POST.get("catatan"), "stored": stored})


urlpatterns = [
    path("kirim/", receive),
    *[path(f"{name}/", receive, name=name) for name in ("help", "shortcuts", "accessibility")],  # in every page's foot
]


@pytest.fixture(autouse=True)
def limits(root, settings):
    settings.EVIDENCE_MAX_BYTES = MB


@pytest.fixture
def left(root):
    def left():
        gc.collect()
        return [path for path in root.rglob("*") if path.is_file()]

    return left


@pytest.fixture
def post():
    """Return a request with these fields, in this order, whose body has not been read."""
    requests = []

    def post(body=None, environment=None, **fields):
        body = encode_multipart(BOUNDARY, fields) if body is None else body
        request = RequestFactory().generic("POST", "/kirim/", body, MULTIPART_CONTENT, **(environment or {}))
        requests.append(request)
        return request

    yield post
    for request in requests:
        request.close()


def file(content=b"isi", name="surat.pdf"):
    return SimpleUploadedFile(name, content)


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


class Meter(io.BytesIO):
    """A body that counts how much of it was read."""

    read_bytes = 0

    def read(self, *arguments):
        content = super().read(*arguments)
        self.read_bytes += len(content)
        return content


@pytest.fixture
def metered(post):
    def metered(fields):
        body = encode_multipart(BOUNDARY, fields)
        meter = Meter(body)
        return post(body, {"wsgi.input": meter}), meter

    return metered


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


def test_stranger_cannot_fill_the_disk(post, left):
    request = post(sebelum="a", berkas=file(), sesudah="b")
    request.user = AnonymousUser()

    assert (request.POST.dict(), dict(request.FILES), left()) == ({"sebelum": "a", "sesudah": "b"}, {}, [])


def test_stranger_is_not_read_without_end(metered):
    request, meter = metered({"sebelum": "a", "berkas": file(bytes(30 * MB))})
    request.user = AnonymousUser()

    assert (request.POST.dict(), dict(request.FILES)) == ({"sebelum": "a"}, {})
    assert meter.read_bytes < 6 * MB


def test_signed_in_person_may_send(post, django_user_model):
    request = post(berkas=file())
    request.user = django_user_model()

    assert list(request.FILES) == ["berkas"]


def test_forgotten_file_disappears(left):
    staged = stage("a.pdf", b"isi")
    assert left() == [staged.path]

    staged.file.close()
    del staged

    assert left() == []


@pytest.fixture
def client(settings):
    settings.MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
    return Client(enforce_csrf_checks=True)


@pytest.mark.urls(__name__)
def test_files_pass_the_csrf_check(client, left, root):
    token = client.get("/kirim/").text

    response = client.post(
        "/kirim/",
        {"berkas": [file(name="simpan.pdf"), file(name="b.pdf")], "catatan": "a", "csrfmiddlewaretoken": token},
    )

    assert response.status_code == 200
    assert response.json()["names"] == ["simpan.pdf", "b.pdf"]
    assert response.json()["note"] == "a"
    assert left() == [root / name for name in response.json()["stored"]]


@pytest.mark.urls(__name__)
def test_file_without_csrf_token_is_refused_and_removed(client, left):
    response = client.post("/kirim/", {"berkas": file()})

    assert response.status_code == 403
    assert left() == []


def test_good_file_passes_the_check():
    staged = stage("Peraturan Gubernur.pdf", pdf())

    assert check(staged).extension == "pdf"
    staged.close()


@pytest.mark.parametrize("trick", ["pdf-javascript", "empty", "docx-encrypted"])
def test_hostile_file_fails_the_check(trick):
    name, content, code = HOSTILE[trick]
    staged = stage(name, content_of(content))

    with pytest.raises(Rejected) as refusal:
        check(staged)

    assert refusal.value.code == code
    staged.close()


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0"), (1, "0,1"), (25 * MB, "25"), (25 * MB + 1, "25,1"), (26_300_000, "26,3"), (125 * MB, "125")],
)
def test_megabytes_are_rounded_up(size, text):
    assert megabytes(size) == text


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


@pytest.mark.parametrize(
    ("size", "text"), [(1, "1 KB"), (450_001, "451 KB"), (1_000_000, "1 MB"), (2_400_000, "2,4 MB")]
)
def test_size_below_a_megabyte_is_told_in_kilobytes(size, text):
    assert uploads.told_size(size) == text
