"""Uploads in pieces: the server's half of the tus protocol 1.0.0 (https://tus.io/protocols/resumable-upload).

Creation, termination and expiration are spoken. Who asks is told in a sentence of plain text why something is refused.
How a whole upload ended is told by a GET, which answers with JSON.
"""

from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.shortcuts import get_object_or_404
from django.utils.http import http_date

from assessments import grace, intake, storage, transfers, workflow
from assessments.forms.uploads import OFFSET_TYPE, NewUpload, Refused, number
from assessments.models import Answer, Upload
from assessments.uploads import is_nearly_full
from assessments.validators.rejection import Rejected
from assessments.views.refusals import status_of

VERSION = "1.0.0"
HEADERS = {"Tus-Resumable": VERSION, "Cache-Control": "no-store"}
STATUS = {"quota": 413, "big": 413, "answer_full": 409, "unfinished": 409, "type": 415, "empty": 400}
STATE = Upload.State


def tus(**handlers):
    """A view that calls the handler of the method, and says every refusal as the protocol wants it."""

    @login_not_required
    def view(request, **names):
        response = _answer(request, handlers, names)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        return response

    return wraps(handlers["POST"] if "POST" in handlers else handlers["PATCH"])(view)


def _answer(request, handlers, names):
    if not request.user.is_authenticated:
        return _told(401, "Sesi Anda berakhir. Masuk lagi, lalu unggahan dilanjutkan")
    if request.method not in handlers:
        return HttpResponse(status=405, headers={"Allow": ", ".join(handlers)})
    if request.method not in ("GET", "OPTIONS") and request.headers.get("Tus-Resumable") != VERSION:
        return HttpResponse(status=412, headers={"Tus-Version": VERSION})
    try:
        return handlers[request.method](request, **names)
    except Http404:
        return _told(404, "Unggahan tidak ditemukan")
    except PermissionDenied as refusal:
        return _told(403, str(refusal))
    except Refused as refusal:
        return _told(refusal.status, str(refusal))
    except (Rejected, storage.StorageFull) as refusal:
        return _told(STATUS.get(refusal.code) or status_of(refusal), refusal.message)


def _told(status, sentence=""):
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")


def _options(request, token=None):
    return HttpResponse(
        status=204,
        headers={
            "Tus-Version": VERSION,
            "Tus-Extension": "creation,termination,expiration",
            "Tus-Max-Size": settings.EVIDENCE_MAX_BYTES,
        },
    )


def _create(request):
    new = NewUpload(request.headers)
    answer = get_object_or_404(Answer.objects.with_parents().visible_to(request.user), **new.answer)
    if is_nearly_full(storage.staging_folder(), new.size):
        raise storage.StorageFull
    opened_at = grace.opened_at(new.izin, request.user, answer.assessment)
    upload = workflow.begin_upload(
        answer, by=request.user, key=new.key, name=new.name, size=new.size, opened_at=opened_at
    )
    if (upload.answer_id, upload.size) != (answer.pk, new.size):
        return _told(409, "Kunci ini milik unggahan lain")
    if upload.state == STATE.CANCELLED:
        return _told(410, "Unggahan ini sudah dibatalkan")
    return HttpResponse(status=201, headers={"Location": f"{request.path}{upload.token}/", **_expiry(upload)})


def _head(request, token):
    upload = _upload_or_404(request, token)
    return HttpResponse(headers={"Upload-Offset": _offset(upload), "Upload-Length": upload.size, **_expiry(upload)})


def _patch(request, token):
    upload = _upload_or_404(request, token)
    offset = number(request.headers.get("Upload-Offset"))
    length = number(request.headers.get("Content-Length"))
    if request.content_type != OFFSET_TYPE:
        raise Refused(415, f"Kirim sebagai {OFFSET_TYPE}")
    if offset != _offset(upload):
        raise Refused(409)
    if length > upload.size - offset:
        raise Refused(413, "Potongan melewati ukuran yang disebut")
    if upload.state == STATE.RECEIVING:
        offset = _take(request, upload, offset, length)
    return HttpResponse(status=204, headers={"Upload-Offset": offset, **_expiry(upload)})


def _take(request, upload, offset, length):
    """Write the piece; after the last byte decide on the file."""
    if is_nearly_full(storage.staging_folder(), length):
        raise storage.StorageFull
    try:
        offset = transfers.append(upload.token, offset, length, request.read)
        if offset == upload.size:
            intake.finish(upload, by=request.user)
    except transfers.OutOfStep as error:
        raise Refused(409) from error
    except transfers.Busy as error:
        raise Refused(423, "Berkas ini sedang diperiksa") from error
    except UnreadablePostError as error:  # the line dropped: nobody reads this answer, and what came is kept
        raise Refused(400) from error
    finally:
        workflow.note_received(upload, transfers.offset_of(upload.token))
    return offset


def _delete(request, token):
    upload = _upload_or_404(request, token)
    if not workflow.end_upload(upload, STATE.CANCELLED):
        raise Refused(409, "Berkas ini sudah selesai diunggah")
    transfers.discard(upload.token)
    return HttpResponse(status=204)


def _outcome(request, token):
    upload = _upload_or_404(request, token)
    evidence = upload.evidence
    return JsonResponse(
        {
            "state": upload.state,
            "reason": upload.reason,
            "evidence": upload.evidence_id,
            "duplicate_of": evidence.pk if evidence and evidence.created_at < upload.created_at else None,
            "is_cited": bool(evidence) and upload.answer.citations.filter(evidence=evidence).exists(),
        }
    )


def _upload_or_404(request, token):
    uploads = Upload.objects.visible_to(request.user).select_related("evidence", "answer__assessment__unit")
    upload = get_object_or_404(uploads, token=token)
    if request.method != "GET" and (upload.has_lapsed or upload.state == STATE.CANCELLED):
        raise Refused(410, "Unggahan ini sudah tidak berlaku. Mulai lagi dari awal")
    return upload


def _offset(upload):
    """An upload that is decided has arrived whole, also when its file was refused."""
    return transfers.offset_of(upload.token) if upload.state == STATE.RECEIVING else upload.size


def _expiry(upload):
    return {"Upload-Expires": http_date(upload.expires_at.timestamp())} if upload.state == STATE.RECEIVING else {}


upload_create = tus(POST=_create, OPTIONS=_options)
upload = tus(HEAD=_head, PATCH=_patch, DELETE=_delete, GET=_outcome, OPTIONS=_options)
