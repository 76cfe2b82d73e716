"""Where the labels around a radar stand, so that none is cut, lies on the chart or touches another."""

from dataclasses import dataclass
from math import cos, pi, sin, sqrt

from reports import svg


@dataclass
class Label:
    lines: list
    value: str
    side: int  # -1 left of the chart, 0 above or below it, 1 right of it
    top: float  # from the middle of the chart
    height: float
    away: float = 0.0  # between the middle of the chart and the near end of the lines


def labels_around(labels, values, distance, column, size):
    """Labels beside their axes, pushed apart where two on one side would touch."""
    count = len(labels)
    placed = []
    for position, (words, value) in enumerate(zip(labels, values, strict=True)):
        angle = 2 * pi * position / count
        side = 0 if abs(sin(angle)) < 1e-9 else (1 if sin(angle) > 0 else -1)
        room = column if side else min(column * 2, 2 * distance * abs(sin(2 * pi / count)) - size)
        lines = svg.wrap(words, room, size)
        height = (len(lines) + 1) * size * 1.22
        middle = -cos(angle) * (distance + height / 2)
        placed.append(Label(lines, value, side, middle - height / 2, height))
    for side in (-1, 1):
        _separate(sorted((label for label in placed if label.side == side), key=lambda label: label.top), size / 2)
    beside = [label for label in placed if label.side]
    for label in beside:
        label.away = _clearance(label, distance)
    for label in placed:
        if not label.side:
            _clear_neighbors(label, beside, size)
    return placed


def _separate(column, gap):
    for _ in range(60):
        for upper, lower in zip(column, column[1:], strict=False):
            overlap = upper.top + upper.height + gap - lower.top
            if overlap > 0:
                upper.top -= overlap / 2
                lower.top += overlap / 2


def _clearance(label, distance):
    """How far from the middle a label must start to stay outside the circle around the chart."""
    bottom = label.top + label.height
    nearest = 0 if label.top <= 0 <= bottom else min(abs(label.top), abs(bottom))
    return sqrt(max(distance**2 - nearest**2, (distance * 0.3) ** 2))


def _clear_neighbors(label, beside, size):
    """Move the label above or below the chart past those at its sides that it would touch."""
    half = max(svg.text_width(line, size) for line in label.lines) / 2 + size / 2
    near = [other for other in beside if other.away < half and (other.top < 0) == (label.top < 0)]
    if label.top < 0:
        label.top = min([label.top, *(other.top - label.height - size / 2 for other in near)])
    else:
        label.top = max([label.top, *(other.top + other.height + size / 2 for other in near)])
