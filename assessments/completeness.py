"""What still stands between an answer and *Lengkap*: one missing thing at a time, named."""

from typing import NamedTuple

from assessments.models import Answer

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


def gaps_of(answer, evidence_count):
    """What the answer lacks, in the order of the form. Empty means *Lengkap*.

    Level minimum needs no evidence (process.md R3.8); a returned answer also needs a reply to the assessor.
    """
    number = answer.indicator.number
    gaps = []
    if answer.score is None:
        gaps.append(Gap(number, "score", f"Indikator {number}: pilih tingkat kematangan"))
    if len(answer.explanation.strip()) < MINIMUM_EXPLANATION:
        gaps.append(
            Gap(
                number,
                "explanation",
                f"Indikator {number}: tulis penjelasan capaian paling sedikit {MINIMUM_EXPLANATION} karakter",
            )
        )
    if _needs_evidence(answer) and not evidence_count:
        gaps.append(Gap(number, "evidence", f"Indikator {number}: tambahkan bukti yang mendukung nilai yang dipilih"))
    if answer.status == Answer.Status.RETURNED and not answer.reply.strip():
        gaps.append(Gap(number, "reply", f"Indikator {number}: jawab catatan perbaikan dari asesor"))
    return gaps


def _needs_evidence(answer):
    return answer.score is not None and answer.score > answer.indicator.instrument.scale_min


def filled_status(answer, evidence_count):
    """Belum diisi, Draf or Lengkap of an answer before it is sent; a returned one stays returned until then."""
    if answer.status == Answer.Status.RETURNED:
        return answer.status
    if answer.score is None and not answer.explanation.strip() and not evidence_count:
        return Answer.Status.EMPTY
    return Answer.Status.DRAFT if gaps_of(answer, evidence_count) else Answer.Status.COMPLETE
