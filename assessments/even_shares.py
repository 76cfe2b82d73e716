"""A suggestion of how to share a period out evenly: the largest piece first, to whoever has the least so far."""

import hashlib
import json
from collections import defaultdict

from django.db.models import TextChoices

from assessments.sharing import Part


class Basis(TextChoices):
    UNIT = "pd", "Per perangkat daerah"
    ASPECT = "aspek", "Per aspek"


def suggest(sharing, basis):
    """Parts that nobody is kept away from by independence, as far as there is anyone who is not."""
    loads = dict.fromkeys(sharing.reviewers, 0)
    return list((_by_unit if basis == Basis.UNIT else _by_aspect)(sharing, loads))


def seal(parts):
    """What a suggestion was when it was shown, to tell whether it still is."""
    rows = sorted((part.assessor_id, part.aspect_id or 0, part.unit_id or 0) for part in parts)
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]


def _by_unit(sharing, loads):
    for unit_id, cells in _pieces(sharing.cells, "unit_id"):
        chosen = _least(sharing, loads, unit_id)
        if chosen is not None:
            loads[chosen] += sum(cell.total for cell in cells)
            yield Part(chosen, None, unit_id)


def _by_aspect(sharing, loads):
    """An aspect goes to one assessor; the answers of the own unit among them go to another one."""
    for aspect_id, cells in _pieces(sharing.cells, "aspect_id"):
        chosen = _least(sharing, loads)
        if chosen is None:
            return
        reviewer = sharing.reviewers[chosen]
        yield Part(chosen, aspect_id, None)
        loads[chosen] += sum(cell.total for cell in cells if reviewer.may_review(cell.unit_id))
        for cell in cells:
            other = None if reviewer.may_review(cell.unit_id) else _least(sharing, loads, cell.unit_id)
            if other is not None:
                loads[other] += cell.total
                yield Part(other, aspect_id, cell.unit_id)


def _pieces(cells, key):
    found = defaultdict(list)
    for cell in cells:
        found[getattr(cell, key)].append(cell)
    return sorted(found.items(), key=lambda piece: (-sum(cell.total for cell in piece[1]), piece[0]))


def _least(sharing, loads, unit_id=None):
    free = [pk for pk, r in sharing.reviewers.items() if unit_id is None or r.may_review(unit_id)]
    return min(free, key=loads.get, default=None)
