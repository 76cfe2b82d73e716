"""The digests that a signed paper shows in its text layer. Run by printed_worker.py as a process of its own."""

import re
from contextlib import closing

import pypdfium2

MAX_PAGES = 60
# Only behind its name: the annex of the minutes lists the digests of the proofs too.
_DIGEST = re.compile(r"sidikdata\(sha-256\):?([0-9a-f]{64})")


def printed_digests(path):
    """Each digest once, in order; empty for a scan without text."""
    with closing(pypdfium2.PdfDocument(path)) as document:
        pages = [_text(document[number]) for number in range(min(len(document), MAX_PAGES))]
    return list(dict.fromkeys(digest for page in pages for digest in _DIGEST.findall(page)))


def _text(page):
    with closing(page), closing(page.get_textpage()) as text:
        return "".join(text.get_text_range().split()).lower()
