"""PNG and JPEG: one still picture, whole, of a bearable size, and nothing behind its end.

Both are first walked by their own structure, which reads every byte without unpacking a picture into memory;
only then does Pillow see them.
"""

import mmap

from PIL import Image

from assessments.validators import jpeg, png
from assessments.validators.archive import TAIL_BYTES, refuse_hidden_zip
from assessments.validators.rejection import Rejected


def inspect_png(path):
    _walk(path, png.end_of_picture)
    with Image.open(path, formats=["PNG"]) as image:
        image.verify()


def inspect_jpeg(path):
    _walk(path, jpeg.end_of_pictures)
    with Image.open(path, formats=["JPEG"]) as image:
        image.draft("L", (1, 1))  # decodes all coefficients, but at an eighth of the size
        try:
            image.load()
        except OSError as error:
            raise Rejected("truncated") from error


def _walk(path, end_of):
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if len(data) - end_of(data) > TAIL_BYTES:
            raise Rejected("polyglot")
    refuse_hidden_zip(path)
