"""What the viewer of the review page needs to know of each proof: whether it shows it, how, and from which page on."""

from typing import NamedTuple

from django.utils import timezone

from assessments import conversion, pages, permissions
from assessments.conversion import State
from assessments.models import Evidence
from assessments.validators.inspection import EXTENSIONS

PDF = EXTENSIONS["pdf"]
IMAGES = frozenset(EXTENSIONS[name] for name in ("jpg", "png"))


class Shown(NamedTuple):
    """One proof in the viewer. kind: "pdf", "image", "office" (its PDF is not there yet), "link" or "refused"."""

    citation: object
    kind: str
    first_page: int = 1
    cited: tuple = ()  # (first, last) of each range of pages
    state: State | None = None  # of the PDF of an office file
    reason: str = ""  # why it may not be opened

    @property
    def number(self):
        return self.citation.position

    @property
    def evidence(self):
        return self.citation.evidence

    @property
    def cited_text(self):
        """The ranges as the script reads them: "4-6,9-9"."""
        return ",".join(f"{first}-{last}" for first, last in self.cited)


class Viewer(NamedTuple):
    shown: list
    membership: object  # in whose role the viewer looks
    now: object

    @property
    def opens_first(self):
        """The first proof that can be seen; otherwise the first one."""
        seen = [one for one in self.shown if one.kind in ("pdf", "image")]
        return (seen or self.shown or [None])[0]


def viewer_of(request, citations):
    states = conversion.states_of([citation.evidence for citation in citations])
    shown = [_shown(citation, request.user, states) for citation in citations]
    return Viewer(shown, request.membership, timezone.now())


def media_type_of(evidence):
    """What the viewer is sent for a proof; None where it has nothing to show."""
    if evidence.media_type == PDF or evidence.media_type in IMAGES:
        return evidence.media_type
    return PDF if conversion.is_office(evidence) and conversion.path_of(evidence).exists() else None


def _shown(citation, user, states):
    evidence = citation.evidence
    ranges = [one for one in pages.ranges(citation.pages or "") or [] if 0 < one[0] <= one[1]]
    about = {"cited": tuple(ranges), "first_page": ranges[0][0] if ranges else 1}
    if not evidence.is_file:
        return Shown(citation, "link", **about)
    if evidence.scan in (Evidence.Scan.INFECTED, Evidence.Scan.WAITING):
        verdict = permissions.may_open(user, evidence)
        if not verdict:
            return Shown(citation, "refused", reason=verdict.reason, **about)
    state = states.get(evidence.pk)
    if evidence.media_type in IMAGES:
        return Shown(citation, "image", **about)
    if evidence.media_type == PDF or state == State.READY:
        return Shown(citation, "pdf", state=state, **about)
    return Shown(citation, "office", state=state or State.ABSENT, **about)
