"""The pages of a stored file: how many, how many of them with text, and pictures of the first ones.

Run by survey_worker.py as a process of its own; imports no Django.
"""

import io
from contextlib import closing

import pikepdf
import pypdfium2
from PIL import Image, ImageOps

from assessments.validators import pdf_streams
from assessments.validators.survey import Survey

MAX_PAGES = 10
WIDTH, HEIGHT = 1000, 1414  # an A4 page at about 120 dots per inch
QUALITY = 80
_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG"}


def survey(path, media_type):
    if media_type == "application/pdf":
        return _survey_pdf(path)
    if media_type in _FORMATS:
        return Survey(previews=(_picture(path, _FORMATS[media_type]),))
    return Survey()


def _survey_pdf(path):
    with pikepdf.open(path) as document:
        pages, with_text = len(document.pages), pdf_streams.count_pages_with_text(document)
    return Survey(pages, 2 * with_text >= pages, tuple(_pages(path)))


def _pages(path):
    with closing(pypdfium2.PdfDocument(path)) as document:
        for number in range(min(len(document), MAX_PAGES)):
            page = document[number]
            width, height = page.get_size()
            scale = min(WIDTH / max(width, 1), HEIGHT / max(height, 1))
            bitmap = page.render(scale=scale)
            yield _as_jpeg(bitmap.to_pil())
            bitmap.close()
            page.close()


def _picture(path, kind):
    with Image.open(path, formats=[kind]) as image:
        image.draft("RGB", (WIDTH, HEIGHT))  # a JPEG is decoded at a fraction of its size
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((WIDTH, HEIGHT))
        return _as_jpeg(upright)


def _as_jpeg(image):
    """Only the dots go over: a new picture on white, without profile, comment or position."""
    image = image.convert("RGBA")
    clean = Image.new("RGB", image.size, "white")
    clean.paste(image, mask=image)
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
