"""What the completeness check finds before a period is frozen (process.md R8.1): what blocks, and what only warns.

A locked PDF, a name that is too long and the like are refused where a file comes in; what could still be wrong with the
names that the national form sees is looked at all the same. One reading in a fixed number of queries.
"""

from collections import Counter
from typing import NamedTuple

from django.urls import reverse

from assessments.evidence_advice import advice_of, with_newer
from assessments.export_names import export_names
from assessments.faults import blocking_faults
from assessments.models import Answer, Assessment, Assignment, Citation, IndicatorResult, Review

NO_SCORE, NO_EVIDENCE, BROKEN_LADDER = "TANPA_NILAI", "TANPA_BUKTI", "TANGGA_PUTUS"
NAME, SAME_NAME, SPARE_EVIDENCE = "NAMA_BERKAS", "NAMA_BERULANG", "BUKTI_PADA_TERENDAH"
UNDECIDED, UNSENT = "BELUM_DIPUTUSKAN", "BELUM_MENGIRIM"


class Finding(NamedTuple):
    code: str
    text: str
    url: str
    indicator: object = None
    unit: object = None
    is_blocking: bool = False


class Findings:
    """`blocking` and `warnings` of a period, each in the order of the indicators."""

    def __init__(self, period):
        self.period = period
        self._read()
        found = [finding for indicator in self.indicators for finding in self._of(indicator)]
        found += self._unsent()
        self.blocking = [finding for finding in found if finding.is_blocking]
        self.warnings = [finding for finding in found if not finding.is_blocking]

    def _read(self):
        period = self.period
        self.indicators = list(period.instrument.indicators.select_related("instrument").order_by("number"))
        results = IndicatorResult.objects.filter(period=period)
        self.results = {row.indicator_id: row for row in results}
        leads = Assignment.objects.filter(period=period, is_lead=True)
        self.leads = dict(leads.values_list("indicator", "unit"))
        self.answers = {}
        for answer in Answer.objects.filter(assessment__period=period).with_proofs().with_parents():
            self.answers.setdefault(answer.indicator_id, []).append(answer)
        self.citations = {}
        cited = Citation.objects.filter(answer__assessment__period=period).select_related("evidence", "answer")
        for citation in with_newer(list(cited.order_by("answer", "position"))):
            self.citations.setdefault(citation.answer_id, []).append(citation)
        reviews = Review.objects.standing().filter(answer__assessment__period=period).order_by("pk")
        self.last = {review.answer_id: review for review in reviews}

    def _of(self, indicator):
        result, answers = self.results.get(indicator.pk), self.answers.get(indicator.pk, [])
        if result is None:
            url = reverse("assessments:indicator_result", args=[self.period.slug, indicator.number])
            yield Finding(NO_SCORE, "belum mempunyai nilai instansi", url, indicator, is_blocking=True)
        else:
            yield from self._evidence(indicator, result, answers)
        for answer in answers:
            yield from self._text(indicator, answer)
            yield from self._ladder(indicator, result, answer)
            yield from self._names(indicator, answer)
            yield from self._advice(indicator, answer)
            if not answer.is_decided:
                yield self._about(UNDECIDED, "jawaban belum diputuskan asesor", indicator, answer)
        yield from self._same_names(indicator, answers)

    def _evidence(self, indicator, result, answers):
        """Above the lowest score something must prove it, and somebody must be able to open it."""
        proofs = [row.evidence for answer in answers for row in self.citations.get(answer.pk, [])]
        lowest = self.period.instrument.scale_min
        lead = self._lead(indicator, answers)
        if result.score > lowest and not any(not proof.is_spoiled for proof in proofs):
            what = f"bernilai {result.score.normalize():f} tanpa bukti yang dapat dibuka"
            yield self._about(NO_EVIDENCE, what, indicator, lead, is_blocking=True)
        elif result.score == lowest and proofs and result.origin != IndicatorResult.Origin.ASSUMED_MINIMUM:
            yield self._about(SPARE_EVIDENCE, "bernilai terendah padahal mempunyai bukti", indicator, lead)

    def _text(self, indicator, answer):
        """The lead's text is the one that leaves the portal; that of a supporting unit stays here."""
        if answer.status not in (*Answer.UNDECIDED, *Answer.DECIDED):
            return
        is_lead = self.leads.get(indicator.pk) == answer.assessment.unit_id
        for fault in blocking_faults(answer.explanation, answer.cited_evidence or ()):
            yield self._about(fault.code, f"penjelasan: {fault.message}", indicator, answer, is_blocking=is_lead)

    def _ladder(self, indicator, result, answer):
        """A criterion below the score was ticked as not met, and nobody said why the score holds all the same."""
        review = self.last.get(answer.pk)
        if not review or review.score is None or review.reason.strip() or (result and result.reason.strip()):
            return
        missed = sorted(level for level in map(int, _unmet(review.ticks)) if level <= review.score)
        if missed:
            what = f"tingkat {missed[0]} dicentang tidak terpenuhi, tetapi nilainya {review.score.normalize():f}"
            yield self._about(BROKEN_LADDER, f"{what} tanpa alasan", indicator, answer, is_blocking=True)

    def _names(self, indicator, answer):
        longest = indicator.instrument.max_filename
        for name in self._file_names(indicator, answer):
            if len(name) > longest or not name.isascii():
                what = f"nama berkas “{name}” harus ASCII dan paling banyak {longest} karakter"
                yield self._about(NAME, what, indicator, answer, is_blocking=True)

    def _same_names(self, indicator, answers):
        """Units number their proofs by themselves; the package tells equal names apart by a number."""
        taken = Counter(name.casefold() for a in answers for name in self._file_names(indicator, a))
        for name in [name for name, count in taken.items() if count > 1]:
            what = f"nama berkas “{name}” dipakai lebih dari satu perangkat daerah"
            yield self._about(SAME_NAME, what, indicator, self._lead(indicator, answers))

    def _advice(self, indicator, answer):
        for citation in self.citations.get(answer.pk, []):
            for advice in advice_of(citation, indicator, self.period):
                fact = advice.fact[:1].lower() + advice.fact[1:]
                what = f"bukti {citation.letter} “{citation.evidence.title}”: {fact}"
                yield self._about(advice.code, what, indicator, answer)

    def _unsent(self):
        unsent = Assessment.objects.filter(period=self.period, submitted_at=None).select_related("unit", "period")
        return [
            Finding(UNSENT, "belum mengirim penilaian", assessment.get_absolute_url(), unit=assessment.unit)
            for assessment in unsent.order_by("unit__name")
        ]

    def _file_names(self, indicator, answer):
        citations = self.citations.get(answer.pk, [])
        names = export_names(citations, indicator)
        return [names[row.evidence_id] for row in citations if row.evidence.is_file]

    def _lead(self, indicator, answers):
        unit = self.leads.get(indicator.pk)
        return next((a for a in answers if a.assessment.unit_id == unit), answers[0] if answers else None)

    def _about(self, code, text, indicator, answer, *, is_blocking=False):
        if answer is None:
            url = reverse("assessments:indicator_result", args=[self.period.slug, indicator.number])
            return Finding(code, text, url, indicator, None, is_blocking)
        url = reverse("assessments:review", args=[answer.pk])
        return Finding(code, text, url, indicator, answer.assessment.unit, is_blocking)


def _unmet(ticks):
    """The levels that hold a tick “no”, however the ticks are nested below a level."""
    return [level for level, tick in (ticks or {}).items() if level.isdigit() and _says_no(tick)]


def _says_no(tick):
    if isinstance(tick, dict):
        return any(map(_says_no, tick.values()))
    return tick == "no"
