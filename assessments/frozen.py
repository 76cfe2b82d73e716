"""The canonical content of a closed period: everything that its reports say, as plain JSON.

Numbers are strings with a decimal point and no trailing zeros ("3.37", "4"); times are ISO 8601 in UTC. The digest
is the SHA-256 of the text that `canonical` makes: sorted keys, no spaces, UTF-8.
"""

import hashlib
import json
from datetime import UTC

from assessments.frozen_indicator import indicator_content
from assessments.frozen_minutes import minutes_content
from assessments.models import Assessment
from assessments.permissions import fill_deadline
from assessments.reading import Reading
from indicators import scoring
from indicators.scoring import plain

SCHEMA = 1


def canonical(content):
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(text):
    return hashlib.sha256(text.encode()).hexdigest()


def content_of(period, *, revision, closed_at, closed_by, reopen_reason=None, exceptions=None):
    """Read the whole period once and return its content. Raises IncompleteScores while an indicator has no score."""
    content = _Content(period).content(revision, closed_at, closed_by, reopen_reason)
    return content | {"minutes": minutes_content(period, closed_at, exceptions)}


class _Content(Reading):
    """The parts of the content, from one reading."""

    def content(self, revision, closed_at, closed_by, reopen_reason):
        return {
            "schema": SCHEMA,
            "institution": self._institution(),
            "period": self._period(closed_at),
            "revision": revision,
            "closed_by": closed_by.name,
            "reopen_reason": reopen_reason,
            "instrument": self._instrument(),
            "index": self._index(),
            "previous": self._previous(),
            "domains": self._domains(),
            "aspects": self._aspects(),
            "indicators": [indicator_content(self, indicator) for indicator in self.indicators],
            "units": self._units(),
            "recommendations": self._recommendations(),
        }

    def _institution(self):
        names = ("name", "kind", "code", "time_zone", "is_sample")
        return {name: getattr(self.institution, name) for name in names}

    def _period(self, closed_at):
        period = self.period
        return {
            "slug": period.slug,
            "name": period.name,
            "year": period.year,
            "rollup_policy": period.rollup_policy,
            "fill_closes_at": _time(period.fill_closes_at),
            "closed_at": _time(closed_at),
        }

    def _instrument(self):
        instrument = self.instrument
        return {
            "slug": instrument.slug,
            "index_name": instrument.index_name,
            "title": instrument.title,
            "regulation": instrument.regulation,
            "status": instrument.status,
            "digest": instrument.digest,
            "scale_min": plain(instrument.scale_min),
            "scale_max": plain(instrument.scale_max),
            "scale_step": plain(instrument.scale_step),
            "rating_basis": instrument.rating_basis,
            "bands": [
                {"name": band.name, "minimum": plain(band.minimum)} for band in instrument.bands.order_by("-minimum")
            ],
        }

    def _index(self):
        claimed = scoring.interim(self.scheme, {}, self.claims, scoring.Mode.CLAIMED).index
        following = scoring.next_band(self.card.index, self.scheme.bands, self.scheme.rating_basis)
        note = self.card.boundary_note
        return {
            "exact": plain(self.card.index),
            "display": str(scoring.display(self.card.index)),
            "rating": self.card.rating,
            "next_band": following
            and {"name": following[0].name, "minimum": plain(following[0].minimum), "gap": plain(following[1])},
            "boundary_note": note and note.sentence,
            "claimed": plain(claimed),
        }

    def _previous(self):
        last = self.last
        return last and {
            "year": last["period"]["year"],
            "revision": last["revision"],
            "instrument": last["instrument"]["slug"],
            "comparable": self.is_comparable,
            "index": last["index"]["exact"],
            "rating": last["index"]["rating"],
            "domains": {row["code"]: row["value"] for row in last["domains"]},
            "aspects": {row["code"]: row["value"] for row in last["aspects"]},
        }

    def _domains(self):
        return [
            {
                "code": domain.code,
                "name": domain.name,
                "weight": plain(domain.weight),
                "implicit": domain.implicit,
                "value": plain(self.card.domains[domain.code]),
            }
            for domain in self.instrument.domains.order_by("position")
        ]

    def _aspects(self):
        aspects = {}
        for indicator in self.indicators:
            row = aspects.setdefault(
                indicator.aspect.code,
                {
                    "code": indicator.aspect.code,
                    "domain": indicator.aspect.domain.code,
                    "name": indicator.aspect.name,
                    "weight": plain(indicator.aspect.weight),
                    "value": plain(self.card.aspects[indicator.aspect.code]),
                    "count": 0,
                },
            )
            row["count"] += 1
        return list(aspects.values())

    def _units(self):
        assessments = Assessment.objects.filter(period=self.period).select_related("unit", "period")
        return [self._unit(assessment) for assessment in assessments.order_by("unit__name")]

    def _unit(self, assessment):
        own = [a for a in self.assignments if a.unit_id == assessment.unit_id]
        sent = assessment.submitted_at
        return {
            "code": assessment.unit.code,
            "name": assessment.unit.name,
            "status": assessment.status,
            "submitted_at": sent and _time(sent),
            "late": sent is None or sent > fill_deadline(assessment),
            "assigned": len(own),
            "lead": sum(a.is_lead for a in own),
            "attainment": self._attainment(own),
        }

    def _attainment(self, assignments):
        """What one unit reached on the indicators that it leads; None while none of them is decided."""
        decided = {
            (number, row.unit_id): row.decided
            for number, rows in self.contributions.items()
            for row in rows
            if row.is_lead and row.decided is not None
        }
        indicators = {indicator.pk: indicator for indicator in self.indicators}
        led = [(indicators[row.indicator_id], row.unit_id) for row in assignments]
        figure = scoring.attainment(
            [
                (indicator.weight, decided[indicator.number, unit])
                for indicator, unit in led
                if (indicator.number, unit) in decided
            ]
        )
        return figure and {
            "exact": plain(figure.exact),
            "display": str(scoring.display(figure.exact)),
            "weight": plain(figure.weight),
            "count": figure.count,
        }

    def _recommendations(self):
        return [
            {
                "rank": step.rank,
                "number": step.number,
                "from": plain(step.current),
                "to": plain(step.target),
                "gain": plain(step.gain),
                "cumulative": plain(step.cumulative),
                "reaches": step.reaches,
            }
            for step in scoring.shortlist(self.steps)
        ]


def _time(moment):
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
