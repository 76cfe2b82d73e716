"""What is wrong with an explanation as a text (process.md R4.6). Three faults block sending; the rest is advice.

The texts are those that are stored: a proof that was named rightly is a token there, so whatever still looks like a
file name is none of the answer's proofs.
"""

import re
from typing import NamedTuple

from assessments.tokens import tokens_in, without_tokens

LONG = 1000
EMPTY_SLOT, LEFT_MARK, MISSING_FILE = "SLOT_KOSONG", "SISA_TANDA", "BERKAS_HILANG"
BLOCKING = (EMPTY_SLOT, LEFT_MARK, MISSING_FILE)

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)
_FILE = re.compile(
    r"(?<![\w@./-])\w[\w.()-]*\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|png|jpe?g|zip|rar|mp4|drawio)(?![\w-])", re.IGNORECASE
)
_SLOT = re.compile(r"‹([^‹›\n]{1,60})›")
# An ellipsis inside quotation marks or brackets leaves out part of a quotation; elsewhere something has to be written.
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"\n]*\"|‘[^‘’]*’|\[[^\[\]]*\]|\((?:…|\.{3,})\)")
_ELLIPSIS = re.compile(r"…|\.{3,}|_{3,}")
_BRACES = re.compile(r"[{}‹›]|<<|>>")
# XXX behind such a word is the Roman thirty.
_CROSSES = re.compile(r"(?<!bab )(?<!bagian )(?<!lampiran )(?<!buku )(?<!jilid )(?<!angka )\b[x]{3,}\b", re.IGNORECASE)


class Fault(NamedTuple):
    """One fault, and the sentence that says what to do about it."""

    code: str
    message: str

    @property
    def is_blocking(self):
        return self.code in BLOCKING


def blocking_faults(text, cited):
    """What must be mended before sending; `cited` holds the keys of the answer's proofs."""
    plain = _ADDRESS.sub(" ", without_tokens(text))
    return [*_empty_slots(plain), *_left_marks(plain), *_missing_files(text, plain, cited)]


def _empty_slots(plain):
    slots = list(dict.fromkeys(f"‹{slot}›" for slot in _SLOT.findall(plain)))
    return [Fault(EMPTY_SLOT, f"isi bagian {_listed(slots)} pada penjelasan")] if slots else []


def _left_marks(plain):
    plain = _FILE.sub(" ", _SLOT.sub(" ", plain))
    found = [pattern.search(plain) for pattern in (_BRACES, _CROSSES)]
    found.append(_ELLIPSIS.search(_QUOTED.sub(" ", plain)))
    marks = [f"“{mark[0]}”" for mark in found if mark]
    return [Fault(LEFT_MARK, f"ganti tanda {_listed(marks)} pada penjelasan dengan isinya")] if marks else []


def _missing_files(text, plain, cited):
    names = [f"“{name}”" for name in dict.fromkeys(_FILE.findall(plain))]
    faults = []
    if names:
        what = f"tambahkan {_listed(names)} sebagai bukti, atau hapus namanya dari penjelasan"
        faults.append(Fault(MISSING_FILE, what))
    elif tokens_in(text) - set(cited):
        what = "penjelasan menyebut bukti yang sudah dihapus dari jawaban ini; kembalikan buktinya, atau hapus namanya"
        faults.append(Fault(MISSING_FILE, what))
    return faults


def _listed(words):
    """Two by name, the others by number."""
    rest = len(words) - 2
    return ", ".join(words[:2]) + (f", dan {rest} lainnya" if rest > 0 else "")
