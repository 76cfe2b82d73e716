"""Which office document is this?  OOXML tells by its content types, ODF by the file `mimetype`."""

from assessments.validators import ooxml, opendocument
from assessments.validators.archive import Archive
from assessments.validators.parts import CONTENT_TYPES
from assessments.validators.rejection import Rejected


def inspect_office(path):
    """Return docx, xlsx, pptx, odt or ods."""
    with Archive(path.open("rb")) as archive:
        if CONTENT_TYPES in archive.names:
            return ooxml.inspect(archive)
        if opendocument.MIME_TYPE in archive.names:
            return opendocument.inspect(archive)
    raise Rejected("type")
