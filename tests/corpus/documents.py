"""DOCX, XLSX, PPTX, ODT, ODS and the archives that pretend to be one."""

import io
import random
import re
import struct
import zipfile
import zlib

import openpyxl

OOXML = "application/vnd.openxmlformats-officedocument."
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def archive(members, compression=zipfile.ZIP_DEFLATED):
    """Return a ZIP of {name or ZipInfo: content}; `mimetype` is stored, as ODF demands."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as file:
        for name, content in members.items():
            file.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return target.getvalue()


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def relations(*items):
    """Return a relationships part of (type, target) or (type, target, mode)."""
    rows = "".join(
        f'<Relationship Id="r{number}" Type="{RELATION}{kind}" Target="{target}"'
        + (f' TargetMode="{mode[0]}"/>' if mode else "/>")
        for number, (kind, target, *mode) in enumerate(items)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def content_types(main, content_type, *more):
    rows = "".join(
        f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in ((main, content_type), *more)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


def word(body="<w:p><w:r><w:t>Kebijakan internal</w:t></w:r></w:p>"):
    return (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f"<w:body>{body}</w:body></w:document>"
    )


def docx(extra=None, body=None, main=f"{OOXML}wordprocessingml.document.main+xml", links=()):
    members = {
        "[Content_Types].xml": content_types("/word/document.xml", main),
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": word() if body is None else word(body),
        "word/_rels/document.xml.rels": relations(*links),
    }
    return archive(members | (extra or {}))


def field(*pieces):
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return f"<w:p>{begin}{runs}{end}</w:p>"


def xlsx(formula=None, extra=None):
    """Return a workbook by openpyxl, changed where asked."""
    workbook = openpyxl.Workbook()
    for row in (["Indikator", "Tingkat"], [1, 3], [2, 4]):
        workbook.active.append(row)
    workbook.active["B4"] = formula or "=SUM(B2:B3)"
    target = io.BytesIO()
    workbook.save(target)
    return archive(unpacked(target.getvalue()) | (extra or {}))


def pptx(slide='<p:sld xmlns:p="urn:p"/>', links=(), extra=None):
    slide_type = f"{OOXML}presentationml.slide+xml"
    members = {
        "[Content_Types].xml": content_types(
            "/ppt/presentation.xml",
            f"{OOXML}presentationml.presentation.main+xml",
            ("/ppt/slides/slide1.xml", slide_type),
        ),
        "_rels/.rels": relations(("officeDocument", "/ppt/presentation.xml")),
        "ppt/presentation.xml": '<p:presentation xmlns:p="urn:p"/>',
        "ppt/slides/slide1.xml": slide,
        "ppt/slides/_rels/slide1.xml.rels": relations(*links),
    }
    return archive(members | (extra or {}))


def odf(kind="text", body="<office:text/>", extra=None, manifest="", mime=None, root=None):
    mime = mime or f"application/vnd.oasis.opendocument.{kind}"
    namespaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "draw", "script")
    )
    members = {
        "mimetype": mime,
        "content.xml": f'<office:document-content{namespaces} xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"<office:scripts/><office:body>{body}</office:body></office:document-content>",
        "META-INF/manifest.xml": "<manifest:manifest "
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{root or mime}"/>{manifest}'
        "</manifest:manifest>",
    }
    return archive(members | (extra or {}))


def told(content, member, **changes):
    """Return the ZIP with another method, checksum or size of one member, in its own header and in the directory."""
    content = bytearray(content)
    places = {"method": (8, "<H"), "checksum": (14, "<I"), "size": (22, "<I")}
    for signature, further, name_at in ((b"PK\x03\x04", 0, 30), (b"PK\x01\x02", 2, 46)):
        name = re.escape(member.encode())
        start = re.search(re.escape(signature) + b".{%d}%s" % (name_at - 4, name), content, re.DOTALL).start()
        for field_name, value in changes.items():
            at, form = places[field_name]
            struct.pack_into(form, content, start + at + further, value)
    return bytes(content)


def junk_behind_member():
    """Return a document with a member whose packed bytes go on behind their own end."""
    text, deflate = b"isi" * 50, zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = deflate.compress(text) + deflate.flush() + b"<?php ?>"
    content = docx({zipfile.ZipInfo("word/a.txt"): packed})
    return told(content, "word/a.txt", method=8, checksum=zlib.crc32(text), size=len(text))


def quoted_overlap():
    """Return a document with a member whose data quotes the header of the next: both unpack the same kernel."""
    kernel = zlib.compressobj(9, zlib.DEFLATED, -15)
    kernel = kernel.compress(b"\0" * 2_000_000) + kernel.flush()
    crc = zlib.crc32(b"\0" * 2_000_000)
    inner = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 33, crc, len(kernel), 2_000_000, 5, 0) + b"b.bin"
    quote = struct.pack("<BHH", 0, len(inner), len(inner) ^ 0xFFFF) + inner
    packed = len(quote) + len(kernel)
    outer_crc, outer_size = zlib.crc32(inner + b"\0" * 2_000_000), len(inner) + 2_000_000
    outer = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 33, outer_crc, packed, outer_size, 5, 0) + b"a.bin"
    start = docx_without_directory()
    local, entries, count = start
    a_at, b_at = len(local), len(local) + len(outer) + 5
    body = local + outer + quote + kernel
    entry = "<4s6H3I5H2I"
    for name, crc32, packed_size, size, at in (
        (b"a.bin", outer_crc, packed, outer_size, a_at),
        (b"b.bin", crc, len(kernel), 2_000_000, b_at),
    ):
        numbers = (b"PK\x01\x02", 20, 20, 0, 8, 0, 33, crc32, packed_size, size, 5, 0, 0, 0, 0, 0, at)
        entries += struct.pack(entry, *numbers) + name
    count += 2
    return body + entries + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(entries), len(body), 0)


def docx_without_directory():
    """Return the members, the directory and the number of entries of a document."""
    content = docx()
    count, size, offset = struct.unpack("<HII", content[-12:-2])
    return content[:offset], content[offset : offset + size], count


def symbolic_link(name):
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return info


def many_members(count):
    return docx({f"word/media/{number}.txt": b"" for number in range(count)})


def duplicate_member():
    content = docx({"word/a.xml": "<a/>", "word/b.xml": "<b/>"})
    return content.replace(b"word/b.xml", b"word/a.xml")


def compound(name):
    """Return the start of an OLE compound file with one named stream; an encrypted document is one too."""
    return CFB + bytes(1016) + name.encode("utf-16-le") + bytes(2000)


def nested():
    return archive({f"lib{number}.zip": archive({"0": bytes(100_000)}) for number in range(16)})


def grain():
    """Return 30 MB that shrink to about a hundredth, below the ratio of a bomb."""
    return random.Random(1).randbytes(20_000) * 1_500


def words(size):
    """Return text that shrinks to about half."""
    return random.Random(1).randbytes(size // 2).hex()


def with_zeros():
    return docx({"word/media/a.bmp": bytes(900_000)})


def main_part_named(name, body, write=True, relations_at="_rels/.rels"):
    members = {
        "[Content_Types].xml": content_types(f"/word/{name}", f"{OOXML}wordprocessingml.document.main+xml"),
        relations_at: relations(("officeDocument", f"word/{name}")),
    }
    return archive(members | ({f"word/{name}": word(body)} if write else {}))


def two_main_parts():
    main = ("officeDocument", "word/document.xml")
    return docx({"_rels/.rels": relations(main, main)})


def damaged():
    """Return a document with one changed byte inside its stored text."""
    content = bytearray(docx({"word/media/a.txt": random.Random(1).randbytes(4_000)}))
    content[content.index(b"word/media/a.txt") + 2_000] ^= 1
    return bytes(content)


def renamed_in_directory():
    content = docx({"word/a.xml": "<a/>"})
    at = content.rindex(b"word/a.xml")
    return content[:at] + b"word/b.xml" + content[at + 10 :]


def encrypted_member():
    content = bytearray(docx({"word/a.txt": "x"}))
    for signature, flags_at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.rindex(signature) + flags_at] |= 1
    return bytes(content)


def hidden_data():
    """Return a document with 5 kB between its last member and the directory."""
    members, directory, count = docx_without_directory()
    members += b"<?php ?>" * 700
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(members), 0)
    return members + directory + end


def zip64(told_members=None):
    """Return a document whose directory ends as some writers always end it; they may tell any number of members."""
    content = docx()
    count, size, offset = struct.unpack("<HII", content[-12:-2])
    count = told_members or count
    record = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, offset)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, len(content) - 22, 1)
    return content[:-22] + record + locator + content[-22:]


def cut_zip64():
    """Return an archive that ends with the locator of a record that is not there."""
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, 46, 0, 0)
    return b"PK\x03\x04" + struct.pack("<4sIQI", b"PK\x06\x07", 0, 0, 1) + end


def directory_only():
    """Return an archive that says of itself that it has no members."""
    return b"PK\x03\x04" + bytes(30) + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0, 0, 0, 34, 0)


def offset_behind_the_end():
    """Return a document whose last member is said to begin close to the end of the file."""
    content = bytearray(docx({"word/a.txt": "x"}))
    at = content.rindex(b"PK\x01\x02") + 42
    content[at : at + 4] = struct.pack("<I", len(content) - 10)
    return bytes(content)


BILLION_LAUGHS = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><w>&b;</w>'
OUTSIDE_ENTITY = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w>&a;</w>'
