"""Rows of the tables in a document, ready to print: every figure is text, every meter an SVG."""

from decimal import Decimal

from django.utils.safestring import mark_safe

from indicators import scoring
from reports import charts
from reports.figures import fixed, plain, short_day, shortened, signed
from reports.frozen_result import name_of, own_score

HIGHLIGHTS = 6
MOST_STEPS = 24
MOST_EVIDENCE = 60
ORIGINS = {
    "minimum": "Nilai terendah di antara penanggung jawab dan pendukung.",
    "average": "Rata-rata penanggung jawab dan pendukung, dibulatkan ke bawah.",
    "assumed_minimum": "Belum diputuskan asesor; ditutup pada nilai minimum.",
}


def figure_row(result, part, number, group):
    """A domain or an aspect: group says which of last year's figures it compares with."""
    last = result.previous and result.previous[group].get(part["code"])
    return {
        "name": f"{number}. {part['name']}",
        "count": part.get("count", ""),
        "weight": fixed(part["weight"]),
        "previous": fixed(last),
        "value": fixed(part["value"]),
        "change": signed(Decimal(part["value"]) - Decimal(last)) if last else "",
        "bar": mark_safe(charts.bar(part["value"], result.scale, last)),
    }


def domain_rows(result):
    """Domains, or the aspects where the instrument has no domains."""
    domains = [domain for domain in result.data["domains"] if not domain["implicit"]]
    if not domains:
        return aspect_rows(result)
    return [figure_row(result, part, n, "domains") for n, part in enumerate(domains, 1)]


def aspect_rows(result):
    return [figure_row(result, part, n, "aspects") for n, part in enumerate(result.aspects, 1)]


def aspect_groups(result):
    """Aspects under their domains; an implicit domain has no row of its own."""
    numbers = {aspect["code"]: number for number, aspect in enumerate(result.aspects, 1)}
    groups = []
    for position, domain in enumerate(result.data["domains"], 1):
        members = [aspect for aspect in result.aspects if aspect["domain"] == domain["code"]]
        groups.append(
            {
                "domain": None if domain["implicit"] else figure_row(result, domain, position, "domains"),
                "aspects": [figure_row(result, aspect, numbers[aspect["code"]], "aspects") for aspect in members],
            }
        )
    return groups


def attainment_rows(result, indicators):
    """What one unit attained in each aspect of which it leads indicators; aspects without any are left out."""
    rows = []
    for number, aspect in enumerate(result.aspects, 1):
        members = [indicator for indicator in indicators if indicator["aspect"] == aspect["code"]]
        pairs = [(Decimal(indicator["weight"]), Decimal(own_score(indicator))) for indicator in members]
        if figure := scoring.attainment(pairs):
            rows.append(
                {
                    "name": f"{number}. {aspect['name']}",
                    "count": figure.count,
                    "weight": fixed(figure.weight),
                    "value": fixed(figure.exact),
                    "bar": mark_safe(charts.bar(figure.exact, result.scale)),
                }
            )
    return rows


def indicator_groups(result, indicators):
    """The given indicators under their aspects, with the aspect's figures for the whole institution."""
    groups = []
    for number, aspect in enumerate(result.aspects, 1):
        members = [indicator for indicator in indicators if indicator["aspect"] == aspect["code"]]
        if members:
            contribution = sum(Decimal(indicator["contribution"]) for indicator in members)
            row = figure_row(result, aspect, number, "aspects") | {"contribution": fixed(contribution, 3)}
            groups.append({"aspect": row, "rows": [indicator_row(result, member) for member in members]})
    return groups


def indicator_row(result, indicator):
    claimed = indicator["claimed"]
    return {
        "number": indicator["number"],
        "name": name_of(indicator),
        "service": indicator["service"],
        "assumed": indicator["origin"] == "assumed_minimum",
        "lead": indicator["lead"]["code"] if indicator["lead"] else "",
        "weight": fixed(indicator["weight"]),
        "previous": plain(indicator["previous"]),
        "claimed": plain(claimed) or "–",
        "direction": _direction(claimed, indicator["score"]),
        "contribution": fixed(indicator["contribution"], 3),
        **score_cell(result, indicator["score"]),
    }


def score_cell(result, score):
    """A score as number, colour step and meter."""
    if score is None:
        return {"score": "–", "step": "none", "meter": ""}
    steps = result.scale.steps
    position = max(sum(step <= Decimal(score) for step in steps) - 1, 0)
    shade = charts.STEPS.index(charts.palette(position, len(steps)))
    return {
        "score": plain(score),
        "step": shade,
        "meter": mark_safe(charts.level_meter(score, result.scale)),
        "fractional": Decimal(result.instrument["scale_step"]) % 1 != 0,
    }


def rating_step(result, rating):
    names = [name for name, _ in result.bands]
    return charts.STEPS.index(charts.palette(names.index(rating), len(names))) if rating in names else "none"


def strengths(indicators):
    best = sorted(indicators, key=lambda i: (-Decimal(i["score"]), i["number"]))[:HIGHLIGHTS]
    return [{"name": f"{i['number']}. {name_of(i)}", "text": f"{_level(i)}{_since_last_year(i)}"} for i in best]


def gaps(indicators):
    """Lowest score first, then the largest weight."""
    worst = sorted(indicators, key=lambda i: (Decimal(i["score"]), -Decimal(i["weight"]), i["number"]))[:HIGHLIGHTS]
    rows = []
    for i in worst:
        owner = f"; penanggung jawab {i['lead']['code']}" if i["lead"] else ""
        rows.append({"name": f"{i['number']}. {name_of(i)}", "text": f"{_level(i)}{owner}"})
    return rows


def changed_rows(result, indicators):
    numbers = {indicator["number"] for indicator in result.changed}
    return [
        indicator_row(result, indicator)
        | {"reason": indicator["reason"] or ORIGINS.get(indicator["origin"], "Alasan tidak dicatat.")}
        for indicator in indicators
        if indicator["number"] in numbers
    ]


def step_rows(result, most=MOST_STEPS, longest=200):
    """The recommended steps with the index as they add up; the step that reaches a rating says so."""
    return [_step_row(result, step, longest) for step in result.steps[:most]]


def own_step_rows(indicators):
    """The next step of each given indicator, by its gain for the whole institution."""
    with_step = [indicator for indicator in indicators if indicator["next"]]
    with_step.sort(key=lambda i: (-Decimal(i["next"]["gain"]), Decimal(i["score"]), i["number"]))
    return [
        {
            "rank": rank,
            "name": f"{indicator['number']}. {name_of(indicator)}",
            "text": indicator["next"]["text"],
            "levels": f"{plain(indicator['score'])} → {plain(indicator['next']['score'])}",
            "gain": signed(indicator["next"]["gain"], 3),
        }
        for rank, indicator in enumerate(with_step, 1)
    ]


def evidence_rows(indicators, unit=None):
    """Every proof of the given indicators, or of one unit in them."""
    rows = []
    for indicator in indicators:
        for proof in indicator["evidence"]:
            if unit in (None, proof["unit"]):
                rows.append(_evidence_row(indicator, proof))
    return rows


def limited_evidence(indicators):
    """The first proofs of each indicator, as many for each as fit the list; and how many there are in all."""
    total = sum(len(indicator["evidence"]) for indicator in indicators)
    each = max((len(indicator["evidence"]) for indicator in indicators), default=0)
    while each > 1 and sum(min(each, len(indicator["evidence"])) for indicator in indicators) > MOST_EVIDENCE:
        each -= 1
    shown = [indicator | {"evidence": indicator["evidence"][:each]} for indicator in indicators]
    return evidence_rows(shown), total, each


def supporting_rows(result, parts):
    return [
        {
            "number": indicator["number"],
            "name": name_of(indicator),
            "lead": indicator["lead"]["code"] if indicator["lead"] else "",
            "claimed": plain(part["claimed"]) or "–",
            "direction": _direction(part["claimed"], part["score"]) if part["score"] is not None else "",
            **score_cell(result, part["score"]),
        }
        for indicator, part in parts
    ]


def unit_names(indicators):
    """Code and name of each lead, in the order of the codes: the key to the tables' short column."""
    leads = {i["lead"]["code"]: i["lead"]["name"] for i in indicators if i["lead"]}
    return [{"code": code, "name": leads[code]} for code in sorted(leads)]


def _step_row(result, step, longest):
    indicator = result.by_number[step["number"]]
    reached = step["reaches"]
    minimum = dict(result.bands).get(reached)
    return {
        "rank": step["rank"],
        "name": f"{indicator['number']}. {name_of(indicator)}",
        "short": shortened(name_of(indicator), longest),
        "text": indicator["next"]["text"] if indicator["next"] else "",
        "lead": indicator["lead"]["code"] if indicator["lead"] else "",
        "levels": f"{plain(step['from'])} → {plain(step['to'])}",
        "gain": signed(step["gain"], 3),
        "cumulative": fixed(step["cumulative"], 3),
        "index": fixed(step["cumulative"]),
        "reaches": f"{reached} ({fixed(minimum)})" if minimum is not None else reached,
    }


def _evidence_row(indicator, proof):
    return {
        "number": indicator["number"],
        "letter": proof["letter"],
        "title": proof["title"],
        "unit": proof["unit"],
        "reference": " · ".join(filter(None, [proof["document_number"], short_day(proof["document_date"])])) or "–",
        "pages": proof["pages"] or "–",
        "levels": ", ".join(str(level) for level in proof["levels"]) or "–",
        "digest": proof["sha256"][:8] if proof["sha256"] else "tautan",
    }


def _direction(claimed, score):
    if claimed is None or Decimal(claimed) == Decimal(score):
        return ""
    return "down" if Decimal(claimed) > Decimal(score) else "up"


def _level(indicator):
    score = plain(indicator["score"])
    return f"tingkat {score} {indicator['label']}" if indicator["label"] else f"nilai {score}"


def _since_last_year(indicator):
    if indicator["previous"] is None:
        return ""
    change = Decimal(indicator["score"]) - Decimal(indicator["previous"])
    if not change:
        return ", bertahan"
    return f", {'naik' if change > 0 else 'turun'} dari {plain(indicator['previous'])}"
