"""Parts and relationships of an OOXML package (ECMA-376, part 2): which part is of which type and leads to which."""

import posixpath
import re
from typing import NamedTuple
from urllib.parse import unquote

from assessments.validators.rejection import Rejected
from assessments.validators.xmlparts import local, tree

CONTENT_TYPES = "[Content_Types].xml"
ROOT_RELATIONS = "_rels/.rels"

_RELATIONS_OF = re.compile(r"((?:.*/)?)_rels/([^/]*)\.rels", re.I)


class Relation(NamedTuple):
    kind: str
    target: str
    is_external: bool
    part: str  # the part that an internal target leads to


class Package:
    """What an archive says about its parts. Capitals and percent signs make no difference in the name of a part."""

    def __init__(self, archive):
        self.archive = archive
        self.parts = {part_name(member) for member in archive.names}
        self._defaults, self._overrides = {}, {}
        for element in tree(archive, CONTENT_TYPES):
            content_type = element.get("ContentType", "").strip()
            if local(element.tag) == "Default":
                self._defaults[element.get("Extension", "").lower()] = content_type
            elif local(element.tag) == "Override":
                self._overrides[part_name(element.get("PartName", "")).lstrip("/")] = content_type

    def content_type(self, part):
        return self._overrides.get(part) or self._defaults.get(posixpath.splitext(part)[1].removeprefix("."), "")

    def relations(self, member):
        """Return the relationships that a member lists."""
        folder = posixpath.dirname(source_of(member))
        return [_relation(element, folder) for element in tree(self.archive, member)]

    def main_part(self):
        """Follow the one relationship that leads from the package itself to its main part."""
        if ROOT_RELATIONS not in self.archive.names:
            raise Rejected("truncated")
        found = [item.part for item in self.relations(ROOT_RELATIONS) if item.kind.endswith("/officeDocument")]
        if len(found) != 1:
            raise Rejected("archive")
        return found[0]


def part_name(member):
    return unquote(member).lower()


def source_of(member):
    """Return the part whose relationships a member lists: "" for the package itself, and for any other member."""
    found = _RELATIONS_OF.fullmatch(member)
    return part_name(found[1] + found[2]) if found else ""


def _relation(element, folder):
    target = element.get("Target", "")
    return Relation(
        kind=element.get("Type", ""),
        target=target,
        is_external=element.get("TargetMode", "").lower() == "external",
        part=posixpath.normpath(posixpath.join("/", folder, part_name(target))).lstrip("/"),
    )
