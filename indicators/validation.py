"""Whether a file describes an instrument that can be trusted: shape, columns, weights, numbers, ratings, levels."""

from decimal import Decimal
from string import Formatter

from indicators.models import Aspect, Domain, Indicator, Instrument, LevelCriterion, RatingBand
from indicators.source import Inspection

PLACEHOLDERS = {"number", "letter", "title"}

_TOP = {"slug", "index_name", "title", "regulation", "guide", "effective_from", "status", "scale", "rating_basis"}
_TOP_PARTS = {"rating_bands", "level_sets", "export", "domains"}
_GROUP = {"code", "name", "weight"}
_INDICATOR = {"number", "name", "weight", "level_set", "question", "explanation", "levels", "evidence"}
_INDICATOR_OPTIONAL = {"national_code", "short_name", "typical_owner", "method", "notes"}


def read_instrument(path):
    """(content, faults) of one file; the content may be used only when there is no fault."""
    inspection = Inspection(path)
    content = inspection.read()
    if content is not None and inspection.mapping(content, "", _TOP | _TOP_PARTS, {"notes"}):
        _InstrumentCheck(inspection, content).run()
    elif content is None and not inspection.faults:
        inspection.report("", "berkas kosong")
    return content, inspection.faults


class _InstrumentCheck:
    def __init__(self, inspection, content):
        self.inspection, self.content = inspection, content
        self.report, self.value = inspection.report, inspection.value
        self.levels, self.is_stepped = range(0), False
        self.level_sets = None
        self.numbers, self.codes = {}, {}

    def run(self):
        self._head()
        self._scale()
        self._bands()
        self._level_sets()
        self._export()
        domains = [self._group(domain, place, Domain, "aspects") for place, domain in self._entries("domains")]
        self._sums_to("domains", domains, Decimal(100))
        self._implicit()
        self._gapless()

    def _head(self):
        for key in ("slug", "index_name", "title", "regulation", "guide", "effective_from", "status", "rating_basis"):
            self.value(self.content, key, "", _column(Instrument, key))
        self.inspection.texts(self.content, "notes", "")

    def _scale(self):
        scale = self.content.get("scale")
        if "scale" not in self.content or not self.inspection.mapping(scale, "scale", {"min", "max", "step"}):
            return
        keys = ("min", "max", "step")
        low, high, step = (self.value(scale, key, "scale", _column(Instrument, f"scale_{key}")) for key in keys)
        if None in (low, high, step):
            return
        if not (low < high and step > 0 and (high - low) % step == 0):
            self.report("scale", "min harus di bawah max, dan step harus membagi jaraknya tanpa sisa")
        elif low % 1 or high % 1:
            self.report("scale", "min dan max harus bilangan bulat")
        else:
            self.levels, self.is_stepped = range(int(low), int(high) + 1), step == 1

    def _bands(self):
        minimums, names = [], {}
        for place, band in self._entries("rating_bands"):
            if not self.inspection.mapping(band, place, {"name", "minimum"}):
                continue
            self._once(names, self.value(band, "name", place, _column(RatingBand, "name")), f"{place}.name")
            minimums.append(self.value(band, "minimum", place, _column(RatingBand, "minimum")))
        if not minimums or None in minimums:
            return
        if any(upper <= lower for upper, lower in zip(minimums, minimums[1:], strict=False)):
            self.report("rating_bands", "batas bawah harus menurun, masing-masing berbeda")
        if self.levels and minimums[-1] > self.levels[0]:
            self.report("rating_bands", f"predikat terendah harus mencakup nilai terendah skala ({self.levels[0]})")
        if self.levels and max(minimums) > self.levels[-1]:
            self.report("rating_bands", f"batas bawah tidak boleh di atas nilai tertinggi skala ({self.levels[-1]})")

    def _level_sets(self):
        sets = self.content.get("level_sets")
        if "level_sets" in self.content and not (isinstance(sets, dict) and sets):
            self.report("level_sets", "harus berupa pasangan nama dan daftar tingkat")
            return
        self.level_sets = set(sets or {})
        for name, labels in (sets or {}).items():
            self._labels(f"level_sets.{name}", labels)

    def _labels(self, place, labels):
        limit = _column(LevelCriterion, "label").max_length
        if not (isinstance(labels, list) and all(isinstance(x, str) and 0 < len(x.strip()) <= limit for x in labels)):
            self.report(place, f"harus berupa daftar nama tingkat, masing-masing paling panjang {limit} karakter")
        elif len(set(labels)) != len(labels):
            self.report(place, "nama tingkat berulang")
        elif self.levels and len(labels) not in _fitting(self.levels):
            wanted = " atau ".join(map(str, _fitting(self.levels)))
            self.report(place, f"ada {len(labels)} nama tingkat, skala memerlukan {wanted}")

    def _export(self):
        export, keys = self.content.get("export"), ("max_filename", "max_upload_mb", "filename_pattern")
        if "export" not in self.content or not self.inspection.mapping(export, "export", keys):
            return
        pattern = [self.value(export, key, "export", _column(Instrument, key)) for key in keys][-1]
        try:
            fields = list(Formatter().parse(pattern or ""))
        except ValueError:
            self.report("export.filename_pattern", "kurung kurawal tidak berpasangan")
            return
        for _, name, form, conversion in fields:
            if name is not None and (name not in PLACEHOLDERS or form or conversion):
                known = ", ".join(f"{{{known}}}" for known in sorted(PLACEHOLDERS))
                self.report("export.filename_pattern", f"penanda {{{name}}} tidak dikenal; yang ada: {known}")

    def _group(self, node, place, model, children):
        """Check a domain or an aspect with all below it; give its weight."""
        optional = {"national_code", "implicit"} if model is Domain else {"national_code"}
        if not self.inspection.mapping(node, place, _GROUP | {children}, optional):
            return None
        for key in ("name", "national_code", "implicit"):
            if key in _GROUP | optional:
                self.value(node, key, place, _column(model, key))
        code = self.value(node, "code", place, _column(model, "code"))
        self._once(self.codes.setdefault(model, {}), code, f"{place}.code")
        weight = self._weight(node, place, model)
        entries = self.inspection.entries(node, children, place)
        if model is Domain:
            weights = [self._group(child, at, Aspect, "indicators") for at, child in entries]
        else:
            weights = [self._indicator(child, at) for at, child in entries]
        self._sums_to(f"{place}.{children}", weights, weight)
        return weight

    def _indicator(self, node, place):
        if isinstance(node, dict) and isinstance(node.get("number"), int):
            place = f"{place} (indikator {node['number']})"
        if not self.inspection.mapping(node, place, _INDICATOR, _INDICATOR_OPTIONAL):
            return None
        for key in ("name", "question", "explanation", *sorted(_INDICATOR_OPTIONAL - {"notes"})):
            self.value(node, key, place, _column(Indicator, key))
        self.inspection.texts(node, "notes", place)
        self._once(self.numbers, self.value(node, "number", place, _column(Indicator, "number")), f"{place}.number")
        level_set = self.value(node, "level_set", place, _column(Indicator, "level_set"))
        if None not in (level_set, self.level_sets) and level_set not in self.level_sets:
            self.report(f"{place}.level_set", f"kelompok tingkat {level_set} tidak ada pada level_sets")
        self._criteria(node, place)
        return self._weight(node, place, Indicator)

    def _criteria(self, node, place):
        levels = self._by_level(node, "levels", place, lambda x: isinstance(x, str) and x.strip(), "teks")
        self._by_level(
            node, "evidence", place, lambda x: isinstance(x, list) and all(isinstance(y, str) for y in x), "daftar teks"
        )
        absent = [str(level) for level in self.levels if level not in (levels or ())]
        needed = self.is_stepped and self.content.get("status") == "verified" and "levels" in node
        if needed and levels is not None and absent:
            self.report(f"{place}.levels", f"instrumen terverifikasi tanpa kriteria tingkat {', '.join(absent)}")

    def _by_level(self, node, key, place, fits, kind):
        values = node.get(key, {})
        if not isinstance(values, dict):
            return self.report(f"{place}.{key}", "harus berupa pasangan tingkat dan isinya")
        for level, value in values.items():
            if isinstance(level, bool) or (self.levels and level not in self.levels):
                self.report(f"{place}.{key}.{level}", "tingkat ini tidak ada pada skala")
            elif not fits(value):
                self.report(f"{place}.{key}.{level}", f"harus berupa {kind}")
        return values

    def _weight(self, node, place, model):
        weight = self.value(node, "weight", place, _column(model, "weight"))
        if weight is not None and weight <= 0:
            self.report(f"{place}.weight", "bobot harus di atas nol")
            return None
        return weight

    def _sums_to(self, place, weights, whole):
        if weights and None not in weights and whole is not None and sum(weights) != whole:
            self.report(place, f"bobot berjumlah {sum(weights)}, seharusnya {whole}")

    def _implicit(self):
        domains = self.content.get("domains")
        domains = [domain for domain in domains if isinstance(domain, dict)] if isinstance(domains, list) else []
        if len(domains) > 1 and any(domain.get("implicit") is True for domain in domains):
            self.report("domains", "domain tersirat harus satu-satunya domain")

    def _gapless(self):
        absent = sorted(set(range(1, max(self.numbers, default=0) + 1)) - self.numbers.keys())
        if absent:
            self.report("domains", f"nomor indikator harus berurutan mulai 1; tidak ada: {', '.join(map(str, absent))}")
        if 0 in self.numbers:
            self.report(self.numbers[0], "nomor indikator dimulai dari 1")

    def _once(self, seen, value, place):
        if value is None:
            return
        if value in seen:
            self.report(place, f"{value} sudah dipakai pada {seen[value]}")
        seen.setdefault(value, place)

    def _entries(self, key):
        return self.inspection.entries(self.content, key, "")


def _fitting(levels):
    """How many level names a scale takes: one each, or one fewer where a scale starts at "nothing there" (level 0)."""
    return [len(levels) - 1, len(levels)] if levels[0] == 0 else [len(levels)]


def _column(model, name):
    return model._meta.get_field(name)
