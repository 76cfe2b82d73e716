"""What to say beside a proof before somebody else has to: it warns and never stops anyone. Ages: evidence_age."""

from typing import NamedTuple

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.formats import date_format

from assessments import pages
from assessments.evidence_age import age_rule, has_lapsed, is_too_old, reference_date
from assessments.models import Evidence
from indicators.rules import rules_for

DRAFT = "RANCANGAN"  # the code of the reason in the rules that limits the level of a draft
NOUNS = {"review": "hasil reviu", "audit": "laporan audit"}


class Advice(NamedTuple):
    """`weight`: "danger" where the proof cannot be opened, "warning" where it may not count, "hint" otherwise.

    An assessor reads the `fact`; its unit also what to do about it, the `remedy`.
    """

    code: str
    fact: str
    remedy: str
    weight: str = "warning"

    @property
    def sentence(self):
        return f"{self.fact}. {self.remedy}"


def advice_of(citation, indicator, period):
    """All there is to say about a proof of an answer, the gravest first. Reads no rows (newer versions: with_newer)."""
    evidence, levels = citation.evidence, levels_of(citation)
    found = [
        _unreadable(evidence),
        _draft(evidence, indicator, levels),
        _old(evidence, indicator, period, levels),
        _lapsed(evidence, period),
        _undated(evidence, indicator, period, levels),
        _unsearchable(evidence),
        _replaced(evidence),
        _without_pages(citation),
    ]
    return [advice for advice in found if advice]


def with_newer(citations):
    """Reads the newer versions of the proofs of these citations, in one query."""
    prefetch_related_objects(citations, Prefetch("evidence__replaced_by", Evidence.objects.present(), to_attr="newer"))
    return citations


def levels_of(citation):
    """The levels that the proof is marked for, or else the one that the answer claims."""
    if citation.levels:
        return citation.levels
    score = citation.answer.score
    return [] if score is None else [int(score)]


def _unreadable(evidence):
    if evidence.scan == Evidence.Scan.INFECTED:
        fact = "Berkas mengandung virus dan tidak dapat dibuka"
        return Advice("VIRUS", fact, "Unggah salinan yang bersih", "danger")
    if evidence.dead_at:
        return Advice("TAUTAN_MATI", "Tautan ini ditandai mati", "Ganti tautannya atau unggah berkasnya", "danger")
    return None


def _draft(evidence, indicator, levels):
    if evidence.document_status != Evidence.DocumentStatus.DRAFT:
        return None
    cap = rules_for(indicator.instrument.slug).cap(indicator.number, [DRAFT])
    if cap is None or (levels and max(levels) <= cap):
        return None
    fact = f"Masih rancangan: hanya mendukung tingkat {cap}"
    return Advice(DRAFT, fact, "Unggah dokumen yang sudah ditetapkan")


def _old(evidence, indicator, period, levels):
    if not is_too_old(evidence, indicator, period, levels):
        return None
    rule = age_rule(indicator, evidence.document_kind, levels)
    noun = NOUNS.get(rule.kind, rule.label.lower())
    fact = f"Tanggal bukti lebih dari {rule.max_years} tahun"
    return Advice("BUKTI_LAMA", fact, f"Tambahkan {noun} yang lebih baru")


def _lapsed(evidence, period):
    if not has_lapsed(evidence, period):
        return None
    ends, counted = written(evidence.valid_until), written(reference_date(period))
    fact = f"Berlaku sampai {ends}, sebelum pengisian ditutup {counted}"
    return Advice("LEWAT_BERLAKU", fact, "Pakai yang berlaku")


def _undated(evidence, indicator, period, levels):
    rule = age_rule(indicator, evidence.document_kind, levels)
    if rule is None or evidence.document_date:
        return None
    counted = written(reference_date(period))
    fact = f"Tanggal dokumen belum diisi; umurnya harus kurang dari {rule.max_years} tahun pada {counted}"
    return Advice("TANPA_TANGGAL", fact, "Isi tanggal dokumen")


def _replaced(evidence):
    newer = getattr(evidence, "newer", ())
    if not newer:
        return None
    fact = f"Versi yang lebih baru ada di pustaka: “{newer[0].title}”"
    return Advice("VERSI_LAMA", fact, "Ganti bila versi itu yang berlaku", "hint")


def _unsearchable(evidence):
    if evidence.has_text_layer is not False:
        return None
    fact = "Hasil pindai tidak dapat dicari"
    return Advice("TAK_DAPAT_DICARI", fact, "Unggah salinan yang teksnya dapat dicari")


def _without_pages(citation):
    evidence = citation.evidence
    if doubt := pages.doubt(citation.pages, evidence.page_count):
        return Advice("HALAMAN", *doubt, "hint")
    has_pages = evidence.is_file and not evidence.media_type.startswith("image/") and evidence.page_count != 1
    if citation.pages or not has_pages:
        return None
    remedy = "Sebutkan halaman yang dibuktikan, supaya asesor langsung membukanya"
    return Advice("TANPA_HALAMAN", "Halaman tidak disebut", remedy, "hint")


def written(day):
    return date_format(day, "j F Y")
