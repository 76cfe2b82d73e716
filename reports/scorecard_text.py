"""Sentences of a document, written from the figures alone."""

from decimal import Decimal

from reports.figures import fixed, in_words, plain, shortened, signed
from reports.frozen_result import name_of

MANY_STEPS = 12  # more than a decision names
LOW_STEPS = 2  # so many lowest steps of a scale count as weak


def reading(result):
    """Two sentences: the result against last year, and where it comes from."""
    return [_first_sentence(result), _second_sentence(result)]


def messages(result):
    """Three sentences for the cover: what is strong, what lags, and how far the next rating is."""
    ranked = _ranked(result.aspects)
    strongest, promising = ranked[-1], max(result.aspects, key=lambda aspect: _room(result, aspect))
    growth = "paling banyak menambah indeks bila dinaikkan"
    if strongest is promising:
        first = f"{_with_value(strongest)} paling kuat, dan masih {growth}."
    else:
        first = f"{_with_value(strongest)} paling kuat; {_short(promising)} {growth}."
    lagging = ranked[:2] if len(ranked) > 3 else ranked[:1]
    return [first, f"{' dan '.join(map(_with_value, lagging))} tertinggal dari aspek lain.", _way_up(result)]


def decisions(result, longest):
    """Three lines for the executive, a verb first: (what, why)."""
    weakest = _ranked(result.aspects)[0]
    members = [i for i in result.indicators if i["aspect"] == weakest["code"]]
    limit = result.scale.minimum + LOW_STEPS
    low = sum(Decimal(i["score"]) < limit for i in members)
    return [
        _first_decision(result, longest),
        (
            f"Perkuat {_short(weakest, longest)}.",
            f"Nilai terendah ({fixed(weakest['value'])}); {low} dari {len(members)} indikator di bawah {plain(limit)}.",
        ),
        _third_decision(result, longest),
    ]


def compliance(result):
    """(bold, rest): how many units sent in time, and which did not."""
    units = [unit for unit in result.data["units"] if unit["assigned"]]
    on_time = [unit for unit in units if unit["submitted_at"] and not unit["late"]]
    late = [shortened(unit["code"], 16) for unit in units if unit["submitted_at"] and unit["late"]]
    missing = [shortened(unit["code"], 16) for unit in units if not unit["submitted_at"]]
    parts = ["mengirim penilaian tepat waktu."]
    parts += [f"Terlambat: {_some(late)}."] if late else []
    parts += [f"Tidak mengirim: {_some(missing)}."] if missing else []
    if result.assumed:
        parts.append(assumption(result))
    if result.lowered:
        parts.append(f"Asesor menurunkan nilai {len(result.lowered)} dari {len(result.indicators)} indikator.")
    return f"{len(on_time)} dari {len(units)} perangkat daerah", " ".join(parts)


def assumption(result):
    """What the reader must know of scores that nobody decided; empty without any."""
    if not result.assumed:
        return ""
    count = f"{len(result.assumed)} dari {len(result.indicators)}"
    return f"{count} indikator ditutup pada nilai minimum tanpa putusan asesor."


def gap(result):
    """(before, figure, after) of the distance to the next rating."""
    band = result.next_band
    if not band:
        return "Predikat tertinggi tercapai", "", ""
    places = 2 if Decimal(band["gap"]) >= Decimal("0.005") else 4
    return "Kurang", fixed(band["gap"], places), f"untuk predikat {band['name']} ({fixed(band['minimum'])})"


def since_last_year(result):
    """(figure, rest), or None where no last year is known."""
    last = result.data["previous"]
    if not last:
        return None
    if not last["comparable"]:
        return "", f"Instrumen tahun {last['year']} berbeda; nilainya ({fixed(last['index'])}) tidak dibandingkan"
    return signed(_difference(result)), f"dari tahun {last['year']} ({fixed(last['index'])})"


def unit_messages(result, indicators, changed):
    """Sentences for the cover of a unit's edition; its figure is never called an index."""
    if not indicators:
        return ["Perangkat daerah ini tidak menjadi penanggung jawab indikator pada periode ini."]
    ranked = sorted(indicators, key=lambda i: (Decimal(i["score"]), -Decimal(i["weight"]), i["number"]))
    sentences = [f"Nilai tertinggi: {_indicator(ranked[-1])}."]
    if len(ranked) > 1:
        sentences.append(f"Nilai terendah: {_indicator(ranked[0])}.")
    if changed:
        sentences.append(f"Hasil {changed} dari {len(indicators)} indikator berbeda dari penilaian mandiri.")
    else:
        sentences.append("Seluruh hasil sama dengan penilaian mandiri.")
    return sentences


def _first_sentence(result):
    change = ""
    if result.previous:
        difference = _difference(result)
        word = "naik" if difference > 0 else "turun"
        change = f", {word} {fixed(abs(difference))}" if difference else ", sama dengan"
        change += f" dari tahun {result.previous['year']}" if difference else f" tahun {result.previous['year']}"
    figure = f"{fixed(result.index['exact'])} dengan predikat {result.index['rating']}"
    return f"{result.index_name} tahun {result.year} adalah", figure, f"{change}."


def _second_sentence(result):
    ranked = _ranked(result.aspects)
    lowest = f"nilai terendah berada pada {' dan '.join(map(_with_value, ranked[:2]))}."
    risen = _risen(result)
    if risen:
        names = " dan ".join(f"{_short(aspect)} ({signed(change)})" for change, aspect in risen[:2])
        return f"Kenaikan terbesar terjadi pada {names}; {lowest}", "", ""
    return f"Nilai tertinggi berada pada {_with_value(ranked[-1])}; {lowest}", "", ""


def _way_up(result):
    step, band = result.reaching_step, result.next_band
    if not band:
        return f"Predikat tertinggi ({result.index['rating']}) telah tercapai; jaga bukti tetap mutakhir."
    if not step:
        return f"Predikat {band['name']} belum tercapai dengan menaikkan setiap indikator satu tingkat."
    return f"{_steps(step).capitalize()} cukup untuk mencapai predikat {step['reaches']} (lihat bagian 4)."


def _first_decision(result, longest):
    step = result.reaching_step
    if not step:
        return "Pertahankan mutu bukti.", "Tidak ada langkah satu tingkat yang mengubah predikat."
    names = [shortened(name_of(result.by_number[s["number"]]), longest) for s in result.steps[: step["rank"]]]
    goal = f"indeks {fixed(step['cumulative'])}, predikat {step['reaches']}"
    if step["rank"] > MANY_STEPS:
        return "Naikkan bertahap,", f"mulai dari {', '.join(names[:3])}; {_steps(step)} membawa ke {goal}."
    named = ", ".join(names[:3]) + (f", dan {len(names) - 3} lainnya" if len(names) > 3 else "")
    return (
        f"Dorong {_steps(step)} naik:",
        f"{named}. Indeks menjadi {fixed(step['cumulative'])}, predikat {step['reaches']}.",
    )


def _third_decision(result, longest):
    if result.lowered:
        claimed = fixed(result.index["claimed"])
        count = f"{len(result.lowered)} dari {len(result.indicators)}"
        return (
            "Perbaiki mutu bukti.",
            f"Asesor menurunkan {count} nilai yang diajukan; menurut penilaian mandiri indeksnya {claimed}.",
        )
    second = _ranked(result.aspects)[min(1, len(result.aspects) - 1)]
    return f"Perkuat juga {_short(second, longest)}.", f"Nilai terendah berikutnya ({fixed(second['value'])})."


def _steps(step):
    return f"{in_words(step['rank'])} langkah"


def _difference(result):
    return Decimal(result.index["exact"]) - Decimal(result.previous["index"])


def _risen(result):
    """(change, aspect) of the aspects that rose, the largest change first."""
    if not result.previous:
        return []
    last = result.previous["aspects"]
    changes = [(Decimal(a["value"]) - Decimal(last[a["code"]]), a) for a in result.aspects if a["code"] in last]
    return sorted((pair for pair in changes if pair[0] > 0), key=lambda pair: -pair[0])


def _ranked(aspects):
    return sorted(aspects, key=lambda aspect: Decimal(aspect["value"]))


def _room(result, aspect):
    return Decimal(aspect["weight"]) * (result.scale.maximum - Decimal(aspect["value"]))


def _short(aspect, longest=70):
    return shortened(aspect["name"], longest)


def _with_value(aspect):
    return f"{_short(aspect)} ({fixed(aspect['value'])})"


def _indicator(indicator):
    return f"{indicator['number']}. {shortened(name_of(indicator), 70)} ({plain(indicator['score'])})"


def _some(codes, most=6):
    return ", ".join(codes[:most]) + (f", dan {len(codes) - most} lainnya" if len(codes) > most else "")
