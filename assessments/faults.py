"""What is wrong with an explanation as a text (process.md R4.6). Three faults block sending; the rest is advice.

The texts are those that are stored: a proof that was named rightly is a token there, so whatever still looks like a
file name is none of the answer's proofs.
"""

import re
from typing import NamedTuple

from assessments.tokens import to_names, tokens_in, without_tokens

LONG = 1000
ADVICE_FROM = 30
EMPTY_SLOT, LEFT_MARK, MISSING_FILE = "SLOT_KOSONG", "SISA_TANDA", "BERKAS_HILANG"
BLOCKING = (EMPTY_SLOT, LEFT_MARK, MISSING_FILE)

# Each is tried once where a run of its letters begins, not again at every letter: that would take seconds.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.-])(\.*+)[\w-]++(?:\.++[\w-]++)++/\S*", re.IGNORECASE)
_RUN = re.compile(r"[\w.()-]+")
_FILE_START = re.compile(r"(?<![\w@./-])\w")
_EXTENSION = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|png|jpe?g|zip|rar|mp4|drawio)(?![\w-])", re.IGNORECASE)
_SLOT = re.compile(r"‹([^‹›\n]{1,60})›")
# An ellipsis inside quotation marks or brackets leaves out part of a quotation; elsewhere something has to be written.
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"\n]*\"|‘[^‘’]*’|\[[^\[\]]*\]|\((?:…|\.{3,})\)")
_ELLIPSIS = re.compile(r"…|\.{3,}|_{3,}")
_BRACES = re.compile(r"[{}‹›]|<<|>>")
# XXX behind such a word is the Roman thirty.
_CROSSES = re.compile(r"(?<!bab )(?<!bagian )(?<!lampiran )(?<!buku )(?<!jilid )(?<!angka )\b[x]{3,}\b", re.IGNORECASE)
_PAGE = re.compile(r"\b(?:halaman|hlm|hal|menit|lembar|slide)\b\.?\s*\d", re.IGNORECASE)
# Words that say what a document shows, not only that there is one.
_ANALYSIS = re.compile(
    r"\b(?:telah|sudah|belum|mampu|sesuai|sehingga|menunjukkan|memperlihatkan|membuktikan|mencakup|meliputi|mengatur"
    r"|memenuhi|terpenuhi|diatur|berlaku|terhubung|terpadu|menjangkau|memuat)\b",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"\b(?:kata\s+sandi|sandi|password|pass|pwd)\b\s*[:=]\s*\S", re.IGNORECASE)
_WORDS = {"satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5}
_LEVEL = re.compile(rf"\btingkat\s+(?:kematangan\s+)?(\d+|{'|'.join(_WORDS)})\b", re.IGNORECASE)
_CLAIM = re.compile(
    rf"\b(?:berada\s+(?:pada|di)|mencapai|menempati|dinilai)\s+tingkat\s+(?:kematangan\s+)?(\d+|{'|'.join(_WORDS)})\b",
    re.IGNORECASE,
)


class Fault(NamedTuple):
    """One fault, and the sentence that says what to do about it."""

    code: str
    message: str

    @property
    def is_blocking(self):
        return self.code in BLOCKING

    @property
    def sentence(self):
        """The message where it stands alone; as a gap it follows the indicator's number."""
        return self.message[:1].upper() + self.message[1:].rstrip(".") + "."


def blocking_faults(text, cited):
    """What must be mended before sending; `cited` holds the keys of the answer's proofs."""
    plain = _plain(text)
    return [*_empty_slots(plain), *_left_marks(plain), *_missing_files(text, plain, cited)]


def advice(text, names, *, level=None, is_unchanged=False):
    """What would make the text better, without standing in the way.

    `names` maps the key of each proof of the answer to its name, `level` is the whole level that was chosen.
    """
    if len(text.strip()) < ADVICE_FROM:
        return []
    plain = _plain(text)
    found = [
        _unnamed(text, plain, names),
        bool(names) and not _PAGE.search(plain) and _NO_PAGE,
        not _ANALYSIS.search(plain) and _NO_ANALYSIS,
        _other_level(plain, level),
        is_unchanged and _UNCHANGED,
        _too_long(to_names(text, names)),
        _PASSWORD.search(plain) and _SECRET,
    ]
    return [fault for fault in found if fault]


_NO_PAGE = Fault("TANPA_HALAMAN", "Sebutkan halaman bukti yang perlu dibaca asesor, misalnya “halaman 4”.")
_NO_ANALYSIS = Fault("TANPA_ANALISIS", "Tambahkan apa yang ditunjukkan bukti itu, dengan kata-kata kriteria.")
_SECRET = Fault("SANDI_TERTULIS", "Hapus kata sandi dari penjelasan. Berikan akun contoh langsung kepada asesor.")
_UNCHANGED = Fault("DISALIN_UTUH", "Isi ini sama dengan tahun lalu. Sebutkan apa yang berubah sejak itu.")


def _unnamed(text, plain, names):
    """Proofs that the text names neither by file name nor by letter."""
    named = tokens_in(text)
    letters = {letter.lower() for letter in re.findall(r"\bbukti\s+([a-z]{1,2})\b", plain, re.IGNORECASE)}
    quiet = [f"“{name}”" for pk, name in names.items() if pk not in named]
    if not quiet or (letters and not named):
        return None
    return Fault("BERKAS_TAK_DIRUJUK", f"Sebutkan juga {_listed(quiet)}, atau hapus bukti yang tidak diperlukan.")


def _other_level(plain, level):
    """Claims another level and nowhere speaks of the chosen one; the lower levels may be told on the way."""
    claimed = {_number(word) for word in _CLAIM.findall(plain)}
    if level is None or not claimed or level in {_number(word) for word in _LEVEL.findall(plain)}:
        return None
    other = min(claimed)
    what = f"Penjelasan menyebut tingkat {other}, sedangkan pilihan Anda tingkat {level}. Samakan keduanya."
    return Fault("TINGKAT_TAK_COCOK", what)


def _too_long(shown):
    if len(shown) <= LONG:
        return None
    what = f"Penjelasan ini {len(shown)} karakter. Ringkas menjadi paling banyak {LONG}; rinciannya ada pada bukti."
    return Fault("PANJANG", what)


def _number(word):
    return int(word) if word.isdigit() else _WORDS[word.lower()]


def _empty_slots(plain):
    slots = list(dict.fromkeys(f"‹{slot}›" for slot in _SLOT.findall(plain)))
    return [Fault(EMPTY_SLOT, f"isi bagian {_listed(slots)} pada penjelasan")] if slots else []


def _left_marks(plain):
    plain = _without_files(_SLOT.sub(" ", plain))
    found = [pattern.search(plain) for pattern in (_BRACES, _CROSSES)]
    found.append(_ELLIPSIS.search(_QUOTED.sub(" ", plain)))
    marks = [f"“{mark[0]}”" for mark in found if mark]
    return [Fault(LEFT_MARK, f"ganti tanda {_listed(marks)} pada penjelasan dengan isinya")] if marks else []


def _missing_files(text, plain, cited):
    names = [f"“{name}”" for name in dict.fromkeys(plain[start:end] for start, end in _files(plain))]
    faults = []
    if names:
        what = f"tambahkan {_listed(names)} sebagai bukti, atau hapus namanya dari penjelasan"
        faults.append(Fault(MISSING_FILE, what))
    elif tokens_in(text) - set(cited):
        what = "penjelasan menyebut bukti yang sudah dihapus dari jawaban ini; kembalikan buktinya, atau hapus namanya"
        faults.append(Fault(MISSING_FILE, what))
    return faults


def _plain(text):
    """The text without its proofs and addresses; dots before an address stay, they may stand for something left out."""
    return _ADDRESS.sub(r"\1 ", without_tokens(text))


def _files(text):
    """Where the name of a file seems to stand: from its first letter to the last ending in the run."""
    for run in _RUN.finditer(text):
        endings = list(_EXTENSION.finditer(text, *run.span()))
        start = endings and _FILE_START.search(text, run.start(), endings[-1].start())
        if start:
            yield start.start(), endings[-1].end()


def _without_files(text):
    parts, done = [], 0
    for start, end in _files(text):
        parts.append(text[done:start])
        done = end
    return " ".join([*parts, text[done:]])


def _listed(words):
    """Two by name, the others by number."""
    rest = len(words) - 2
    return ", ".join(words[:2]) + (f", dan {rest} lainnya" if rest > 0 else "")
