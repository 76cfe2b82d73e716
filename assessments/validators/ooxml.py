"""DOCX, XLSX, PPTX (ECMA-376): no macro, no object, and nothing from outside but a hyperlink that a person clicks."""

import posixpath
import re
from urllib.parse import unquote

from assessments.validators.members import is_clickable, refuse_fetching, refuse_foreign
from assessments.validators.rejection import Rejected
from assessments.validators.xmlparts import local, tree, walk

CONTENT_TYPES = "[Content_Types].xml"
_ROOT_RELATIONS = "_rels/.rels"
_PREFIX = "application/vnd.openxmlformats-officedocument."
_MAIN = {
    f"{_PREFIX}wordprocessingml.document.main+xml": "docx",
    f"{_PREFIX}spreadsheetml.sheet.main+xml": "xlsx",
    f"{_PREFIX}presentationml.presentation.main+xml": "pptx",
}
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
# Word fields; \x00 stands where a field begins or ends.  A name that is put together from numbers hides something.
_FIELD = re.compile(r"\x00[\s\"']*(DDE(AUTO)?|LINK|DATABASE|INCLUDETEXT|IMPORT)\b|\bQUOTE\s+\d+\s+\d+", re.I)
_FIELD_TAGS = {"instrText", "delInstrText"}
_FORMULA_TAGS = {"f", "definedName", "formula", "formula1", "formula2"}
_QUOTED_SHEET = re.compile(r"'[^']*'")
_PROGRAM = re.compile(r"\w\s*\|")  # program|topic!item: the bar is no operator of Excel's formulas
_ACTION = re.compile(r"\s*ppaction://(program|macro|ole)", re.I)
_ELSEWHERE = re.compile(r"\s*([a-z][a-z0-9+.-]*:|//|\\\\)", re.I)


def inspect(archive):
    """Return docx, xlsx or pptx."""
    defaults, overrides = _content_types(archive)
    kind = _kind(archive, defaults, overrides)
    for info in archive.members:
        name, content_type = info.filename.lower(), _content_type(info.filename, defaults, overrides)
        _refuse(_BY_PATH, name)
        _refuse(_BY_CONTENT_TYPE, content_type)
        if name.endswith(".rels"):
            _check_relations(tree(archive, info.filename))
        chunks = refuse_foreign(archive.stream(info))
        if name.endswith((".xml", ".rels")) or content_type.endswith(("+xml", "/xml")):
            watch = _Watch()
            walk(chunks, watch)
            watch.finish()
        for _ in chunks:  # nothing is left of what was walked; the others are read to the end here
            pass
    return kind


def _content_types(archive):
    defaults, overrides = {}, {}
    for element in tree(archive, CONTENT_TYPES):
        content_type = element.get("ContentType", "").strip()
        if local(element.tag) == "Default":
            defaults[element.get("Extension", "").lower()] = content_type
        elif local(element.tag) == "Override":
            overrides[unquote(element.get("PartName", "")).lstrip("/").lower()] = content_type
    return defaults, overrides


def _content_type(name, defaults, overrides):
    name = name.lower()
    return overrides.get(name) or defaults.get(posixpath.splitext(name)[1].removeprefix("."), "")


def _kind(archive, defaults, overrides):
    """Follow the one relationship from the package to its main part; that part's content type is the kind."""
    if _ROOT_RELATIONS not in archive.names:
        raise Rejected("truncated")
    relations = tree(archive, _ROOT_RELATIONS)
    targets = [item.get("Target", "") for item in relations if item.get("Type", "").endswith("/officeDocument")]
    if len(targets) != 1:
        raise Rejected("archive")
    main = posixpath.normpath(unquote(targets[0]).lstrip("/"))
    content_type = _content_type(main, defaults, overrides)
    _refuse(_BY_CONTENT_TYPE, content_type)
    if content_type not in _MAIN:
        raise Rejected("type")
    if main not in archive.names:
        raise Rejected("truncated")
    return _MAIN[content_type]


def _check_relations(relations):
    for item in relations:
        kind, target = item.get("Type", ""), item.get("Target", "")
        _refuse(_BY_RELATION, kind)
        is_external = item.get("TargetMode", "").lower() == "external"
        if is_external and not (kind.endswith("/hyperlink") and is_clickable(target)):
            raise Rejected("external")


def _refuse(rules, text):
    for pattern, code in rules:
        if pattern.search(text):
            raise Rejected(code)


def _values(attributes, *names):
    return [value for name, value in attributes.items() if local(name) in names]


class _Watch:
    """Reads formulas one by one, and the field codes of a Word part as one text: Word splits them over many runs."""

    def __init__(self):
        self.fields = []

    def start(self, tag, attributes):
        if tag == "fldChar":
            self.fields.append("\x00")
        elif tag == "fldSimple":
            self.fields += ["\x00", *_values(attributes, "instr"), "\x00"]
        elif tag.startswith("hlink") and any(map(_ACTION.match, _values(attributes, "action"))):
            raise Rejected("macro")
        elif tag == "imagedata" and any(map(_ELSEWHERE.match, _values(attributes, "src", "href"))):
            raise Rejected("external")
        return tag in _FORMULA_TAGS or tag in _FIELD_TAGS

    def text(self, tag, text):
        if tag in _FIELD_TAGS:
            self.fields.append(text)
        elif _PROGRAM.search(_QUOTED_SHEET.sub("", refuse_fetching(text))):
            raise Rejected("external")

    def finish(self):
        if _FIELD.search("".join(self.fields)):
            raise Rejected("external")
