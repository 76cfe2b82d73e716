"""Files on their way to an answer: begun within the limits, and decided in one transaction when they are whole.

What an unfinished upload will need is reserved when it begins, under the lock of the unit: many at once never pass the
quota together.
"""

import secrets

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from accounts.models import Unit
from assessments import evidence_check, permissions
from assessments.models import Evidence, Upload, record
from assessments.uploads import told_size
from assessments.validators.rejection import Rejected
from assessments.workflow.citing import ANSWER_FULL, cite
from assessments.workflow.locks import locked_answer

MAX_UNFINISHED = 50  # of one person
QUOTA_FULL = (
    "Ruang bukti {unit} tidak cukup: {used} dari {limit} terpakai. Hubungi pengelola portal untuk menambah ruang"
)
TOO_MANY = "Ada {limit} unggahan Anda yang belum selesai. Selesaikan atau batalkan sebagian, lalu unggah lagi"
IN_LIBRARY = "{reason} Berkas tersimpan di pustaka bukti dan belum dirujuk jawaban ini."


@transaction.atomic
def begin_upload(answer, *, by, key, name, size, opened_at=None):
    """Reserve room for a file. The same key of the same person is the same upload, and is renewed when it lapsed.

    `opened_at`: since when its page was open, where the server can tell (`grace`); a file chosen there came in time.
    """
    fresh = locked_answer(answer)
    known = Upload.objects.filter(created_by=by, client_key=key).first()
    if known and not known.has_lapsed:
        return known
    permissions.require(permissions.is_operator_of(by, fresh.assessment))
    _require_place(fresh, by)
    require_quota(fresh.assessment.unit, size)
    if known:
        known.save(update_fields=["updated_at"])
        return known
    given = {"answer": fresh, "created_by": by, "name": name, "size": size, "opened_at": opened_at}
    return Upload.objects.create(token=secrets.token_hex(16), client_key=key, **given)


def note_received(upload, count):
    """How far an unfinished upload has come, and that it is alive."""
    Upload.objects.receiving().filter(pk=upload.pk).update(received=min(count, upload.size), updated_at=timezone.now())


def end_upload(upload, state, reason=""):
    """Cancel or reject an unfinished upload; one that is decided stays as it is."""
    return Upload.objects.receiving().filter(pk=upload.pk).update(state=state, reason=reason, updated_at=timezone.now())


@transaction.atomic
def add_file(answer, evidence, *, by, upload=None, seen_open_at=None):
    """Cite a stored file; returns the proof and whether it is new on this answer.

    The unit's own copy is cited where it has one. An upload that began in time is taken a little longer, as a save is.
    A file that an answer can no longer take, because it was sent or filled while the pieces came, stays in the library.
    """
    fresh = locked_answer(answer)
    if upload and not Upload.objects.receiving().select_for_update().filter(pk=upload.pk).first():
        raise Rejected("cancelled", "Unggahan ini sudah dibatalkan")
    _locked_unit(evidence.unit_id)
    known = Evidence.objects.present().filter(unit=evidence.unit_id, sha256=evidence.sha256).first()
    if known and known.scan == Evidence.Scan.INFECTED:
        raise Rejected("virus")
    if known is None:
        require_quota(evidence.unit, evidence.size, but=upload)
    if upload:
        seen_open_at = upload.opened_at or upload.created_at
    proof, is_new, reason = _cite(fresh, known or evidence, by, upload, seen_open_at)
    if upload:
        Upload.objects.filter(pk=upload.pk).update(
            state=Upload.State.STORED, evidence=proof, received=upload.size, reason=reason, updated_at=timezone.now()
        )
    return proof, is_new


def require_quota(unit, size, but=None):
    """Raise Rejected when the unit's files, with those on their way, would need more than it may have."""
    _locked_unit(unit.pk)
    stored = Evidence.objects.filter(unit=unit).aggregate(total=Sum("size"))["total"] or 0
    coming = Upload.objects.unfinished().filter(answer__assessment__unit=unit)
    coming = coming.exclude(pk=but and but.pk).aggregate(total=Sum("size"))["total"] or 0
    limit = settings.EVIDENCE_QUOTA_BYTES
    if stored + coming + size > limit:
        used, limit = told_size(stored + coming), told_size(limit)
        raise Rejected("quota", QUOTA_FULL.format(unit=unit.name, used=used, limit=limit))


def _require_place(answer, by):
    limit = settings.EVIDENCE_MAX_PER_ANSWER
    coming = Upload.objects.unfinished().filter(answer=answer).count()
    if answer.citations.count() + coming >= limit:
        raise Rejected("answer_full", ANSWER_FULL.format(limit=limit))
    if Upload.objects.unfinished().filter(created_by=by).count() >= MAX_UNFINISHED:
        raise Rejected("unfinished", TOO_MANY.format(limit=MAX_UNFINISHED))


def _cite(answer, evidence, by, upload, seen_open_at):
    if evidence.pk and answer.citations.filter(evidence=evidence).exists():
        return evidence, False, ""
    try:
        return cite(answer, evidence, by=by, seen_open_at=seen_open_at).evidence, True, ""
    except (PermissionDenied, Rejected) as refusal:
        if upload is None or not permissions.is_operator_of(by, answer.assessment):
            raise
        return _kept(answer, evidence, by), True, IN_LIBRARY.format(reason=f"{str(refusal).rstrip('.')}.")


def _kept(answer, evidence, by):
    if evidence.pk is None:
        evidence_check.keep(evidence)
        record(
            "evidence.kept",
            by=by,
            assessment=answer.assessment,
            target=f"evidence:{evidence.pk}",
            title=evidence.title,
            sha256=evidence.sha256,
        )
    return evidence


def _locked_unit(pk):
    return Unit.objects.select_for_update(no_key=True).get(pk=pk)
