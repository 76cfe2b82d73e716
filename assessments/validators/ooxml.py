"""DOCX, XLSX, PPTX (ECMA-376): no macro, no object, and nothing from outside but a hyperlink that a person clicks.

One file may lie inside: the workbook that holds the numbers of a chart, which Word and PowerPoint keep with every
chart.  It passes the same inspection, and what it unpacks counts into the same limits.
"""

import io
import re

from assessments.validators.archive import SIGNATURE, Archive
from assessments.validators.members import is_clickable, refuse_foreign
from assessments.validators.ooxml_text import Watch
from assessments.validators.parts import CONTENT_TYPES, Package, part_name, source_of
from assessments.validators.rejection import Rejected
from assessments.validators.xmlparts import walk

_PREFIX = "application/vnd.openxmlformats-officedocument."
_MAIN = {
    f"{_PREFIX}wordprocessingml.document.main+xml": "docx",
    f"{_PREFIX}spreadsheetml.sheet.main+xml": "xlsx",
    f"{_PREFIX}presentationml.presentation.main+xml": "pptx",
}
# Where the workbook of a chart lies, and what its type, its relationship and the part that it belongs to are called.
_WORKBOOK = re.compile(r"(word|ppt|xl)/embeddings/[^/]+\.xlsx")
_WORKBOOK_TYPE = f"{_PREFIX}spreadsheetml.sheet"
_PACKAGE = re.compile(r"/package$")
_CHARTS = {f"{_PREFIX}drawingml.chart+xml", "application/vnd.ms-office.chartex+xml"}
MAX_WORKBOOK = 25_000_000
# What the path of a part, its content type or the type of a relationship gives away.
_BY_PATH = (
    (re.compile(r"vbaproject|vbadata|(^|/)macrosheets/|(^|/)activex/", re.I), "macro"),
    (re.compile(r"(^|/)embeddings/", re.I), "embedded"),
    (re.compile(r"(^|/)externallinks/|(^|/)connections\.xml$|(^|/)querytables/", re.I), "external"),
)
_BY_CONTENT_TYPE = (
    (re.compile(r"macro|vba|activex", re.I), "macro"),
    (re.compile(r"oleobject", re.I), "embedded"),
    (re.compile(r"externallink|\.connections\+|querytable", re.I), "external"),
)
_BY_RELATION = (
    (re.compile(r"/(vbaProject|wordVbaData|xl(Intl)?Macrosheet|control|activeXControl\w*)$", re.I), "macro"),
    (re.compile(r"/(oleObject|package|aFChunk|subDocument)$", re.I), "embedded"),
    (re.compile(r"/(externalLink\w*|connections|queryTable)$", re.I), "external"),
)


def inspect(archive, is_nested=False):
    """Return docx, xlsx or pptx."""
    package = Package(archive)
    kind = _kind(package)
    workbooks = set() if is_nested else _chart_workbooks(package)
    for info in archive.members:
        if part_name(info.filename) in workbooks:
            _inspect_workbook(archive, info)
        else:
            _inspect_part(package, info, workbooks)
    return kind


def _inspect_part(package, info, workbooks):
    name = part_name(info.filename)
    content_type = package.content_type(name)
    _refuse(_BY_PATH, name)
    _refuse(_BY_CONTENT_TYPE, content_type)
    if name.endswith(".rels"):
        _check_relations(package, info.filename, workbooks)
    chunks = refuse_foreign(package.archive.stream(info))
    if name.endswith((".xml", ".rels")) or content_type.endswith(("+xml", "/xml")):
        watch = Watch()
        walk(chunks, watch)
        watch.finish()
    for _ in chunks:  # nothing is left of what was walked; the others are read to the end here
        pass


def _kind(package):
    main = package.main_part()
    content_type = package.content_type(main)
    _refuse(_BY_CONTENT_TYPE, content_type)
    if content_type not in _MAIN:
        raise Rejected("type")
    if main not in package.parts:
        raise Rejected("truncated")
    return _MAIN[content_type]


def _chart_workbooks(package):
    """Return the workbooks that charts lead to; _check_relations sees to it that nothing else does."""
    found = set()
    for member in package.archive.names:
        if _is_of_chart(package, member):
            found |= {item.part for item in package.relations(member)}
    return {part for part in found if _WORKBOOK.fullmatch(part) and package.content_type(part) == _WORKBOOK_TYPE}


def _is_of_chart(package, member):
    """Tell whether the member lists the relationships of a chart that is there."""
    source = source_of(member)
    return source in package.parts and package.content_type(source) in _CHARTS


def _inspect_workbook(archive, info):
    """A whole XLSX of its own, read into memory because the worker may not write; it may hold no further file."""
    content = io.BytesIO()
    for chunk in archive.stream(info):
        content.write(chunk)
        if content.tell() > MAX_WORKBOOK:
            raise Rejected("bomb")
    if _nested_kind(content, within=(archive, info)) != "xlsx":
        raise Rejected("embedded")


def _nested_kind(content, within):
    content.seek(0)
    if content.read(len(SIGNATURE)) != SIGNATURE:
        return ""
    try:
        with Archive(content, within) as nested:
            return inspect(nested, is_nested=True) if CONTENT_TYPES in nested.names else ""
    except Rejected as error:
        if error.code == "type":  # its sentence speaks of the file that was sent
            return ""
        raise


def _check_relations(package, member, workbooks):
    of_chart = _is_of_chart(package, member)
    for item in package.relations(member):
        if item.part not in workbooks:
            _refuse(_BY_RELATION, item.kind)
        elif not (of_chart and _PACKAGE.search(item.kind)):
            raise Rejected("embedded")
        if item.is_external and not (item.kind.endswith("/hyperlink") and is_clickable(item.target)):
            raise Rejected("external")


def _refuse(rules, text):
    for pattern, code in rules:
        if pattern.search(text):
            raise Rejected(code)
