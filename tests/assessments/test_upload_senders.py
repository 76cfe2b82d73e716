"""From whom files are received: not from strangers, nor by a form without its token."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.urls import path

from assessments import storage
from tests.assessments.receiving import MB, file

pytestmark = pytest.mark.usefixtures("megabyte")


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
