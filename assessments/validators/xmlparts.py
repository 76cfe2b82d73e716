"""XML inside office documents: small parts as a tree, large ones as a stream; no DTD and no entity in either.

A sheet of 200 MB as a tree would take gigabytes, so large parts go through expat itself, guarded as defusedxml does it.
"""

from xml.etree.ElementTree import ParseError
from xml.parsers import expat

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from assessments.validators.rejection import Rejected

MAX_TREE_BYTES = 4_000_000
MAX_TEXT = 4_000_000


def tree(archive, name):
    """Return the root element of a small part."""
    try:
        return fromstring(archive.read(name, MAX_TREE_BYTES), forbid_dtd=True)
    except DefusedXmlException as error:
        raise Rejected("bomb") from error
    except ParseError as error:
        raise Rejected("truncated") from error


def local(name):
    """Return the name without its namespace; nothing that is looked for shares its name with something harmless."""
    return name.rpartition("}")[2]


def walk(chunks, watch):
    """Feed a part to `watch`: start(tag, attributes) tells whether text(tag, string) wants the text of the element.

    Attribute names keep their namespace, because two of them may differ in nothing else.
    """
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = _Text(parser, watch).start
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Rejected("truncated") from error


class _Text:
    """Turns the text handlers on only inside wanted elements: in a sheet that is what makes it fast."""

    def __init__(self, parser, watch):
        self.parser, self.watch = parser, watch
        self.tag, self.depth, self.pieces, self.size = "", 0, [], 0

    def start(self, tag, attributes):
        tag = local(tag)
        wanted = self.watch.start(tag, attributes)
        if self.depth:
            self.depth += 1
        elif wanted:
            self.tag, self.depth, self.pieces = tag, 1, []
            self.parser.EndElementHandler = self.end
            self.parser.CharacterDataHandler = self.text

    def text(self, text):
        self.size += len(text)
        if self.size > MAX_TEXT:
            raise Rejected("bomb")
        self.pieces.append(text)

    def end(self, tag):
        self.depth -= 1
        if not self.depth:
            self.parser.EndElementHandler = self.parser.CharacterDataHandler = None
            self.watch.text(self.tag, "".join(self.pieces))


def _refuse(*declaration):
    raise Rejected("bomb")
