"""What the text of an OOXML part may not ask an office program to do: fetch, link or start something."""

import re

from assessments.validators.members import refuse_fetching
from assessments.validators.rejection import Rejected
from assessments.validators.xmlparts import local

# Word fields; \x00 stands where a field begins or ends.  A name that is put together from numbers hides something.
_FIELD = re.compile(r"\x00[\s\"']*(DDE(AUTO)?|LINK|DATABASE|INCLUDETEXT|IMPORT)\b|\bQUOTE\s+\d+\s+\d+", re.I)
_FIELD_TAGS = {"instrText", "delInstrText"}
_FORMULA_TAGS = {"f", "definedName", "formula", "formula1", "formula2"}
_QUOTED_SHEET = re.compile(r"'[^']*'")
_PROGRAM = re.compile(r"\w\s*\|")  # program|topic!item: the bar is no operator of Excel's formulas
_ACTION = re.compile(r"\s*ppaction://(program|macro|ole)", re.I)
_ELSEWHERE = re.compile(r"\s*([a-z][a-z0-9+.-]*:|//|\\\\)", re.I)


class Watch:
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


def _values(attributes, *names):
    return [value for name, value in attributes.items() if local(name) in names]
