"""From finished HTML to PDF bytes, in a process of its own."""

import subprocess
import sys

from django.conf import settings

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
LIBRARY_MISSING = 3


class PdfUnavailable(Exception):
    """The machine lacks the library that draws text."""


class PdfFailed(Exception):
    """The renderer stopped without a PDF."""


def render_pdf(html, timeout=60):
    """The bytes of the PDF; PdfUnavailable names the missing packages, PdfFailed says that rendering broke off."""
    command = [sys.executable, "-m", "reports.pdf_process", str(timeout)]
    try:
        done = subprocess.run(command, input=html.encode(), capture_output=True, timeout=timeout, cwd=settings.BASE_DIR)
    except subprocess.TimeoutExpired as error:
        raise PdfFailed(f"Pembuatan PDF melampaui {timeout} detik dan dihentikan.") from error
    if done.returncode == LIBRARY_MISSING:
        raise PdfUnavailable(f"PDF belum dapat dibuat karena paket ini belum terpasang: apt-get install -y {PACKAGES}")
    if done.returncode:
        raise PdfFailed("Pembuatan PDF terhenti karena gangguan. Coba buat ulang.")
    return done.stdout
