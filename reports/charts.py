"""Charts as SVG text, the same for the page and the PDF.

The number of axes, the names, the scale and the bands are arguments; every figure that is printed arrives as text.
Only presentation attributes are used, so a chart passes a content security policy that forbids inline style.
"""

from dataclasses import dataclass
from decimal import Decimal
from math import cos, pi, sin

from reports import svg
from reports.labels import labels_around

RADAR_AXES = range(3, 13)
INK, MUTED, GRID, RIM, TRACK, PAPER = "#141C24", "#46525E", "#C3CBD3", "#9AA5B0", "#E9ECEF", "#FFFFFF"
# Fill and text colour from the lowest to the highest step; bands and levels spread over them by position.
STEPS = (
    ("#FBE6CF", "#4A2500"),
    ("#F0B766", "#3A1D00"),
    ("#63A0BA", "#06222E"),
    ("#2A6F97", "#FFFFFF"),
    ("#0F3557", "#FFFFFF"),
)
STYLES = {  # colour, line width, dashes; the first is drawn on top
    "current": ("#0F3557", 2.6, None),
    "target": ("#9A5B00", 1.8, "7 4"),
    "previous": ("#46525E", 1.5, "2 3"),
}


@dataclass(frozen=True)
class Scale:
    minimum: Decimal
    maximum: Decimal

    def share(self, value):
        """Where a value lies between the ends, 0 to 1; what lies outside is drawn at the end."""
        part = (Decimal(value) - self.minimum) / (self.maximum - self.minimum)
        return float(min(max(part, Decimal(0)), Decimal(1)))

    @property
    def steps(self):
        """The whole numbers on the scale, or its two ends when those are too many to draw."""
        whole = [Decimal(n) for n in range(int(self.minimum), int(self.maximum) + 1) if n >= self.minimum]
        return whole if 2 <= len(whole) <= 11 else [self.minimum, self.maximum]


@dataclass(frozen=True)
class Series:
    """One line of a chart: kind is current, target or previous; a value may be None."""

    kind: str
    name: str
    values: tuple


def palette(position, count):
    """Fill and text colour of the step at this position (from 0) out of count."""
    return STEPS[round(position * (len(STEPS) - 1) / (count - 1))] if count > 1 else STEPS[-1]


def aspect_chart(labels, values, series, scale, *, title, description="", width=600, size=12):
    """A radar for 3 to 12 axes, horizontal bars for any other number.

    labels: a name per axis; values: the text printed under each; series: up to three Series over the same axes.
    """
    parts = _radar if len(labels) in RADAR_AXES else _bars
    drawing, height = parts(labels, values, series[:3], scale, width, size)
    drawing += _legend(series[:3], width, height + size * 1.6, size)
    return svg.picture(width, height + size * 2.5, drawing, title, description)


def scale_strip(scale, bands, marks, *, title, ticks=(), width=640, size=11):
    """The rating bands over the scale, with a stem for this year and one for last year.

    bands: (name, minimum), ascending; without any the strip is one neutral band.
    marks: {"current": (value, text), "previous": (value, text)}; ticks: (value, text) below the strip.
    """
    left, span = size * 1.6, width - size * 3.2
    top, height = size * 3.4, size * 2.6
    parts = []
    starts = [max(scale.minimum, minimum) for _, minimum in bands] or [scale.minimum]
    for position, (start, end) in enumerate(zip(starts, [*starts[1:], scale.maximum], strict=True)):
        x, far = (left + span * scale.share(edge) for edge in (start, end))
        fill, ink = palette(position, len(bands)) if bands else (TRACK, INK)
        parts.append(svg.rect(x, top, max(far - x - 1, 0), height, fill))
        if bands:
            lines = svg.wrap(bands[position][0], far - x - 4, size - 1, most=2)
            parts.append(svg.text(lines, (x + far) / 2, top + height / 2, size - 1, "middle", ink, weight=600))
    if not bands:
        edges = [left + span * scale.share(value) for value, _ in ticks[1:-1]]
        parts += [svg.line(x, top, x, top + height, PAPER, 1.5) for x in edges]
    parts += _ticks(ticks, scale, left, span, top + height, size - 2)
    parts += _stems(marks, scale, left, span, top, size, width)
    return svg.picture(width, top + height + size * 2.4, parts, title)


def level_meter(score, scale):
    """Decoration beside a printed score: one box per whole step, filled up to the score."""
    filled = Decimal(score) - scale.minimum + 1
    boxes = []
    for position in range(len(scale.steps)):
        share = float(min(max(filled - position, Decimal(0)), Decimal(1)))
        boxes.append(svg.rect(position * 8 + 0.5, 0.5, 5.4, 10, PAPER, "#222222"))
        if share:
            boxes.append(svg.rect(position * 8 + 0.5, 0.5, 5.4 * share, 10, "#222222"))
    return svg.picture(len(scale.steps) * 8 - 1.6, 11, boxes)


def bar(value, scale, previous=None, width=120):
    """Decoration beside a printed figure: a bar over the scale, with a dashed line at last year's value."""
    reach = (width - 1) * scale.share(value)
    parts = [svg.rect(0.5, 2.5, width - 1, 9, TRACK, "#7A8691"), svg.rect(0.5, 2.5, reach, 9, STEPS[-1][0])]
    if previous is not None:
        x = 0.5 + (width - 1) * scale.share(previous)
        parts += [svg.line(x, 0, x, 14, PAPER, 3.4), svg.line(x, 0, x, 14, INK, 1.5, "2.4 1.8")]
    return svg.picture(width, 14, parts)


def _radar(labels, values, series, scale, width, size):
    longest = max(svg.text_width(word, size) for label in labels for word in label.split(" "))
    column = min(max(longest + 2, width * 0.22), width * 0.27)
    distance = width / 2 - column
    placed = labels_around(labels, values, distance, column, size)
    radius = distance - size * 1.1
    above = 2 + max(radius, *(-label.top for label in placed))
    below = 2 + max(radius, *(label.top + label.height for label in placed))
    center = width / 2, above
    parts = _web(len(labels), scale, center, radius, size)
    for line in sorted(series, key=lambda line: list(STYLES).index(line.kind), reverse=True):
        parts += _outline(line, scale, center, radius)
    for label in placed:
        parts += _label(label, center, size)
    return parts, above + below


def _label(label, center, size):
    x, top = center[0] + label.side * label.away, center[1] + label.top
    anchor, step = {-1: "end", 0: "middle", 1: "start"}[label.side], size * 1.22
    name = svg.text(label.lines, x, top + len(label.lines) * step / 2, size, anchor, INK, weight=600, step=step)
    return [name, svg.text([label.value], x, top + label.height - step / 2, size, anchor, INK)]


def _point(position, count, share, center, radius):
    angle = 2 * pi * position / count
    return center[0] + radius * share * sin(angle), center[1] - radius * share * cos(angle)


def _web(count, scale, center, radius, size):
    parts = []
    for ring in scale.steps:
        corners = [_point(k, count, scale.share(ring), center, radius) for k in range(count)]
        last = ring == scale.steps[-1]
        parts.append(svg.polygon(corners, "none", RIM if last else GRID, 1.2 if last else 0.8))
    for k in range(count):
        parts.append(svg.line(*center, *_point(k, count, 1, center, radius), "#D5DBE1", 0.8))
    for ring in scale.steps:
        first, last = (_point(k, count, scale.share(ring), center, radius) for k in (0, count - 1))
        x, y = (first[0] + last[0]) / 2, (first[1] + last[1]) / 2
        parts.append(svg.rect(x - size * 0.36, y - size * 0.45, size * 0.72, size * 0.9, PAPER))
        parts.append(svg.text([f"{ring:f}"], x, y, size - 3, "middle", MUTED))
    return parts


def _outline(series, scale, center, radius):
    color, width, dashes = STYLES[series.kind]
    count = len(series.values)
    shares = [None if value is None else scale.share(value) for value in series.values]
    points = [_point(k, count, share, center, radius) for k, share in enumerate(shares) if share is not None]
    parts = []
    if len(points) == count:
        fill = color if series.kind == "current" else "none"
        parts.append(svg.polygon(points, fill, color, width, dashes, opacity=0.13))
    return parts + [_marker(series.kind, x, y) for x, y in points]


def _bars(labels, values, series, scale, width, size):
    step, left = size * 1.22, width * 0.42 + size
    span = width - left - size * 4.5
    parts, y = [], 4.0
    for position, (words, value) in enumerate(zip(labels, values, strict=True)):
        lines = svg.wrap(words, width * 0.42, size)
        height = len(lines) * step + size * 0.7
        middle = y + height / 2
        parts.append(svg.text(lines, 0, middle, size, "start", INK, weight=600, step=step))
        parts.append(svg.rect(left, middle - size * 0.4, span, size * 0.8, TRACK, "#7A8691"))
        for line in series:
            parts += _reach(line.kind, line.values[position], scale, left, span, middle, size)
        parts.append(svg.text([value], width, middle, size, "end", INK, weight=600))
        y += height
    return parts, y


def _reach(kind, value, scale, left, span, middle, size):
    if value is None:
        return []
    reach = span * scale.share(value)
    if kind != "current":
        return [_marker(kind, left + reach, middle)]
    return [svg.rect(left, middle - size * 0.4, reach, size * 0.8, STYLES[kind][0])]


def _legend(series, width, y, size):
    gap = size * 2
    lengths = [svg.text_width(line.name, size) + size * 1.3 for line in series]
    x = (width - sum(lengths) - gap * (len(series) - 1)) / 2
    parts = []
    for line, length in zip(series, lengths, strict=True):
        parts += [_marker(line.kind, x + size * 0.5, y), svg.text([line.name], x + size * 1.3, y, size, "start", INK)]
        x += length + gap
    return parts


def _stems(marks, scale, left, span, top, size, width):
    """This year's label above, last year's in the lower row and beside this year's stem, never across it."""
    parts, now, small = [], None, size - 1.5
    if "current" in marks:
        value, words = marks["current"]
        now = left + span * scale.share(value)
        at = _inside(now, svg.text_width(words, size) / 2, width)
        parts += [
            svg.line(now, size * 1.5, now, top, INK, 2.2),
            svg.text([words], at, size * 0.8, size, "middle", INK, 700),
        ]
    if "previous" in marks:
        value, words = marks["previous"]
        x, half = left + span * scale.share(value), svg.text_width(words, small) / 2
        at = _beside(_inside(x, half, width), half, now, width, before=x <= (now or x))
        parts += [svg.line(x, size * 2.7, x, top, MUTED, 1.3, "2.4 1.8")]
        parts.append(svg.text([words], at, size * 2.05, small, "middle", MUTED))
    return parts


def _beside(at, half, stem, width, before):
    """The middle of a label that keeps clear of a stem, on the wanted side unless the edge is too near."""
    if stem is None or abs(at - stem) >= half + 5:
        return at
    left, right = stem - 5 - half, stem + 5 + half
    fits = left >= half if before else right + half > width
    return left if fits else right


def _inside(x, half, width):
    return min(max(x, half), width - half)


def _ticks(ticks, scale, left, span, bottom, size):
    """Figures under the strip; one that would touch its neighbor moves to a second row."""
    parts, ends = [], [-9.0, -9.0]
    for value, words in ticks:
        x, half = left + span * scale.share(value), svg.text_width(words, size) / 2
        row = 0 if x - half > ends[0] + 3 else 1
        ends[row] = x + half
        parts.append(svg.text([words], x, bottom + size * (1.0 + row * 1.2), size, "middle", MUTED))
    return parts


def _marker(kind, x, y):
    color = STYLES[kind][0]
    if kind == "current":
        return svg.circle(x, y, 4, color)
    if kind == "target":
        return svg.polygon([(x, y - 4.6), (x - 4.2, y + 3.2), (x + 4.2, y + 3.2)], PAPER, color, 1.5)
    return svg.rect(x - 2.9, y - 2.9, 5.8, 5.8, PAPER, color, 1.3)
