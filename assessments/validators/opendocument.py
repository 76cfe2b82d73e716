"""ODT, ODS (OASIS OpenDocument 1.2 and later): the same rules as for OOXML, where they live in ODF."""

import re

from assessments.validators.members import is_clickable, refuse_fetching, refuse_foreign
from assessments.validators.rejection import Rejected
from assessments.validators.xmlparts import local, tree, walk

MIME_TYPE = "mimetype"
_MANIFEST = "META-INF/manifest.xml"
_KINDS = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_MACRO_PATH = re.compile(r"^(Basic|Scripts)/", re.I)
_MACRO_TAGS = {"event-listener", "script"}
_OBJECT_TAGS = {"object-ole", "plugin", "applet", "floating-frame"}
_ELSEWHERE = re.compile(r"\s*([a-z][a-z0-9+.-]*:|//|\\\\|/|(\./)?\.\./)", re.I)
_ANOTHER_COMPUTER = re.compile(r"\s*((?!file:///[^/])[a-z][a-z0-9+.-]*:|//|\\\\)", re.I)


def inspect(archive):
    """Return odt or ods."""
    first = min(archive.members, key=lambda info: info.header_offset)
    kind = archive.read(MIME_TYPE, 200).decode("ascii", "replace")
    if first.filename != MIME_TYPE or kind not in _KINDS:
        raise Rejected("type")
    if not {_MANIFEST, "content.xml"} <= archive.names:
        raise Rejected("truncated")
    _check_manifest(tree(archive, _MANIFEST), kind)
    for info in archive.members:
        if _MACRO_PATH.search(info.filename):
            raise Rejected("macro")
        chunks = refuse_foreign(archive.stream(info))
        if info.filename.lower().endswith((".xml", ".rdf")):
            walk(chunks, _Watch)
        for _ in chunks:  # nothing is left of what was walked; the others are read to the end here
            pass
    return _KINDS[kind]


def _check_manifest(manifest, kind):
    for entry in manifest.iter():
        attributes = {local(name): value for name, value in entry.attrib.items()}
        if local(entry.tag) == "encryption-data":
            raise Rejected("password")
        if attributes.get("full-path") == "/" and attributes.get("media-type") != kind:
            raise Rejected("archive")
        if "oleobject" in attributes.get("media-type", ""):
            raise Rejected("embedded")


class _Watch:
    @staticmethod
    def start(tag, attributes):
        """All that matters in ODF stands in tags and attributes, so no text is wanted."""
        if "dde" in tag.split("-"):
            raise Rejected("external")
        if tag in _MACRO_TAGS:
            raise Rejected("macro")
        if tag in _OBJECT_TAGS:
            raise Rejected("embedded")
        for name, value in attributes.items():
            if name.endswith("}formula"):
                refuse_fetching(value)
            elif name.endswith("}href"):
                _check_address(tag, value)


def _check_address(tag, address):
    """A person follows a link; the template is the one that the document began with; all else must be inside."""
    if address.lstrip().lower().startswith("vnd.sun.star."):
        raise Rejected("macro")
    if tag == "a":
        elsewhere = not is_clickable(address)
    elif tag == "template":
        elsewhere = _ANOTHER_COMPUTER.match(address)
    else:
        elsewhere = _ELSEWHERE.match(address)
    if elsewhere:
        raise Rejected("external")
