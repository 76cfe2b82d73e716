"""A newer version of a proof: a row of its own, taking the older one's place in the answers that a person names."""

from django.db import transaction

from assessments import evidence_check, permissions
from assessments.models import Answer, Citation, Evidence, record
from assessments.tokens import token
from assessments.validators.rejection import Rejected
from assessments.workflow.judging import refresh_status
from assessments.workflow.library import locked_proof
from assessments.workflow.locks import locked_answer, locked_assessment
from assessments.workflow.saving import save_answer
from assessments.workflow.uploads import require_quota

REMOVED = "Bukti ini sudah dihapus dari pustaka. Pulihkan lebih dahulu, lalu ganti versinya."
REPLACED = "Versi yang lebih baru sudah ada: “{title}”. Ganti versi itu."
KNOWN_LINK = "Tautan ini sudah ada di pustaka: “{title}”. Tulis alamat lain, atau pakai yang ada."
KNOWN = "Berkas ini sudah ada di pustaka: “{title}”. Pilih berkas lain, atau pakai yang ada."


@transaction.atomic
def replace_proof(evidence, newer, *, by, answers=()):
    """Keep a stored file or a link as the newer version of a proof. Answers that were sent stay with the older one."""
    chosen = list(Answer.objects.with_parents().filter(pk__in=answers, citations__evidence=evidence))
    for assessment in sorted({answer.assessment for answer in chosen}, key=lambda row: row.pk):
        locked_assessment(assessment)
    fresh, chain = locked_proof(evidence)
    permissions.require(permissions.may_keep(by, fresh.unit))
    _require_newest(fresh)
    require_quota(fresh.unit, newer.size or 0)
    _require_new(newer, fresh)
    newer.replaces = fresh
    evidence_check.keep(newer)
    record(
        "evidence.replaced",
        by=by,
        target=f"evidence:{fresh.pk}",
        newer=newer.pk,
        title=newer.title,
        sha256=newer.sha256,
        url=newer.url,
        **chain,
    )
    for answer in chosen:
        _move(answer, fresh, newer, by)
    return newer


def _require_newest(evidence):
    if evidence.removed_at:
        raise Rejected("removed", REMOVED)
    if newer := evidence.replaced_by.present().first():
        raise Rejected("replaced", REPLACED.format(title=newer.title))


def _require_new(newer, evidence):
    known = Evidence.objects.present().filter(unit=evidence.unit_id, kind=newer.kind)
    twin = known.filter(sha256=newer.sha256, url=newer.url).first()
    if twin:
        sentence = KNOWN if newer.is_file else KNOWN_LINK
        raise Rejected("known", sentence.format(title=twin.title))


def _move(answer, older, newer, by):
    """The newer version stands where the older one stood: in the list, and where the text names it."""
    fresh = locked_answer(answer)
    permissions.require(permissions.may_edit(by, fresh))
    Citation.objects.filter(answer=fresh, evidence=older).update(evidence=newer)
    refresh_status(fresh)
    record(
        "answer.evidence_replaced",
        by=by,
        assessment=fresh.assessment,
        target=f"answer:{fresh.pk}",
        evidence=newer.pk,
        replaces=older.pk,
    )
    texts = {name: getattr(fresh, name) for name in ("explanation", "reply")}
    changes = {name: text.replace(token(older.pk), token(newer.pk)) for name, text in texts.items()}
    if changes != texts:
        save_answer(answer, by=by, seen=fresh.versions, **changes)
