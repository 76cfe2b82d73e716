"""Documents of a result: registered when the period closes, rendered once, stored, and never made again."""

import hashlib
import os
import secrets

from django.conf import settings
from django.utils import timezone

from assessments.models import Assessment
from indicators.scoring import display
from reports.models import Document, new_code
from reports.rendering import PdfFailed, PdfUnavailable, render_pdf
from reports.scorecard_pdf import Stamp, build_html

Kind = Document.Kind
State = Document.State

_FILE_TITLE = {Kind.PROVINCE: "kartu-skor", Kind.EXECUTIVE: "ringkasan-pimpinan", Kind.UNIT: "kartu-capaian"}


def register(result):
    """Give every edition of a new result its code and its time, in the transaction that closes the period."""
    editions = [(Kind.PROVINCE, None), (Kind.EXECUTIVE, None)]
    editions += [(Kind.UNIT, a.unit) for a in Assessment.objects.filter(period=result.period).select_related("unit")]
    return Document.objects.bulk_create(_row(result, kind, unit) for kind, unit in editions)


def _row(result, kind, unit):
    code = new_code()
    return Document(
        code=code,
        result=result,
        kind=kind,
        unit=unit,
        verification_url=f"{settings.BASE_URL}/verifikasi/{code}/",
        created_at=result.closed_at,
    )


def withdraw(period):
    """Mark every edition of a reopened period: what is in people's hands is no longer the state of things."""
    return Document.objects.filter(result__period=period).update(state=State.SUPERSEDED)


def html_of(document):
    """The finished HTML of an edition, from the frozen content and the document's own stamp alone."""
    result = document.result
    stamp = Stamp(
        code=document.code,
        revision=result.revision,
        digest=result.digest,
        created_at=document.created_at,
        verification_url=document.verification_url,
        kind=document.kind,
    )
    return build_html(result.content, stamp, document.kind, document.unit and document.unit.code)


def publish(document):
    """Render an edition and store it, unless it is stored already. A failure is kept with its reason, for another try.

    Two requests at once are harmless: the bytes are the same, and only one of them is registered.
    """
    if document.state not in (State.QUEUED, State.FAILED):
        return document
    try:
        pdf = render_pdf(html_of(document))
    except (PdfUnavailable, PdfFailed) as error:
        _waiting(document).update(state=State.FAILED, failure=str(error))
    else:
        file_name = _store(document.code, pdf)
        _waiting(document).update(
            state=State.FINAL,
            failure="",
            file_name=file_name,
            sha256=hashlib.sha256(pdf).hexdigest(),
            size=len(pdf),
            rendered_at=timezone.now(),
        )
    document.refresh_from_db()
    return document


def _waiting(document):
    return Document.objects.filter(pk=document.pk, state__in=[State.QUEUED, State.FAILED])


def _store(code, content):
    """Write the file beside its place, sync it, and move it there: a reader sees all of it or nothing."""
    name = f"{code}.pdf"
    draft = settings.DOCUMENT_ROOT / f".{name}.{secrets.token_hex(4)}"
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o440), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, settings.DOCUMENT_ROOT / name)
    folder = os.open(settings.DOCUMENT_ROOT, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return name


def download_name(document):
    """kartu-skor-spbe-2022-lampung-r2.pdf: what it is, of which year, of whom, and which revision."""
    period = document.result.period
    index_name = period.instrument.index_name.split()[-1].lower()
    parts = [_FILE_TITLE[document.kind], index_name, str(period.year), period.institution.code]
    if document.unit:
        parts.append(document.unit.code.lower())
    return "-".join([*parts, f"r{document.result.revision}"]) + ".pdf"


def shown_index(result):
    """The index as every report prints it: two decimals, halves up."""
    return display(result.index)
