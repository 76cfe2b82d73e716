"""Starting from last year: its level and explanation, its proofs, and the word of a person that they still hold.

What was copied stays marked until that word, or until the person edits it: an unread copy is not an answer.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import TextChoices

from assessments import permissions
from assessments.copied import with_unchecked_copies
from assessments.models import Answer, Citation, Revision, record
from assessments.validators.rejection import Rejected
from assessments.workflow.citing import cite
from assessments.workflow.errors import Conflict
from assessments.workflow.locks import lock_proofs, locked_answer
from assessments.workflow.reads import locked_answer_of
from assessments.workflow.saving import save_locked

OCCUPIED = (
    "Penjelasan tahun lalu belum disalin: sudah ada penjelasan pada jawaban ini. Pilih menambahkan atau mengganti."
)
TOO_LONG = "Penjelasan tahun lalu tidak disalin: bersama penjelasan sekarang melebihi {limit} karakter."
EMPTY = "Tahun lalu tidak ada penjelasan yang dapat disalin."


class Way(TextChoices):
    """What happens to a text that is there already; a replaced one stays in history."""

    FILL = "isi", "Isi yang kosong"
    APPEND = "tambah", "Tambahkan di bawahnya"
    REPLACE = "ganti", "Ganti seluruhnya"


@transaction.atomic
def copy_answer(answer, earlier, *, by, seen, way=Way.FILL, limit=None):
    """Take over the level, where none is chosen, and the explanation of an `earlier` answer; raise Rejected if not.

    A text that this person has not seen is neither replaced nor added to: then Conflict is raised.
    """
    fresh = locked_answer_of(answer, by=by)
    permissions.require(permissions.may_edit(by, fresh))
    _require_own_past(fresh, earlier.answer)
    text = _combined(fresh.explanation, earlier.explanation, way, limit)
    is_seen = fresh.versions["explanation"] == seen.get("explanation")
    if fresh.explanation.strip() and text != fresh.explanation and not is_seen:
        raise Conflict(fresh, fields=["explanation"], wanted={"explanation": text})
    changes = {"explanation": text}
    if fresh.score is None and earlier.score is not None:
        changes["score"] = earlier.score
    saved = save_locked(fresh, by=by, seen=fresh.versions, origin=Revision.Origin.COPIED, **changes).answer
    Answer.objects.filter(pk=saved.pk).update(copied_from=earlier.answer, is_copy_unchecked=True)
    saved.copied_from, saved.is_copy_unchecked = earlier.answer, True
    _tell("answer.copied", saved, by, source=earlier.answer.pk, year=earlier.year, way=str(way))
    return saved


@transaction.atomic
def reuse_evidence(answer, earlier, *, by, chosen=None):
    """Cite the chosen ones (all by default) of the proofs of an `earlier` answer that still serve, each unchecked.

    One that is cited by now stays as it is.
    """
    fresh = locked_answer(answer)
    permissions.require(permissions.may_edit(by, fresh))
    _require_own_past(fresh, earlier.answer)
    proofs = [proof for proof in earlier.fitting if chosen is None or proof.evidence.pk in chosen]
    lock_proofs(pk__in=[proof.evidence.pk for proof in proofs])
    known = set(fresh.citations.values_list("evidence", flat=True))
    cited = [
        cite(
            answer,
            proof.evidence,
            by=by,
            pages=proof.citation.pages,
            levels=proof.citation.levels,
            is_copy_unchecked=True,
        )
        for proof in proofs
    ]
    if new := [citation.evidence_id for citation in cited if citation.evidence_id not in known]:
        _tell("answer.evidence_reused", fresh, by, source=earlier.answer.pk, year=earlier.year, evidence=new)
    return cited


@transaction.atomic
def confirm_copies(answer, *, by, explanation=True, citations=None):
    """A person has read what was copied: the explanation, if asked, and these citations (all by default)."""
    fresh = locked_answer(answer)
    permissions.require(permissions.may_edit(by, fresh))
    unchecked = fresh.citations.filter(is_copy_unchecked=True)
    if citations is not None:
        unchecked = unchecked.filter(pk__in=citations)
    checked = list(unchecked.order_by("position").values_list("pk", "evidence"))
    text = explanation and fresh.is_copy_unchecked
    if not text and not checked:
        return False
    if text:
        Answer.objects.filter(pk=fresh.pk).update(is_copy_unchecked=False)
    Citation.objects.filter(pk__in=[pk for pk, _ in checked]).update(is_copy_unchecked=False)
    _tell("answer.copy_checked", fresh, by, explanation=text, evidence=[evidence for _, evidence in checked])
    return True


@transaction.atomic
def confirm_all_copies(assessment, *, by):
    """The same for every answer of an assessment that can be changed now; how many there were."""
    permissions.require(permissions.is_operator_of(by, assessment))
    answers = with_unchecked_copies(assessment.answers.all()).filter(has_unchecked_copies=True)
    answers = list(answers.select_related("indicator__instrument").order_by("indicator__number"))
    for answer in answers:
        answer.assessment = assessment
    editable = [answer for answer in answers if permissions.may_edit(by, answer)]
    if answers and not editable:
        permissions.require(permissions.may_edit(by, answers[0]))
    return sum(confirm_copies(answer, by=by) for answer in editable)


def _require_own_past(answer, source):
    """Only the unit's own answer about the same indicator, in an earlier period that is over."""
    was, now = source.assessment, answer.assessment
    same = (was.unit_id, source.indicator_id) == (now.unit_id, answer.indicator_id)
    if not same or not was.period.is_closed or was.period.year >= now.period.year:
        raise PermissionDenied("Yang dapat disalin hanya jawaban perangkat daerah ini pada periode yang sudah ditutup.")


def _combined(text, earlier, way, limit):
    if not earlier.strip():
        raise Rejected("copy", EMPTY)
    if way == Way.APPEND and text.rstrip().endswith(earlier.rstrip()):
        return text
    if way == Way.REPLACE or not text.strip():
        return earlier
    if way == Way.FILL:
        raise Rejected("copy", OCCUPIED)
    combined = f"{text.rstrip()}\n\n{earlier}"
    if limit and len(combined) > limit:
        raise Rejected("copy", TOO_LONG.format(limit=f"{limit:,}".replace(",", ".")))
    return combined


def _tell(action, answer, by, **data):
    record(action, by=by, assessment=answer.assessment, target=f"answer:{answer.pk}", **data)
