"""The PDF renderer: HTML on standard input, PDF on standard output, in a process that knows no Django and no secrets.

    python -m reports.pdf_process [CPU seconds]

It reads the bundled fonts and the print stylesheet; every other address is refused (requirement O1).
"""

import hashlib
import os
import resource
import sys
import tempfile
from pathlib import Path

from reports.pdf_tags import finish

STATIC = Path(__file__).resolve().parent.parent / "static"
FONT_CONFIG = STATIC / "vendor" / "fonts-ttf" / "fonts.conf"
STYLESHEET = STATIC / "css" / "print.css"
LIBRARY_MISSING = 3  # exit code
MEMORY = 1024 * 1024 * 1024  # address space in bytes


class LibraryMissing(Exception):
    """Pango is not installed."""


def render(html):
    """The bytes of a tagged PDF/UA-1 document; the same HTML gives the same bytes on every machine."""
    os.environ["FONTCONFIG_FILE"] = str(FONT_CONFIG)
    try:
        from weasyprint import CSS, HTML  # noqa: PLC0415  loads pango, so only when a PDF is wanted
        from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except OSError as error:
        raise LibraryMissing(str(error)) from error

    fetcher = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
    stylesheet = CSS(string=STYLESHEET.read_text(encoding="utf-8"), url_fetcher=fetcher)
    document = HTML(string=html, url_fetcher=fetcher).render(stylesheets=[stylesheet], pdf_variant="pdf/ua-1")
    document.metadata.attachments.clear()
    identifier = hashlib.sha256(html.encode()).hexdigest()[:32].encode()
    return document.write_pdf(finisher=finish, pdf_variant="pdf/ua-1", pdf_identifier=identifier)


def main():
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    html = sys.stdin.buffer.read().decode()
    with tempfile.TemporaryDirectory(prefix="pdf-") as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        try:
            pdf = render(html)
        except LibraryMissing as error:
            sys.stderr.write(f"{error}\n")
            return LIBRARY_MISSING
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
