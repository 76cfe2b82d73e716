"""Is this printed sheet genuine? What the public may learn from the code on it, and nothing more."""

from dataclasses import dataclass

from indicators.scoring import plain
from reports.models import CODE_ALPHABET, CODE_LENGTH, Document


@dataclass(frozen=True)
class Verification:
    """The public facts of a document: a figure, its rating (none for a unit), the revision, the state, the digests."""

    document: Document
    figure_name: str
    figure: str | None
    rating: str
    is_genuine: bool
    is_made: bool
    newer_revision: int | None


def normalized(text):
    """The code as stored, from however a person typed it; None where it cannot be a code."""
    code = "".join(character for character in text.upper() if character.isalnum())
    return code if len(code) == CODE_LENGTH and set(code) <= set(CODE_ALPHABET) else None


def verify(text):
    """The facts behind a code, or None."""
    code = normalized(text)
    document = code and Document.objects.with_parents().filter(code=code).first()
    return _facts(document) if document else None


def _facts(document):
    result = document.result
    newest = result.period.results.order_by("-revision").first()
    name, figure, rating = _figure(document)
    return Verification(
        document=document,
        figure_name=name,
        figure=figure,
        rating=rating,
        is_made=bool(document.file_name),
        is_genuine=bool(document.file_name) and document.state != Document.State.SUPERSEDED,
        newer_revision=newest.revision if newest.revision > result.revision else None,
    )


def _figure(document):
    content = document.result.content
    if document.kind != Document.Kind.UNIT:
        return content["instrument"]["index_name"], plain(document.result.index), document.result.rating
    unit = next((row for row in content["units"] if row["code"] == document.unit.code), None)
    return "Capaian PD", unit and unit["attainment"] and unit["attainment"]["exact"], ""
