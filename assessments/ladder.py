"""What a level still needs in evidence, in one line. It advises: what blocks sending is told by completeness.

Every level above the lowest needs a proof that is marked for it. Beside that the rules of the instrument ask for a
review or an audit of the right age from a level on, and let a draft support no more than a level of its own. What
nobody can open counts for nothing.
"""

from typing import NamedTuple

from assessments.evidence_advice import DRAFT, NOUNS
from assessments.evidence_age import is_young, reference_date
from assessments.follow_up import lacking_around
from assessments.models import Evidence
from indicators.rules import rules_for


class Need(NamedTuple):
    """One proof that a level asks for: what is there already, or the sentence about what is not."""

    found: object
    missing: str
    is_advice: bool = False

    @property
    def is_met(self):
        return not self.missing


class Rung(NamedTuple):
    level: int
    needs: list

    @property
    def count(self):
        return sum(not need.is_advice for need in self.needs)

    @property
    def words(self):
        return f"Tingkat {self.level} memerlukan {self.count} bukti"

    @property
    def is_complete(self):
        return all(need.is_met for need in self.needs if not need.is_advice)

    @property
    def found(self):
        """The titles of the proofs that count already, each once."""
        return list(dict.fromkeys(need.found.title for need in self.needs if need.is_met and need.found))

    @property
    def missing(self):
        return [need.missing for need in self.needs if need.missing]


class Ladder:
    """`citations` are those of the answer with their proofs, in order."""

    def __init__(self, answer, citations):
        self.indicator, self.instrument = answer.indicator, answer.indicator.instrument
        self.period = answer.assessment.period
        self.citations = [row for row in citations if not row.evidence.is_spoiled]
        self._spoiled = [row for row in citations if row.evidence.is_spoiled]
        levels = self.instrument.levels()
        self.level = int(answer.score) if answer.score in levels else None
        self.chosen = self.rung(self.level) if self.level else None
        self.next = self.rung(self.level + 1) if self.level and self.level + 1 in levels else None

    def rung(self, level):
        if level <= self.instrument.scale_min:
            return Rung(level, [])
        dated = self._rules.ages(self.indicator.number, level)
        needs = [self._dated(rule, level) for rule in dated]
        kinds = {rule.kind for rule in dated}
        if not any(self._is_main(rule) for rule in dated):
            needs.insert(0, self._main(level, kinds))
        if self._rules.follow_up.get(self.indicator.number, level + 1) <= level:
            needs.append(self._followed_up(level, kinds))
        return Rung(level, needs)

    @property
    def _rules(self):
        return rules_for(self.instrument.slug)

    def _is_main(self, rule):
        """What an indicator asks for from its lowest level on is its main proof, not one beside it."""
        return rule.from_level[self.indicator.number] <= self.instrument.scale_min

    def _main(self, level, other_kinds):
        marked = [row.evidence for row in self.citations if level in row.levels]
        proofs = [proof for proof in marked if proof.document_kind not in other_kinds]
        cap = self._rules.cap(self.indicator.number, [DRAFT])
        drafts = cap is not None and level > cap
        issued = [proof for proof in proofs if not (drafts and proof.document_status == Evidence.DocumentStatus.DRAFT)]
        if issued:
            return Need(issued[0], "")
        if proofs:
            return Need(None, "Baru ada rancangan; unggah dokumen yang sudah ditetapkan.")
        if spoiled := next((row.evidence for row in self._spoiled if level in row.levels), None):
            return Need(None, _spoiled_sentence(spoiled))
        what = "bukti lain yang ditandai" if marked else "bukti yang ditandai"
        return Need(None, f"Belum ada {what} untuk tingkat {level}.")

    def _dated(self, rule, level):
        start, years = rule.from_level[self.indicator.number], rule.max_years
        is_advice, noun = self.indicator.number in rule.warn_only, NOUNS.get(rule.kind, rule.label.lower())
        proofs = [row.evidence for row in self.citations if self._counts(row, rule.kind, start, level)]
        reference = reference_date(self.period)
        young = [p for p in proofs if p.document_date and is_young(p.document_date, years, reference)]
        if young:
            return Need(young[0], "", is_advice)
        if any(proof.document_date is None for proof in proofs):
            return Need(None, f"Isi tanggal dokumen {noun}.", is_advice)
        if proofs:
            return Need(None, f"Tanggal bukti lebih dari {years} tahun. Tambahkan {noun} yang lebih baru.", is_advice)
        return Need(None, f"Belum ada {noun} kurang dari {years} tahun.{self._maybe(noun, start, level)}", is_advice)

    def _maybe(self, noun, start, level):
        """A proof that is marked and does not say what it is may be the very one that is looked for."""
        marked = [row.evidence for row in self.citations if any(start <= mark <= level for mark in row.levels)]
        if all(proof.document_kind for proof in marked):
            return ""
        return f" Bila salah satu bukti adalah {noun}, pilih jenis dokumennya."

    def _followed_up(self, level, kinds):
        """What was there before a review and what came of it, beside the review itself (process.md R5.4)."""
        proofs = [row.evidence for row in self.citations]
        reviewed = [proof.document_date for proof in proofs if proof.document_kind in kinds]
        missing = lacking_around(reviewed, [proof for proof in proofs if proof.document_kind not in kinds])
        if not missing:
            return Need(None, "", is_advice=True)
        what = " dan ".join(missing)
        return Need(None, f"Tingkat {level} menunjukkan hasil reviu yang ditindaklanjuti: tambahkan {what}.", True)

    def _counts(self, citation, kind, start, level):
        """A proof of the kind that is marked for this level, or for one below it that asks for it too."""
        return citation.evidence.document_kind == kind and any(start <= mark <= level for mark in citation.levels)


def _spoiled_sentence(evidence):
    if evidence.is_file:
        return f"“{evidence.title}” mengandung virus; unggah salinan yang bersih."
    return f"Tautan “{evidence.title}” ditandai mati; ganti tautannya atau unggah berkasnya."
