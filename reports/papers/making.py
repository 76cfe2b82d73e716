"""The two papers of a frozen result as files. They are made anew whenever they are asked for, and always the same."""

from typing import NamedTuple

from django.conf import settings

from assessments.models import SignedDocument
from reports.models import Document
from reports.papers.consent import ConsentPaper
from reports.papers.minutes import MinutesPaper

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PAPERS = {SignedDocument.Kind.MINUTES: MinutesPaper, SignedDocument.Kind.CONSENT: ConsentPaper}
_NAMES = {SignedDocument.Kind.MINUTES: "berita-acara", SignedDocument.Kind.CONSENT: "persetujuan-publikasi"}


class PaperStamp(NamedTuple):
    digest: str
    address: str  # what the QR code says: the page that verifies the score card, and the digest behind it


def paper_of(result, kind, written):
    """The DOCX of one kind, from the frozen content and what the minutes say."""
    card = result.documents.filter(kind=Document.Kind.PROVINCE).first()
    page = card.verification_url if card else f"{settings.BASE_URL}/verifikasi/"
    stamp = PaperStamp(result.digest, f"{page}#{result.digest}")
    return _PAPERS[kind](result.content, written, stamp).content()


def file_name(result, kind):
    period = result.period
    return f"{_NAMES[kind]}-{period.year}-{period.institution.code}-r{result.revision}.docx"
