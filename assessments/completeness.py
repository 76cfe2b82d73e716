"""What still stands between an answer and *Lengkap*: one missing thing, named.

The answers come from `with_proofs()`, which reads the proofs in the same query.
"""

from typing import NamedTuple

from assessments.faults import blocking_faults
from assessments.models import Answer, Evidence

MINIMUM_EXPLANATION = 30


class Gap(NamedTuple):
    """One missing thing: where it belongs on the form, and the sentence that says what to do."""

    number: int
    field: str
    message: str

    @property
    def task(self):
        """The sentence without the indicator, for a place that already names it."""
        return self.message.partition(": ")[2]


def gaps_of(answer):
    """What the answer lacks: the first thing in the order of the form. Empty means *Lengkap*.

    Level minimum needs no evidence (process.md R3.8); a returned answer also needs a reply to the assessor.
    """
    checks = (_score, _explanation, _text, _evidence, _reply)
    missing = next(((field, task) for check in checks for field, task in check(answer)), None)
    number = answer.indicator.number
    return [Gap(number, missing[0], f"Indikator {number}: {missing[1]}")] if missing else []


def filled_status(answer):
    """Belum diisi, Draf or Lengkap of an answer before it is sent; a returned one stays returned until then."""
    if answer.status == Answer.Status.RETURNED:
        return answer.status
    if answer.score is None and not answer.explanation.strip() and not answer.cited_evidence:
        return Answer.Status.EMPTY
    return Answer.Status.DRAFT if gaps_of(answer) else Answer.Status.COMPLETE


def chosen_level(answer):
    """The level for which a proof is marked unless somebody says otherwise, as a list; empty without one."""
    is_level = answer.score is not None and answer.indicator.instrument.is_stepped
    return [int(answer.score)] if is_level else []


class Spoiled(NamedTuple):
    """A proof that nobody can open, so that it proves nothing: a file with a virus, or a link that is dead."""

    title: str
    kind: str
    levels: list

    @property
    def task(self):
        if self.kind == Evidence.Kind.LINK:
            return f"ganti tautan “{self.title}” yang ditandai mati, atau unggah berkasnya"
        return f"ganti berkas “{self.title}” yang mengandung virus dengan salinan yang bersih"


def support_of(answer, level):
    """How many proofs are marked for a level, and which of them are spoiled. Without whole levels all of them count."""
    spoiled = [Spoiled(*row) for row in answer.spoiled_proofs or ()]
    if not answer.indicator.instrument.is_stepped:
        return len(answer.cited_evidence or ()), spoiled
    marked = sum(level in levels for levels in answer.cited_levels or ())
    return marked, [proof for proof in spoiled if level in proof.levels]


def _score(answer):
    if answer.score is None:
        yield "score", "pilih tingkat kematangan"


def _explanation(answer):
    if len(answer.explanation.strip()) < MINIMUM_EXPLANATION:
        yield "explanation", f"tulis penjelasan capaian paling sedikit {MINIMUM_EXPLANATION} karakter"


def _text(answer):
    for fault in blocking_faults(answer.explanation, answer.cited_evidence or ()):
        yield "explanation", fault.message


def _evidence(answer):
    """The level that was chosen needs a proof that is marked for it and that can be opened."""
    instrument = answer.indicator.instrument
    if answer.score is None or answer.score <= instrument.scale_min:
        return
    marked, spoiled = support_of(answer, answer.score)
    if marked > len(spoiled):
        return
    if spoiled:
        yield "evidence", spoiled[0].task
    elif not instrument.is_stepped:
        yield "evidence", "tambahkan bukti yang mendukung nilai yang dipilih"
    elif answer.cited_evidence:
        yield "evidence", f"tandai bukti yang mendukung tingkat {answer.score:.0f}"
    else:
        yield "evidence", f"unggah bukti yang mendukung tingkat {answer.score:.0f}"


def _reply(answer):
    if answer.status == Answer.Status.RETURNED and not answer.reply.strip():
        yield "reply", "jawab catatan perbaikan dari asesor"
