"""PDF files, written by hand so that each trick can be read, and saved by qpdf where its form matters."""

import base64
import io
import random
import struct
import zlib

import pikepdf

from tests.corpus.pictures import picture

TEXT = b"BT /F1 12 Tf 72 700 Td (Peraturan Gubernur) Tj ET"


def pdf(*extra, catalog=b"", page=b"", content=TEXT, packing=b""):
    """Return a PDF of one page; `extra` are further objects, numbered from 6."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> %s >>" % page,
        stream(packing, content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *(extra or [b"null"]),
    ]
    body, offsets = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, item in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    start, size = len(body), len(objects) + 1
    body += b"xref\n0 %d\n0000000000 65535 f \n" % size
    body += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return body + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)


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


def form_of_form(number):
    """Return a form that does nothing but use the form with this number."""
    uses = b"/Type /XObject /Subtype /Form /Resources << /XObject << /X %d 0 R >> >>" % number
    return stream(uses, b"/X Do")


def with_ascii85_content():
    """Return a page whose content is packed as old report generators do it."""
    packed = base64.a85encode(zlib.compress(TEXT)) + b"~>"
    return pdf(content=packed, packing=b"/Filter [/ASCII85Decode /FlateDecode]")


def many_pages(contents):
    """Return a PDF with one page for each content."""
    document, target = pikepdf.new(), io.BytesIO()
    for content in contents:
        document.add_blank_page().Contents = document.make_stream(content)
    document.save(target)
    return target.getvalue()


NO_COPYING = pikepdf.Permissions(extract=False)
JAVASCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
ATTACHMENT = (
    b"<< /Type /Filespec /F (a.exe) /EF << /F 7 0 R >> >>",
    stream(b"/Type /EmbeddedFile", b"MZ"),
)


def nested_arrays(depth):
    """Return a PDF with an array inside an array inside an array; whoever reads them by recursion runs out of stack."""
    return pdf(b"[" * depth + b"]" * depth)


def nested_pages(depth):
    """Return a PDF whose page lies below as many branches, each with one."""
    branches = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (number + 7) for number in range(depth - 1)]
    branches.append(b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
    return pdf(*branches).replace(b"/Kids [3 0 R] /Count 1 >>", b"/Kids [6 0 R] /Count 1 >>", 1)


def object_stream_bomb():
    """Return a PDF whose catalog lies in an object stream of 2 GB, packed in 2 MB."""
    deflate = zlib.compressobj(9)
    head = b"1 0 2 33 " + b"<< /Type /Catalog /Pages 2 0 R >>" + b"<< /Type /Pages /Kids [] /Count 0 >>"
    start = deflate.compress(head) + deflate.flush(zlib.Z_FULL_FLUSH)
    block = deflate.compress(bytes(10_000_000)) + deflate.flush(zlib.Z_FULL_FLUSH)
    packed = start + block * 200 + deflate.flush()
    body = b"%PDF-1.7\n"
    objects_at = len(body)
    body += b"3 0 obj\n" + stream(b"/Type /ObjStm /N 2 /First 9 /Filter /FlateDecode", packed) + b"\nendobj\n"
    table_at = len(body)
    rows = [(0, 0, 65535), (2, 3, 0), (2, 3, 1), (1, objects_at, 0), (1, table_at, 0)]
    table = b"".join(struct.pack(">BIH", *row) for row in rows)
    table_fields = b"/Type /XRef /Size 5 /W [1 4 2] /Root 1 0 R"
    body += b"4 0 obj\n" + stream(table_fields, table) + b"\nendobj\n"
    return body + b"startxref\n%d\n%%%%EOF\n" % table_at
