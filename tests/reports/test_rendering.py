"""The renderer opens nothing but what it brings, gives the same bytes everywhere, and fails with a plain sentence."""

import importlib.abc
import io
import shutil
import sys
import threading
import unicodedata
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from reports import checks, figures, pdf_process, rendering
from tests.reports.pdf_documents import html_of, load

PAGE = "<!DOCTYPE html><html lang=id><title>Uji</title><body><h1>Uji</h1>{}</body></html>"
PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5"
    "ErkJggg=="
)
NESTED = (
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image href='{}' width='9'/></svg>"
)


class Counter(BaseHTTPRequestHandler):
    """Answers everything with a redirect to a local file, and remembers who asked."""

    def do_GET(self):
        self.server.hits.append(self.path)
        self.send_response(302)
        self.send_header("Location", "file:///etc/passwd")
        self.end_headers()

    do_HEAD = do_POST = do_GET

    def log_message(self, *arguments):
        pass


@pytest.fixture
def outside():
    """A server on the loopback interface that counts how often it is asked."""
    server = HTTPServer(("127.0.0.1", 0), Counter)
    server.hits = []
    server.address = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def canary(tmp_path):
    path = tmp_path / "rahasia.txt"
    path.write_text("KENARI-7351")
    return path


def attack(address, canary):
    """Every way of making a page fetch something that the threat model names."""
    elements = []
    for target in (
        f"{address}/x",
        canary.as_uri(),
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "//127.0.0.1/x",
        r"\\127.0.0.1\x",
    ):
        elements += [
            f"<link rel=attachment href='{target}'>",
            f"<link rel=stylesheet href='{target}'>",
            f"<img src='{target}' alt=a>",
            f"<iframe src='{target}'></iframe>",
            f"<object data='{target}'></object>",
            f"<embed src='{target}'>",
            f"<input type=image src='{target}' alt=b>",
            f"<p style=\"background: url('{target}')\">c</p>",
            f"<ul style=\"list-style-image: url('{target}')\"><li>d</li></ul>",
            f"<style>@import url('{target}');</style>",
            f"<style>@font-face {{ font-family: x; src: url('{target}') }} i {{ font-family: x }}</style><i>e</i>",
            f"<style>p::before {{ content: url('{target}') }}</style>",
            f"<svg xmlns='http://www.w3.org/2000/svg' width=9><image href='{target}' width=9 /></svg>",
            f"<svg xmlns='http://www.w3.org/2000/svg' width=9><use href='{target}#a'/></svg>",
            f'<img alt=f src="{NESTED.format(target)}">',
            f"<a href='{target}'>g</a>",
            f"<a rel=attachment href='{target}'>h</a>",
            f"<base href='{target}'>",
        ]
    return PAGE.format("".join(elements))


def embedded_files(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        names = document.Root.get("/Names", {})
        annotations = [
            a for sheet in document.pages for a in sheet.get("/Annots", []) if a.Subtype == "/FileAttachment"
        ]
        return [*document.attachments, *(["tree"] if "/EmbeddedFiles" in names else []), *annotations]


def strings_in(pdf):
    """All bytes of a PDF with its streams unpacked."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        stream = io.BytesIO()
        document.save(stream, stream_decode_level=pikepdf.StreamDecodeLevel.all, compress_streams=False)
    return stream.getvalue()


class TestNothingIsFetched:
    def test_by_the_process(self, outside, canary):
        pdf = rendering.render_pdf(attack(outside.address, canary))

        assert outside.hits == []
        assert embedded_files(pdf) == []
        assert b"KENARI" not in strings_in(pdf)
        assert b"root:" not in strings_in(pdf)

    def test_even_without_the_process(self, outside, canary):
        pdf = rendering.render_in_process(attack(outside.address, canary))

        assert outside.hits == []
        assert embedded_files(pdf) == []
        assert b"KENARI" not in strings_in(pdf)

    def test_data_addresses_are_drawn_but_never_attached(self):
        pdf = rendering.render_in_process(
            PAGE.format(f"<img alt=a src='{PIXEL}'><link rel=attachment href='data:text/plain,KENARI'>")
        )

        with pikepdf.open(io.BytesIO(pdf)) as document:
            images = [o for o in document.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
        assert images
        assert embedded_files(pdf) == []

    def test_from_a_result_that_people_filled_with_attacks(self, outside, canary):
        data = load("result_337")
        evil = attack(outside.address, canary)[:1500]
        data["institution"]["name"] = evil
        for indicator in data["indicators"][:5]:
            indicator["short_name"] = indicator["reason"] = evil

        pdf = rendering.render_pdf(html_of(data, "executive"))

        assert outside.hits == []
        assert embedded_files(pdf) == []


class TestSameBytes:
    def test_in_two_processes_and_in_this_one(self):
        html = html_of(load("result_337"), "executive")

        first, second = rendering.render_pdf(html), rendering.render_pdf(html)

        assert first == second == rendering.render_in_process(html)

    def test_from_the_same_result_built_twice(self):
        assert html_of(load("result_337"), "province") == html_of(load("result_337"), "province")

    def test_another_result_gives_another_file(self):
        html = html_of(load("result_337"), "executive")

        assert rendering.render_in_process(html) != rendering.render_in_process(html.replace("3,37", "3,38"))

    def test_only_the_bundled_fonts_are_embedded(self):
        pdf = rendering.render_in_process(PAGE.format("<p>Wingdings 漢 <code>DejaVu Sans Mono</code></p>"))

        with pikepdf.open(io.BytesIO(pdf)) as document:
            fonts = {str(o.BaseFont).split("+")[-1] for o in document.objects if _is_font(o)}
        assert fonts
        assert all(name.startswith(("Inter", "Plus-Jakarta", "PlusJakarta")) for name in fonts)


class TestLimits:
    def test_too_much_work_is_stopped(self):
        endless = PAGE.format("<table><tr><td>" + "<div>kata " * 40 + "</table>" + "<p>kata kata kata</p>" * 60_000)

        with pytest.raises(rendering.PdfFailed):
            rendering.render_pdf(endless, timeout=2)

    def test_too_much_memory_is_refused(self, monkeypatch, tmp_path):
        _shadow(tmp_path, weasyprint="block = bytearray(3 * 1024**3)")
        monkeypatch.setattr(rendering, "ROOT", tmp_path)

        with pytest.raises(rendering.PdfFailed, match="MemoryError"):
            rendering.render_pdf(PAGE)

    def test_the_process_knows_no_secret(self, monkeypatch, tmp_path):
        package = _shadow(tmp_path)
        (package / "pdf_process.py").write_text("import os; print('%PDF-', dict(os.environ))")
        monkeypatch.setattr(rendering, "ROOT", tmp_path)
        monkeypatch.setenv("SECRET_KEY", "kunci-rahasia")

        assert b"kunci-rahasia" not in rendering.render_pdf(PAGE)

    def test_an_answer_that_is_no_pdf_is_a_failure(self, monkeypatch, tmp_path):
        package = _shadow(tmp_path)
        (package / "pdf_process.py").write_text("print('halo')")
        monkeypatch.setattr(rendering, "ROOT", tmp_path)

        with pytest.raises(rendering.PdfFailed, match="Pembuatan PDF gagal"):
            rendering.render_pdf(PAGE)

    def test_the_process_bounds_itself_before_it_reads(self, monkeypatch):
        limits, output = {}, io.BytesIO()
        page = PAGE.format("<p>halo</p>")
        monkeypatch.setattr(pdf_process.resource, "setrlimit", limits.__setitem__)
        monkeypatch.setattr(sys, "argv", ["pdf_process", "7"])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(page.encode())))
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(output))
        monkeypatch.setenv("XDG_CACHE_HOME", "")

        assert pdf_process.main() == 0
        sys.stdout.flush()

        assert limits == {
            pdf_process.resource.RLIMIT_CPU: (7, 8),
            pdf_process.resource.RLIMIT_AS: (pdf_process.MEMORY, pdf_process.MEMORY),
        }
        assert output.getvalue() == rendering.render_in_process(page)

    def test_its_exit_code_tells_that_the_library_is_missing(self, monkeypatch):
        def fail(html):
            raise pdf_process.LibraryMissing("libgobject-2.0-0")

        monkeypatch.setattr(pdf_process.resource, "setrlimit", lambda *limit: None)
        monkeypatch.setattr(pdf_process, "render", fail)
        monkeypatch.setattr(sys, "argv", ["pdf_process"])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
        monkeypatch.setenv("XDG_CACHE_HOME", "")

        assert pdf_process.main() == pdf_process.LIBRARY_MISSING


class TestWithoutPango:
    SENTENCE = "paket libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 belum terpasang"

    def test_the_process_names_the_packages(self, monkeypatch, tmp_path):
        _shadow(tmp_path, weasyprint="raise OSError(\"cannot load library 'libgobject-2.0-0'\")")
        monkeypatch.setattr(rendering, "ROOT", tmp_path)

        with pytest.raises(rendering.PdfUnavailable, match=self.SENTENCE):
            rendering.render_pdf(PAGE)

    def test_this_process_names_the_packages(self, monkeypatch):
        for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setattr(sys, "meta_path", [_NoPango(), *sys.meta_path])

        with pytest.raises(rendering.PdfUnavailable, match=self.SENTENCE):
            rendering.render_in_process(PAGE)

    def test_the_system_check_warns_once_a_library_is_missing(self, monkeypatch):
        assert checks.pdf_libraries(None) == []

        monkeypatch.setattr(checks, "LIBRARIES", ("libtidak-ada.so.0",))
        (warning,) = checks.pdf_libraries(None)

        assert warning.id == "reports.W001"
        assert "libtidak-ada.so.0" in warning.msg
        assert "apt-get install" in warning.hint

    def test_importing_the_reports_does_not_load_the_library(self):
        code = "import sys, reports.rendering; sys.exit('weasyprint' in sys.modules)"

        assert rendering.subprocess.run([sys.executable, "-c", code], cwd=rendering.ROOT, check=False).returncode == 0


def test_the_list_of_characters_is_that_of_the_font():
    font = TTFont(Path(figures.COVERAGE).parent / "Inter_400Regular.ttf")
    shown = {
        code for code in font.getBestCmap() if unicodedata.category(chr(code))[0] not in "CZM" or code in (0x20, 0xA0)
    }

    assert figures._covered() == shown, _as_ranges(shown)


def _is_font(item):
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"


def _as_ranges(codes):
    """The text that coverage.txt should hold."""
    runs = []
    for code in sorted(codes):
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return " ".join(f"{a:x}" if a == b else f"{a:x}-{b:x}" for a, b in runs)


def _shadow(folder, **modules):
    """A copy of the renderer in a folder where other modules stand before the real ones."""
    package = folder / "reports"
    package.mkdir()
    source = Path(pdf_process.__file__).parent
    for name in ("__init__.py", "pdf_process.py", "pdf_tags.py"):
        shutil.copy(source / name, package / name)
    for name, text in modules.items():
        (folder / f"{name}.py").write_text(text)
    return package


class _NoPango(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name == "weasyprint":
            raise OSError("cannot load library 'libgobject-2.0-0'")
        return None
