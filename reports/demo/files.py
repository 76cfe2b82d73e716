"""Real small files as proof: a PDF with text, a picture, a workbook. They go the way of every upload."""

import io

import pikepdf
from openpyxl import Workbook
from PIL import Image, ImageDraw

from assessments import storage, uploads
from assessments.models import Evidence
from assessments.validators.inspection import inspect


def pdf(lines):
    """One A4 page of text in a standard font; the same lines give the same bytes."""
    document = pikepdf.new()
    text = "BT /F1 12 Tf 60 780 Td 18 TL " + " ".join(f"({_latin(line)}) Tj T*" for line in lines) + " ET"
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page = document.add_blank_page(page_size=(595, 842))
    page.Contents = document.make_stream(text.encode("latin-1"))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    return _written(lambda target: document.save(target, deterministic_id=True))


def jpg(lines):
    picture = Image.new("RGB", (900, 560), "#f5f7fa")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 900, 64), fill="#0b4a7d")
    for position, line in enumerate(lines):
        pen.text((32, 24 + 60 * position), _latin(line), fill="#ffffff" if position == 0 else "#1b2733")
    return _written(lambda target: picture.save(target, "JPEG", quality=80))


def xlsx(lines):
    book = Workbook()
    for line in lines:
        book.active.append([line])
    return _written(book.save)


MAKERS = {"pdf": pdf, "jpg": jpg, "xlsx": xlsx}


def evidence(unit, by, title, kind, lines, **fields):
    """An unsaved Evidence whose file is checked and stored like an uploaded one, though in this process."""
    name = storage.safe_display_name(f"{title[:60].strip()}.{kind}".replace("/", "-"))
    with uploads.stage(name, MAKERS[kind](lines)) as staged:
        found = uploads.check(staged, inspect)
        return Evidence(
            unit=unit,
            kind=Evidence.Kind.FILE,
            stored_name=storage.store(staged),
            original_name=name,
            media_type=found.media_type,
            size=staged.size,
            sha256=staged.sha256,
            has_text_layer=found.has_text_layer,
            title=title,
            created_by=by,
            **fields,
        )


def _written(save):
    target = io.BytesIO()
    save(target)
    return target.getvalue()


def _latin(line):
    return line.encode("latin-1", "replace").decode("latin-1").replace("\\", "").replace("(", "").replace(")", "")
