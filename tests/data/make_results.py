"""Write the two sample results (data contoh) that the report tests render.

    python tests/data/make_results.py --instruments fixtures/instruments \\
        --ownership fixtures/ownership/ownership_province.yaml --levels fixtures/demo/levels_2022.csv

Every level, text and file name that this script makes up is sample data; only 3,37 and 2,76 were publicly reported.
"""

import argparse
import csv
import hashlib
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import yaml

HERE = Path(__file__).parent
LAST_YEAR = tuple("44233233242323424222123231131124343342433433223")
RAISED_CLAIMS = {3, 9, 16, 22, 29, 38, 45}  # claimed one level higher than the assessor found
LOWERED_CLAIMS = {12}  # claimed one level lower
REASONS = (
    "Kebijakan belum mengatur seluruh rangkaian pengelolaan sebagaimana diminta kriteria tingkat yang diajukan.",
    "Rancangan belum ditetapkan pada masa penilaian sehingga belum dapat dihitung.",
    "Laporan keterpaduan dan hasil reviu berkala belum dilampirkan.",
    "Penerapan baru pada sebagian unit kerja; daftar unit yang menerapkan belum lengkap.",
    "Audit dilaksanakan tanpa ruang lingkup tertulis.",
    "Persetujuan mutasi barang masih dilakukan di luar aplikasi.",
    "Survei kepuasan dan tindak lanjutnya belum ditunjukkan.",
)
SERVICES = {45: "Pajak kendaraan bermotor", 46: "Rujukan pasien", 47: "Perizinan berusaha daerah"}
TITLES = ("Peraturan Gubernur tentang {}", "Laporan pelaksanaan {}", "Notula reviu berkala {}", "Tangkapan layar {}")
PEMDI = (
    "3.25", "2.8", "3", "2.55", "3.1", "2.75", "2.9", "3.4", "3.6", "3.05",
    "2.2", "2.45", "3.3", "2.95", "3.75", "3.2", "2.65", "3.15", "3.8", "3.45",
)  # fmt: skip


def plain(value):
    """Decimal text without exponent and trailing zeros; a fraction that never ends is cut at ten places."""
    number = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(value)
    text = f"{round(number, 10):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def half_up(value):
    return str(Decimal(int(value * 100 + Fraction(1, 2))) / 100)


def weighted(pairs):
    pairs = list(pairs)
    return sum(Fraction(w) * Fraction(s) for w, s in pairs) / sum(Fraction(w) for w, _ in pairs)


def evidence(item, lead, supporting):
    rows = []
    for position, unit in enumerate([lead, lead, *supporting][: 2 + item["number"] % 3]):
        title = TITLES[position % len(TITLES)].format(item.get("short_name") or item["name"])
        digest = hashlib.sha256(f"{item['number']}-{position}".encode()).hexdigest()
        link = position == 3
        rows.append(
            {
                "unit": unit,
                "letter": "abcd"[position],
                "kind": "link" if link else "file",
                "title": title,
                "document_number": f"Contoh {item['number']}/{2020 + position}" if position == 0 else "",
                "document_date": f"2022-{1 + item['number'] % 12:02}-{1 + position * 9:02}",
                "pages": ("3–18", "5", "1, 4–6", "")[position],
                "levels": [[2, 3], [4], [3], [3]][position],
                "sha256": None if link else digest,
                "file_name": None if link else f"{item['number']}.{'abcd'[position]}.contoh.pdf",
                "url": f"https://contoh.example/{item['number']}" if link else None,
            }
        )
    return rows


def indicator_row(item, place, score, previous, claimed, owner, units, level_names):
    number = item["number"]
    lead, supporting = owner["lead"], owner["supporting"]
    following = int(Fraction(score)) + 1
    changed = claimed != score
    row = {
        "number": number,
        "code": item.get("national_code", ""),
        "name": item["name"],
        "short_name": item.get("short_name") or "",
        "service": SERVICES.get(number) if place["slug"].startswith("permenpanrb-59") else None,
        "aspect": place["aspect"],
        "domain": place["domain"],
        "weight": plain(item["weight"]),
        "score": score,
        "label": level_names[int(Decimal(score)) - 1] if level_names and "." not in score else "",
        "contribution": plain(Fraction(item["weight"]) * Fraction(score) / 100),
        "claimed": claimed,
        "previous": previous,
        "origin": "assessor" if changed else "lead",
        "reason": REASONS[number % len(REASONS)] if changed else "",
        "lead": {"code": lead, "name": units[lead]},
        "supporting": [{"code": c, "name": units[c], "score": score, "claimed": score} for c in supporting],
        "next": None,
        "explanation": "Penjelasan contoh: capaian dan bukti diuraikan pada dokumen yang dirujuk.",
        "evidence": evidence(item, lead, supporting),
    }
    if following <= 5:
        gain = Fraction(item["weight"]) * (following - Fraction(score)) / 100
        text = item["levels"].get(following, "")
        name = level_names[following - 1] if level_names and item["levels"] else ""
        row["next"] = {"score": str(following), "label": name, "gain": plain(gain), "text": text}
    return row


def rows_of(instrument, scores, previous, claimed, owners, units):
    for domain in instrument["domains"]:
        for aspect in domain["aspects"]:
            for item in aspect["indicators"]:
                number = item["number"]
                place = {"slug": instrument["slug"], "domain": domain["code"], "aspect": aspect["code"]}
                names = instrument["level_sets"].get(item["level_set"], []) if item["levels"] else []
                yield indicator_row(
                    item, place, scores[number], previous.get(number), claimed[number], owners[number], units, names
                )


def groups(instrument, rows):
    domains, aspects = [], []
    for domain in instrument["domains"]:
        members = [r for r in rows if r["domain"] == domain["code"]]
        value = weighted((r["weight"], r["score"]) for r in members)
        domains.append(
            {"code": domain["code"], "name": domain["name"], "weight": plain(domain["weight"]), "value": plain(value)}
            | {"implicit": bool(domain.get("implicit"))}
        )
        for aspect in domain["aspects"]:
            members = [r for r in rows if r["aspect"] == aspect["code"]]
            value = weighted((r["weight"], r["score"]) for r in members)
            aspects.append(
                {
                    "code": aspect["code"],
                    "domain": domain["code"],
                    "name": aspect["name"],
                    "weight": plain(aspect["weight"]),
                    "value": plain(value),
                    "count": len(members),
                }
            )
    return domains, aspects


def recommendations(rows, index, bands, rating):
    steps, total, reached = [], index, {rating}
    missing = [b for b in bands if Fraction(b["minimum"]) > index]
    candidates = [r for r in rows if r["next"]]
    candidates.sort(key=lambda r: (-Fraction(r["next"]["gain"]), Fraction(r["score"]), r["number"]))
    for rank, row in enumerate(candidates, 1):
        total += Fraction(row["next"]["gain"])
        band = next((b["name"] for b in bands if total >= Fraction(b["minimum"])), "")
        first = band if band not in reached else None
        reached.add(band)
        steps.append(
            {
                "rank": rank,
                "number": row["number"],
                "from": row["score"],
                "to": row["next"]["score"],
                "gain": row["next"]["gain"],
                "cumulative": plain(total),
                "reaches": first,
            }
        )
        if rank >= 10 and (not missing or total >= Fraction(missing[-1]["minimum"])):
            break
    return steps


def unit_rows(rows, units):
    result = []
    for position, (code, name) in enumerate(units.items()):
        leading = [r for r in rows if r["lead"]["code"] == code]
        helping = [r for r in rows if code in [s["code"] for s in r["supporting"]]]
        assigned = len(leading) + len(helping)
        attainment = None
        if leading:
            value = weighted((r["weight"], r["score"]) for r in leading)
            total = plain(sum(Fraction(r["weight"]) for r in leading))
            attainment = {"exact": plain(value), "display": half_up(value), "weight": total, "count": len(leading)}
        sent = assigned and position % 7 != 3
        result.append(
            {
                "code": code,
                "name": name,
                "status": "final" if sent else "draft",
                "submitted_at": f"2023-06-{10 + position % 20:02}T03:{position % 60:02}:00Z" if sent else None,
                "late": not sent or position % 9 == 4,
                "assigned": assigned,
                "lead": len(leading),
                "attainment": attainment,
            }
        )
    return result


def instrument_part(instrument):
    scale = instrument["scale"]
    return {
        "slug": instrument["slug"],
        "index_name": instrument["index_name"],
        "title": instrument["title"],
        "regulation": instrument["regulation"],
        "status": instrument["status"],
        "digest": hashlib.sha256(instrument["slug"].encode()).hexdigest(),
        "scale_min": plain(scale["min"]),
        "scale_max": plain(scale["max"]),
        "scale_step": plain(scale["step"]),
        "rating_basis": instrument["rating_basis"],
        "bands": [{"name": b["name"], "minimum": plain(b["minimum"])} for b in instrument["rating_bands"]],
    }


def index_part(rows, bands):
    index = weighted((r["weight"], r["score"]) for r in rows)
    rating = next(b["name"] for b in bands if index >= Fraction(b["minimum"]))
    higher = [b for b in bands if Fraction(b["minimum"]) > index]
    following = None
    if higher:
        following = {**higher[-1], "gap": plain(Fraction(higher[-1]["minimum"]) - index)}
    claimed = weighted((r["weight"], r["claimed"] or "1") for r in rows)
    return index, {
        "exact": plain(index),
        "display": half_up(index),
        "rating": rating,
        "next_band": following,
        "boundary_note": None,
        "claimed": plain(claimed),
    }


def previous_part(rows, bands, slug):
    old = [(r["weight"], r["previous"], r) for r in rows]
    if any(p is None for _, p, _ in old):
        return None
    index = weighted((w, p) for w, p, _ in old)
    rating = next(b["name"] for b in bands if index >= Fraction(b["minimum"]))
    part = {
        "year": 2021,
        "revision": 1,
        "instrument": slug,
        "comparable": True,
        "index": plain(index),
        "rating": rating,
    }
    for key, field in (("domains", "domain"), ("aspects", "aspect")):
        codes = dict.fromkeys(r[field] for r in rows)
        part[key] = {c: plain(weighted((w, p) for w, p, r in old if r[field] == c)) for c in codes}
    return part


def build(instrument, scores, previous, claimed, owners, units, year, slug):
    rows = list(rows_of(instrument, scores, previous, claimed, owners, units))
    described = instrument_part(instrument)
    index, figures = index_part(rows, described["bands"])
    domains, aspects = groups(instrument, rows)
    return {
        "schema": 1,
        "institution": {
            "name": "Pemerintah Provinsi Lampung",
            "kind": "province",
            "code": "18",
            "time_zone": "Asia/Jakarta",
            "is_sample": True,
        },
        "period": {
            "slug": slug,
            "name": f"Penilaian Mandiri {year}",
            "year": year,
            "rollup_policy": "lead",
            "fill_closes_at": f"{year + 1}-06-30T09:00:00Z",
            "closed_at": f"{year + 1}-07-21T09:00:00Z",
        },
        "revision": 1,
        "closed_by": "Koordinator Penilaian",
        "reopen_reason": None,
        "instrument": described,
        "index": figures,
        "previous": previous_part(rows, described["bands"], instrument["slug"]),
        "domains": domains,
        "aspects": aspects,
        "indicators": rows,
        "units": unit_rows(rows, units),
        "recommendations": recommendations(rows, index, described["bands"], figures["rating"]),
    }


def save(name, data):
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    (HERE / name).write_text(text, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser()
    for option in ("--instruments", "--ownership", "--levels"):
        parser.add_argument(option, type=Path, required=True)
    options = parser.parse_args()
    ownership = yaml.safe_load(options.ownership.read_text(encoding="utf-8"))
    units = {u["code"]: u["name"] for u in ownership["units"]}
    owners = {o["number"]: o for o in ownership["ownership"]}

    spbe = yaml.safe_load((options.instruments / "permenpanrb-59-2020.yaml").read_text(encoding="utf-8"))
    levels = {int(r["indikator"]): r["tingkat"] for r in csv.DictReader(options.levels.open(encoding="utf-8"))}
    claimed = {n: str(min(5, int(v) + (n in RAISED_CLAIMS) - (n in LOWERED_CLAIMS))) for n, v in levels.items()}
    previous = dict(enumerate(LAST_YEAR, 1))
    save("result_337.json", build(spbe, levels, previous, claimed, owners, units, 2022, "lampung-2022"))

    pemdi = yaml.safe_load((options.instruments / "pemdi-8-2026.yaml").read_text(encoding="utf-8"))
    scores = dict(enumerate(PEMDI, 1))
    scores[12] = "1"
    own = scores | {7: "3.2", 12: None}
    data = build(pemdi, scores, {}, own, owners, units, 2026, "lampung-2026")
    data["indicators"][11] |= {"origin": "assumed_minimum", "reason": "", "evidence": []}
    save("result_pemdi.json", data)


if __name__ == "__main__":
    main()
