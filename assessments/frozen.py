"""The canonical content of a closed period: everything that its reports say, as plain JSON.

Numbers are strings with a decimal point and no trailing zeros ("3.37", "4"); times are ISO 8601 in UTC. The digest
is the SHA-256 of the text that `canonical` makes: sorted keys, no spaces, UTF-8.
"""

import hashlib
import json
from datetime import UTC

from assessments.models import Assessment
from assessments.permissions import fill_deadline
from assessments.reading import Reading
from assessments.tokens import to_names
from indicators import scoring
from indicators.scoring import plain

SCHEMA = 1


def canonical(content):
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(text):
    return hashlib.sha256(text.encode()).hexdigest()


def content_of(period, *, revision, closed_at, closed_by, reopen_reason=None):
    """Read the whole period once and return its content. Raises IncompleteScores while an indicator has no score."""
    return _Content(period).content(revision, closed_at, closed_by, reopen_reason)


class _Content(Reading):
    """The parts of the content, from one reading."""

    def content(self, revision, closed_at, closed_by, reopen_reason):
        period = self.period
        return {
            "schema": SCHEMA,
            "institution": {
                "name": self.institution.name,
                "kind": self.institution.kind,
                "code": self.institution.code,
                "time_zone": self.institution.time_zone,
                "is_sample": self.institution.is_sample,
            },
            "period": {
                "slug": period.slug,
                "name": period.name,
                "year": period.year,
                "rollup_policy": period.rollup_policy,
                "fill_closes_at": _time(period.fill_closes_at),
                "closed_at": _time(closed_at),
            },
            "revision": revision,
            "closed_by": closed_by.name,
            "reopen_reason": reopen_reason,
            "instrument": self._instrument(),
            "index": self._index(),
            "previous": self._previous(),
            "domains": self._domains(),
            "aspects": self._aspects(),
            "indicators": [self._indicator(indicator) for indicator in self.indicators],
            "units": self._units(),
            "recommendations": self._recommendations(),
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
            "comparable": self._comparable(),
            "index": last["index"]["exact"],
            "rating": last["index"]["rating"],
            "domains": {row["code"]: row["value"] for row in last["domains"]},
            "aspects": {row["code"]: row["value"] for row in last["aspects"]},
        }

    def _comparable(self):
        """Figures of two years compare only on the same instrument."""
        return bool(self.last) and self.last["instrument"]["slug"] == self.instrument.slug

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

    def _indicator(self, indicator):
        result, lead = self.results[indicator.pk], self.leads.get(indicator.pk)
        answer = lead and self.answers.get((indicator.pk, lead.pk))
        claimed = self.claims.get(indicator.number)
        return {
            "number": indicator.number,
            "code": indicator.national_code,
            "name": indicator.name,
            "short_name": indicator.short_name,
            "service": self.services.get(indicator.pk),
            "aspect": indicator.aspect.code,
            "domain": indicator.aspect.domain.code,
            "weight": plain(indicator.weight),
            "score": plain(result.score),
            "label": self._label(indicator, result.score),
            "contribution": plain(self.card.contributions[indicator.number]),
            "claimed": None if claimed is None else plain(claimed),
            "previous": self._previous_score(indicator),
            "origin": result.origin,
            "reason": result.reason or (answer and self.reasons.get(answer.pk)) or "",
            "lead": lead and {"code": lead.code, "name": lead.name, "score": self._lead_score(indicator)},
            "supporting": self._supporting(indicator),
            "next": self._next(indicator, result.score),
            "explanation": to_names(answer.explanation, answer.evidence_names) if answer else "",
            "evidence": self._evidence(indicator),
        }

    def _label(self, indicator, score):
        criterion = self.criteria.get((indicator.pk, int(score))) if score == int(score) else None
        return criterion.label if criterion else ""

    def _previous_score(self, indicator):
        if not self._comparable():
            return None
        return next((row["score"] for row in self.last["indicators"] if row["number"] == indicator.number), None)

    def _lead_score(self, indicator):
        """What the lead's own answer was decided at; the institution's score may have been set otherwise."""
        rows = self.contributions[indicator.number]
        decided = next((row.decided for row in rows if row.is_lead), None)
        return None if decided is None else plain(decided)

    def _supporting(self, indicator):
        units = {a.unit_id: a.unit for a in self.assignments if a.indicator_id == indicator.pk}
        return [
            {
                "code": units[row.unit_id].code,
                "name": units[row.unit_id].name,
                "claimed": None if row.claimed is None else plain(row.claimed),
                "score": None if row.decided is None else plain(row.decided),
            }
            for row in self.contributions[indicator.number]
            if not row.is_lead
        ]

    def _next(self, indicator, score):
        step = next((step for step in self.steps if step.number == indicator.number), None)
        if step is None:
            return None
        criterion = self.criteria.get((indicator.pk, int(step.target)))
        return {
            "score": plain(step.target),
            "label": criterion.label if criterion else "",
            "gain": plain(step.gain),
            "text": criterion.text if criterion else "",
        }

    def _evidence(self, indicator):
        """The lead's proofs first, then those of the supporting units, each in its order."""
        rows = []
        for assignment in sorted(
            (a for a in self.assignments if a.indicator_id == indicator.pk), key=lambda a: (not a.is_lead, a.unit.name)
        ):
            answer = self.answers.get((indicator.pk, assignment.unit_id))
            rows += [_proof(row, answer.evidence_names) for row in self.citations.get(answer and answer.pk, ())]
        return rows

    def _units(self):
        assessments = Assessment.objects.filter(period=self.period).select_related("unit", "period")
        return [self._unit(assessment) for assessment in assessments.order_by("unit__name")]

    def _unit(self, assessment):
        own = [a for a in self.assignments if a.unit_id == assessment.unit_id]
        weights = {i.pk: i.weight for i in self.indicators}
        numbers = {i.pk: i.number for i in self.indicators}
        decided = {
            number: row.decided
            for number, rows in self.contributions.items()
            for row in rows
            if row.unit_id == assessment.unit_id and row.is_lead and row.decided is not None
        }
        figure = scoring.attainment(
            [
                (weights[a.indicator_id], decided[numbers[a.indicator_id]])
                for a in own
                if numbers[a.indicator_id] in decided
            ]
        )
        sent = assessment.submitted_at
        return {
            "code": assessment.unit.code,
            "name": assessment.unit.name,
            "status": assessment.status,
            "submitted_at": sent and _time(sent),
            "late": sent is None or sent > fill_deadline(assessment),
            "assigned": len(own),
            "lead": sum(a.is_lead for a in own),
            "attainment": figure
            and {
                "exact": plain(figure.exact),
                "display": str(scoring.display(figure.exact)),
                "weight": plain(figure.weight),
                "count": figure.count,
            },
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


def _proof(citation, names):
    evidence = citation.evidence
    return {
        "unit": evidence.unit.code,
        "letter": citation.letter,
        "kind": evidence.kind,
        "title": evidence.title,
        "document_number": evidence.document_number,
        "document_date": evidence.document_date and evidence.document_date.isoformat(),
        "pages": citation.pages,
        "levels": citation.levels,
        "sha256": evidence.sha256 or None,
        "file_name": evidence.original_name or None,
        "export_name": names[evidence.pk] if evidence.is_file else None,
        "url": evidence.url or None,
    }


def _time(moment):
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
