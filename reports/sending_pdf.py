"""Two papers around a sending: the draft that superiors read before it, and the receipt after it.

Both are made when they are asked for and not stored. A receipt holds only what its event and its rows say, so that the
same receipt is the same file; a draft says when and for whom it was printed.
"""

from django.template.loader import render_to_string

from assessments.draft import Draft
from reports.figures import moment, printable, shortened
from reports.scorecard_pdf import SPACE_BEFORE_END

SAMPLE = "DATA CONTOH"


def draft_html(assessment, *, printed_at, printed_by):
    zone = assessment.period.institution.time_zone
    context = _context(assessment, "Draf penilaian mandiri", "DRAF", printed_at)
    context |= {
        "draft": Draft(assessment),
        "printed_at": printed_at,
        "printed_by": printed_by,
        "foot": f"Draf · dicetak {moment(printed_at, zone)} oleh {shortened(printed_by.name, 40)}",
    }
    return _html("pdf/draft.html", context)


def receipt_html(assessment, receipt):
    context = _context(assessment, f"Tanda terima {receipt.number}", "", receipt.event.created_at)
    context |= {"receipt": receipt, "foot": f"{receipt.number} · sidik {receipt.event.hash[:16]}"}
    return _html("pdf/receipt.html", context)


def _context(assessment, name, mark, created_at):
    institution = assessment.period.institution
    return {
        "assessment": assessment,
        "title": f"{name} – {assessment.unit.name}",
        "running": f"{shortened(assessment.unit.name, 60)} · {name}",
        "status": " · ".join(filter(None, [mark, SAMPLE if institution.is_sample else ""])),
        "created_iso": created_at.isoformat(timespec="seconds"),
    }


def _html(template, context):
    return printable(SPACE_BEFORE_END.sub("", render_to_string(template, context)))
