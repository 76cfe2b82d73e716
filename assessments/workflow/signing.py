"""The papers that leaders sign: what is written into them, and the signed copies that come back."""

from django.db import transaction
from django.utils import timezone

from assessments import permissions
from assessments.models import Minutes, Period, SignedDocument, record
from assessments.workflow.errors import Conflict
from assessments.workflow.locks import locked_period
from assessments.workflow.stages import move

REPLACED = "Diganti dengan unggahan yang lebih baru."


class WrongDigest(Exception):
    """The paper was printed from another revision than the one that is to be signed."""


@transaction.atomic
def save_minutes(period, *, by, version, data):
    """Write what the minutes say. `version` is the one that the page showed; a stale one writes nothing (Conflict)."""
    fresh = locked_period(period)
    permissions.require(permissions.may_write_minutes(by, fresh))
    minutes = Minutes.objects.filter(period=fresh).first() or Minutes(period=fresh)
    if minutes.version != version:
        raise Conflict(minutes)
    if minutes.data == data:
        return minutes
    changed = sorted(name for name in data if minutes.data.get(name) != data[name])
    minutes.data, minutes.version, minutes.updated_by = data, version + 1, by
    minutes.save()
    told = {"version": minutes.version, "fields": changed}
    record("minutes.saved", by=by, institution=fresh.institution, target=fresh.slug, **told)
    return minutes


@transaction.atomic
def sign_document(document, *, by):
    """Keep a signed paper, unsaved and with its file stored, for the current revision; the second one ends the signing.

    A newer copy of a paper takes the place of the earlier one, which stays in the store as void.
    """
    period = locked_period(document.result.period)
    permissions.require(permissions.may_sign(by, period))
    result = period.results.first()
    if result.pk != document.result_id:
        raise Conflict(result)
    if document.digest != result.digest:
        raise WrongDigest
    current = result.signed_documents.filter(voided_at=None)
    current.filter(kind=document.kind).update(voided_at=timezone.now(), voided_reason=REPLACED)
    document.uploaded_by = by
    document.save()
    told = {
        "kind": document.kind,
        "revision": result.revision,
        "digest": result.digest,
        "sha256": document.sha256,
        "digest_source": document.digest_source,
    }
    record("paper.signed", by=by, institution=period.institution, target=period.slug, **told)
    if period.stage == Period.Stage.SIGNING and current.count() == len(SignedDocument.Kind):
        move(period, Period.Stage.NATIONAL_ENTRY, by)
    return document


@transaction.atomic
def note_paper_read(document, *, by):
    """Tell that a signed paper left the portal."""
    period = document.result.period
    told = {"kind": document.kind, "revision": document.result.revision, "sha256": document.sha256}
    record("paper.downloaded", by=by, institution=period.institution, target=period.slug, **told)
