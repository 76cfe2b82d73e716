"""From a received PDF to a signed paper: inspected, scanned, bound to the digest that it shows, stored, or not kept."""

import re

from assessments import scanner, storage, workflow
from assessments.models import SignedDocument
from assessments.uploads import check
from assessments.validators.rejection import Rejected
from assessments.validators.sandbox import printed_in_subprocess

PDF = "application/pdf"
TYPED = 16  # characters of the digest that a person compares and types
_MARKS = re.compile(r"[\s.·:–-]+")

NO_PDF = "Unggah dokumen bertanda tangan sebagai PDF"
SCANNER_AWAY = "Pemindai virus tidak menjawab, sehingga berkas belum disimpan. Coba lagi beberapa menit lagi"
NOT_READ = "Sidik data tidak terbaca dari berkas ini. Ketik 16 karakter pertama sidik yang tercetak di kaki halamannya"


class Mismatch(ValueError):
    """The digest is not that of the result; `field` is where the page says so."""

    def __init__(self, field, message):
        self.field, self.message = field, message
        super().__init__(message)


def receive_paper(file, result, kind, *, typed, by):
    """Keep a signed paper; returns its row. Raises Rejected, Mismatch, StorageFull or what the workflow refuses."""
    try:
        inspection = check(file)
        if inspection.media_type != PDF:
            raise Rejected("type", NO_PDF)
        _scan(file)
        source = _source(file, result.digest, typed)
        stored_name = storage.store(file)
    finally:
        file.close()
    try:
        return workflow.sign_document(_row(file, result, kind, stored_name, source), by=by)
    except BaseException:
        storage.delete(stored_name)
        raise


def _scan(file):
    if not scanner.is_on():
        return
    try:
        with file.path.open("rb") as content:
            virus = scanner.find_virus(content)
    except scanner.ScannerAway as away:
        raise Rejected("unscanned", SCANNER_AWAY) from away
    if virus:
        raise Rejected("virus")


def _source(file, digest, typed):
    """ "file" where the paper itself shows the digest, "person" where somebody typed what is printed on it."""
    found = printed_in_subprocess(file.path)
    if digest in found:
        return "file"
    if found:
        shown, wanted = _grouped(found[0]), _grouped(digest)
        raise Mismatch(
            "file",
            f"Dokumen ini dicetak dari revisi lain: sidiknya {shown}, sedangkan hasil yang berlaku {wanted}. "
            "Unduh dokumen yang baru, tanda tangani, lalu unggah lagi",
        )
    letters = _MARKS.sub("", typed).lower()
    if not letters:
        raise Mismatch("digest", NOT_READ)
    if len(letters) < TYPED or not digest.startswith(letters):
        raise Mismatch(
            "digest",
            f"Sidik ini tidak sama dengan sidik hasil yang berlaku ({_grouped(digest)}). Periksa apakah dokumen "
            "dicetak dari revisi ini",
        )
    return "person"


def _row(file, result, kind, stored_name, source):
    return SignedDocument(
        result=result,
        kind=kind,
        stored_name=stored_name,
        original_name=storage.safe_display_name(file.name),
        size=file.size,
        sha256=file.sha256,
        digest=result.digest,
        digest_source=source,
    )


def _grouped(digest):
    return "-".join(digest[start : start + 4] for start in range(0, TYPED, 4))
