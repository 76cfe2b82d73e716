"""What a proof is called outside the portal: in the texts, in the reports and in the package for the national app.

A file is called by the pattern of its instrument, for example `1.a.Pergub-1-2020.pdf` (process.md 8.2). A link is no
file and gets none: a text names it by its address, which is what the national form wants as well.
"""

import re
import unicodedata
from pathlib import PurePosixPath

UNTITLED = "Bukti"
DRAFT = "R-"
_LETTERS_WITHOUT_DECOMPOSITION = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L"}
)
_SEPARATORS = re.compile(r"[\s./\\,:;–—‐‑−]+")
_UNKNOWN = re.compile(r"[^A-Za-z0-9_-]+")
_REPEATED = re.compile(r"([-_])[-_]*")


def export_names(citations, indicator):
    """The name of each proof of one answer by its primary key, in order; the letter is that of the citation.

    A single file needs no letter. Equal names, in any case of letters, are told apart by -2, -3 and so on.
    """
    names, taken = {}, set()
    files = [citation for citation in citations if citation.evidence.is_file]
    for citation in citations:
        for attempt in range(1, len(taken) + 2):
            name = _name(citation, indicator, "" if len(files) == 1 else citation.letter, attempt)
            if name.casefold() not in taken:
                break
        taken.add(name.casefold())
        names[citation.evidence_id] = name
    return names


def lost_name(evidence, indicator):
    """The name of a proof that the answer no longer cites: its letter is gone."""
    return _file_name(evidence, indicator, "", 1) if evidence.is_file else _address(evidence)


def slug(text):
    """The text in ASCII: separators become one hyphen, everything else outside A-Z, a-z, 0-9, _ and - is dropped."""
    text = unicodedata.normalize("NFKD", text.translate(_LETTERS_WITHOUT_DECOMPOSITION))
    text = _UNKNOWN.sub("", _SEPARATORS.sub("-", text))
    return _REPEATED.sub(r"\1", text).strip("-_")


def shortened(text, room):
    """The text up to the last word that fits."""
    if len(text) <= room:
        return text
    end = text.rfind("-", 0, room + 1)
    return text[: end if end > 0 else room].rstrip("-_")


def _name(citation, indicator, letter, attempt):
    if citation.evidence.is_file:
        return _file_name(citation.evidence, indicator, letter, attempt)
    return _address(citation.evidence) + (f" ({attempt})" if attempt > 1 else "")


def _address(evidence):
    """Without brackets, which mark the proofs of a stored text."""
    return evidence.url.replace("[", "%5B").replace("]", "%5D")


def _file_name(evidence, indicator, letter, attempt):
    instrument = indicator.instrument
    pattern = instrument.filename_pattern if letter else instrument.filename_pattern.replace("{letter}.", "")
    is_draft = evidence.document_status == evidence.DocumentStatus.DRAFT
    ending = (f"-{attempt}" if attempt > 1 else "") + _extension(evidence)
    frame = pattern.format(number=indicator.number, letter=letter, title=DRAFT if is_draft else "")
    title = _title(evidence.title, indicator.number, is_draft) or UNTITLED
    title = shortened(title, max(instrument.max_filename - len(frame) - len(ending), 1))
    named = pattern.format(number=indicator.number, letter=letter, title=f"{DRAFT if is_draft else ''}{title}")
    return named + ending


def _title(title, number, is_draft):
    """A title that already is such a name gives the same name again, not one that says the number twice."""
    named = re.fullmatch(rf"{number}\.(?:[a-z]{{1,2}}\.)?([A-Za-z0-9_-]+)", title.strip())
    title = slug(named[1] if named else title)
    return title.removeprefix(DRAFT) if is_draft else title


def _extension(evidence):
    extension = PurePosixPath(evidence.original_name).suffix.lower()
    return extension if re.fullmatch(r"\.[a-z0-9]{1,5}", extension) else ""
