"""Geometry of the charts, measured with the bundled fonts: nothing is cut, and no label touches another."""

import re
from decimal import Decimal
from functools import cache
from itertools import combinations
from math import hypot, pi, sin
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont

from reports import charts, svg

FONTS = Path(svg.__file__).resolve().parent.parent / "static" / "vendor" / "fonts-ttf"
SVG = "{http://www.w3.org/2000/svg}"
SCALE = charts.Scale(Decimal(1), Decimal(5))
NAMES = (
    "Kebijakan Internal Tata Kelola SPBE",
    "Perencanaan Strategis SPBE",
    "Teknologi Informasi dan Komunikasi",
    "Penyelenggara SPBE",
    "Penerapan Manajemen SPBE",
    "Pelaksanaan Audit TIK",
    "Layanan Administrasi Pemerintahan Berbasis Elektronik",
    "Layanan Publik Berbasis Elektronik",
    "Keterpaduan Layanan Digital Pemerintah",
    "Kepuasan Pengguna Layanan Digital Pemerintah",
    "Penyelenggaraan Keamanan Informasi dan Pelindungan Data Pribadi",
    "Pengembangan Kompetensi Sumber Daya Manusia Aparatur",
    "Pengelolaan Pengetahuan dan Perubahan Organisasi",
)
BANDS = [("Kurang", Decimal(0)), ("Cukup", Decimal("1.8")), ("Baik", Decimal("2.6"))]
BANDS += [("Sangat Baik", Decimal("3.5")), ("Memuaskan", Decimal("4.2"))]


@cache
def font(weight):
    name = {"400": "Inter_400Regular", "600": "Inter_600SemiBold", "700": "Inter_700Bold"}[weight]
    face = TTFont(FONTS / f"{name}.ttf")
    return face.getBestCmap(), face["hmtx"], face["head"].unitsPerEm


def real_width(words, size, weight):
    glyphs, advances, units = font(weight)
    return size * sum(advances[glyphs[ord(c)]][0] for c in words) / units


def boxes(root):
    """(words, left, top, right, bottom) of every text in a chart."""
    for element in root.iter(f"{SVG}text"):
        size = float(element.get("font-size"))
        width = real_width(element.text, size, element.get("font-weight"))
        left = float(element.get("x")) - {"start": 0, "middle": width / 2, "end": width}[element.get("text-anchor")]
        baseline = float(element.get("y"))
        yield element.text, left, baseline - size * 0.75, left + width, baseline + size * 0.2


def touching(root):
    def overlap(a, b):
        return a[1] < b[3] and b[1] < a[3] and a[2] < b[4] and b[2] < a[4]

    return [(a[0], b[0]) for a, b in combinations(boxes(root), 2) if overlap(a, b)]


def sticking_out(root):
    width, height = (float(number) for number in root.get("viewBox").split()[2:])
    return [b[0] for b in boxes(root) if b[1] < 0 or b[2] < 0 or b[3] > width or b[4] > height]


def chart(count, width=600, names=NAMES, **options):
    values = [Decimal(n % 9) / 2 + 1 for n in range(count)]
    series = [
        charts.Series("current", "2022", tuple(values)),
        charts.Series("previous", "2021", tuple(max(value - Decimal("0.5"), Decimal(1)) for value in values)),
    ]
    labels = [f"{n}. {names[(n - 1) % len(names)]}" for n in range(1, count + 1)]
    shown = [str(value).replace(".", ",") for value in values]
    text = charts.aspect_chart(labels, shown, series, SCALE, title="Grafik", width=width, **options)
    return ElementTree.fromstring(text)


def strip(current, previous, bands=BANDS, width=640):
    marks = {"current": (Decimal(current), f"2022: {current}"), "previous": (Decimal(previous), f"2021: {previous}")}
    edges = [max(SCALE.minimum, minimum) for _, minimum in bands] + [SCALE.maximum]
    ticks = [(edge, f"{edge:.1f}") for edge in edges]
    return ElementTree.fromstring(charts.scale_strip(SCALE, bands, marks, title="Skala", ticks=ticks, width=width))


class TestRadar:
    @pytest.mark.parametrize("count", range(3, 13))
    @pytest.mark.parametrize("width", [460, 600])
    def test_no_label_is_cut_or_touches_another(self, count, width):
        root = chart(count, width)

        assert sticking_out(root) == []
        assert touching(root) == []

    @pytest.mark.parametrize("count", [3, 7, 8, 12])
    def test_no_label_lies_on_the_web(self, count):
        root = chart(count)
        rim = [p.get("points") for p in root.iter(f"{SVG}polygon")][len(SCALE.steps) - 1]
        points = [tuple(float(n) for n in pair.split(",")) for pair in rim.split()]
        width = float(root.get("viewBox").split()[2])
        center = (
            width / 2,
            points[0][1] + hypot(points[0][0] - points[1][0], points[0][1] - points[1][1]) / (2 * sin(pi / count)),
        )
        radius = center[1] - points[0][1]

        for words, left, top, right, bottom in boxes(root):
            if len(words) > 4:
                nearest = min(max(center[0], left), right), min(max(center[1], top), bottom)
                assert hypot(nearest[0] - center[0], nearest[1] - center[1]) >= radius or words in ("2022", "2021")

    @pytest.mark.parametrize("count", [3, 7, 8, 12])
    def test_axes_are_spread_evenly_from_the_top(self, count):
        root = chart(count)
        rim = [p.get("points") for p in root.iter(f"{SVG}polygon")][len(SCALE.steps) - 1]
        points = [tuple(float(n) for n in pair.split(",")) for pair in rim.split()]
        sides = [hypot(a[0] - b[0], a[1] - b[1]) for a, b in zip(points, points[1:] + points[:1], strict=True)]

        assert len(points) == count
        assert points[0][1] == min(y for _, y in points)
        assert max(sides) - min(sides) < 0.3

    def test_markers_tell_the_series_apart_without_color(self):
        root = chart(8)

        assert len(list(root.iter(f"{SVG}circle"))) == 8 + 1  # one more in the legend
        assert len([r for r in root.iter(f"{SVG}rect") if r.get("stroke")]) == 8 + 1
        assert {p.get("stroke-dasharray") for p in root.iter(f"{SVG}polygon")} == {None, "2 3"}

    def test_a_missing_value_leaves_the_line_out_and_keeps_the_markers(self):
        series = [charts.Series("current", "2022", (Decimal(3), None, Decimal(4)))]

        root = ElementTree.fromstring(charts.aspect_chart("ABC", "123", series, SCALE, title="Grafik"))

        assert len(list(root.iter(f"{SVG}polygon"))) == len(SCALE.steps)
        assert len(list(root.iter(f"{SVG}circle"))) == 2 + 1

    def test_a_target_is_a_triangle(self):
        series = [charts.Series("target", "Target", (Decimal(3), Decimal(4), Decimal(4)))]

        assert 'stroke-dasharray="7 4"' in charts.aspect_chart("ABC", "123", series, SCALE, title="Grafik")

    def test_words_too_long_for_a_line_are_broken(self):
        root = chart(8, names=("Penyelenggaraanpemerintahanberbasiselektronikterpadu",))

        assert sticking_out(root) == []
        assert touching(root) == []


class TestBars:
    @pytest.mark.parametrize("count", [1, 2, 13, 20])
    def test_other_numbers_of_axes_are_drawn_as_bars(self, count):
        root = chart(count)

        assert len([r for r in root.iter(f"{SVG}rect") if r.get("fill") == charts.TRACK]) == count
        assert list(root.iter(f"{SVG}polygon")) == []
        assert sticking_out(root) == []
        assert touching(root) == []

    def test_a_missing_value_is_an_empty_bar(self):
        series = [charts.Series("current", "2022", (Decimal(3), None))]

        root = ElementTree.fromstring(charts.aspect_chart("AB", ["3", ""], series, SCALE, title="Grafik"))

        assert len([r for r in root.iter(f"{SVG}rect") if not r.get("stroke")]) == 1


class TestScaleStrip:
    @pytest.mark.parametrize("current", ["1", "1.02", "1.5", "2.6", "3.37", "4.2", "4.98", "5"])
    @pytest.mark.parametrize("previous", ["1", "1.05", "2.59", "2.76", "3.3", "3.37", "3.4", "4.9", "5"])
    def test_labels_and_stems_keep_clear_of_one_another(self, current, previous):
        root = strip(current, previous)
        stem = float(next(line for line in root.iter(f"{SVG}line") if line.get("stroke-width") == "2.2").get("x1"))
        last = next(box for box in boxes(root) if box[0].startswith("2021"))

        assert sticking_out(root) == []
        assert touching(root) == []
        assert not last[1] < stem < last[3]

    def test_narrow_bands_wrap_their_names(self):
        bands = [
            (name, Decimal(minimum)) for name, minimum in (("Kurang", "1"), ("Sangat Baik", "3.5"), ("Puas", "3.9"))
        ]
        root = strip("3.37", "2.76", bands, width=400)

        assert touching(root) == []
        assert sticking_out(root) == []

    def test_without_bands_it_is_one_neutral_band(self):
        ticks = [(step, str(step)) for step in SCALE.steps]

        text = charts.scale_strip(SCALE, [], {"current": (Decimal(3), "3")}, title="Skala", ticks=ticks)

        assert charts.TRACK in text
        assert not any(fill in text for fill, _ in charts.STEPS)


class TestMeters:
    @pytest.mark.parametrize(
        ("score", "full", "part"), [("1", 1, None), ("3", 3, None), ("5", 5, None), ("3.25", 3, "1.4")]
    )
    def test_boxes_are_filled_up_to_the_score(self, score, full, part):
        root = ElementTree.fromstring(charts.level_meter(score, SCALE))
        filled = [r.get("width") for r in root.iter(f"{SVG}rect") if not r.get("stroke")]

        assert filled == ["5.4"] * full + ([part] if part else [])

    @pytest.mark.parametrize(("value", "reach"), [("1", "0.0"), ("3", "59.5"), ("5", "119.0"), ("9", "119.0")])
    def test_a_bar_spans_the_scale(self, value, reach):
        root = ElementTree.fromstring(charts.bar(value, SCALE))

        assert [r.get("width") for r in root.iter(f"{SVG}rect")] == ["119.0", reach]

    def test_another_scale_has_its_own_steps(self):
        assert len(charts.Scale(Decimal(0), Decimal(3)).steps) == 4
        assert charts.Scale(Decimal(0), Decimal(100)).steps == [0, 100]


class TestEverySvg:
    def drawings(self):
        yield ElementTree.tostring(chart(8, description="Angka <b> pada tabel"), encoding="unicode")
        yield charts.scale_strip(SCALE, BANDS, {"current": (Decimal(3), "<3>")}, title="a & b")
        yield charts.bar("3", SCALE, "2")
        yield charts.level_meter("3", SCALE)

    def test_only_presentation_attributes_are_used(self):
        for drawing in self.drawings():
            assert not re.search(r"\s(style|class|id|on\w+)=", drawing)
            assert "<style" not in drawing

    def test_words_are_escaped(self):
        text = charts.aspect_chart(["<b>"] * 3, ["&"] * 3, [], SCALE, title='"<i>"')

        assert "<b>" not in text
        assert ElementTree.fromstring(text).find(f"{SVG}title").text == '"<i>"'

    def test_decoration_is_hidden_and_a_chart_is_named(self):
        assert 'aria-hidden="true"' in charts.bar("3", SCALE)
        assert 'role="img"' in charts.scale_strip(SCALE, BANDS, {}, title="Skala")


def test_estimated_widths_are_never_too_small():
    for words in (*NAMES, "2022: 3,37", "Sangat Baik", "0123456789%–.,", "WMwm@"):
        for weight in ("400", "600"):
            assert svg.text_width(words, 10) >= real_width(words, 10, weight)


def test_too_many_lines_end_in_an_ellipsis():
    lines = svg.wrap("kata " * 200, 60, 10)

    assert len(lines) == 6
    assert lines[-1].endswith("…")
