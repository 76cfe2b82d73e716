"""PDF files, written by hand so that each trick can be read, and saved by qpdf where its form matters."""

import io
import random
import zlib

import pikepdf

from tests.corpus.pictures import picture

TEXT = b"BT /F1 12 Tf 72 700 Td (Peraturan Gubernur) Tj ET"


def pdf(*extra, catalog=b"", page=b"", content=TEXT, version=b"1.7"):
    """Return a PDF of one page; `extra` are further objects, numbered from 6."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> %s >>" % page,
        stream(b"", content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *(extra or [b"null"]),
    ]
    body, offsets = b"%%PDF-%s\n%%\xe2\xe3\xcf\xd3\n" % version, []
    for number, item in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            size,
            table,
            size,
            len(body),
        )
    )


def stream(dictionary, content):
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (dictionary, len(content), content)


def flate(dictionary, content):
    return stream(b"/Filter /FlateDecode " + dictionary, zlib.compress(content, 9))


def saved(content, **options):
    """Return the PDF as qpdf writes it: with object streams, linearized, encrypted."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        document.save(target, **options)
    return target.getvalue()


def object_streams(content):
    return saved(content, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def encrypted(content, user, allow=None):
    allow = allow or pikepdf.Permissions()
    return saved(content, encryption=pikepdf.Encryption(owner="pemilik", user=user, allow=allow))


def noise():
    """Return a stream that does not shrink, so that a cut falls into it."""
    return stream(b"", random.Random(1).randbytes(20_000))


def annotation(dictionary):
    return b"/Annots [<< /Type /Annot /Rect [0 0 9 9] %s >>]" % dictionary


def scanned_page():
    pixels = picture("JPEG", (600, 800))
    image = b"/Type /XObject /Subtype /Image /Width 600 /Height 800 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    return pdf(stream(image + b" /Filter /DCTDecode", pixels), content=b"q 595 0 0 842 0 0 cm /X Do Q")


NO_COPYING = pikepdf.Permissions(extract=False)
JAVASCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
ATTACHMENT = (
    b"<< /Type /Filespec /F (a.exe) /EF << /F 7 0 R >> >>",
    stream(b"/Type /EmbeddedFile", b"MZ"),
)
