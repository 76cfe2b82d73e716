"""The few shapes of which charts are made, as SVG text with presentation attributes only."""

from html import escape

FONT = "Inter, sans-serif"
# Advance widths of the bundled semibold face in em, rounded up; any other character counts as the widest.
_WIDTHS = {
    character: width
    for width, characters in (
        (0.32, "ijl!,.:I \xa0"),
        (0.45, "'();[]`t|/1\\fr-"),
        (0.62, '_{}"^*?Laksxz257EFJbcdehnopquvy'),
        (0.68, "#$&+034689<=>BPRSTZg~"),
        (0.8, "DKXYACGHNOQUV"),
    )
    for character in characters
}


def text_width(text, size):
    return size * sum(_WIDTHS.get(character, 1.03) for character in text)


def wrap(text, width, size, most=6):
    """Lines no wider than width; too long a word is broken, and what exceeds the last line ends in an ellipsis."""
    lines = [""]
    for word in " ".join(text.split("\n")).split(" "):
        joined = f"{lines[-1]} {word}".strip()
        if text_width(joined, size) <= width:
            lines[-1] = joined
            continue
        lines += [""] if lines[-1] else []
        for character in word:
            if lines[-1] and text_width(lines[-1] + character, size) > width:
                lines.append("")
            lines[-1] += character
        if len(lines) > most:
            break
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:-1] + "…"]


def rect(x, y, width, height, fill, stroke=None, thickness=0.8):
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f'<rect {place} fill="{fill}"{_border(stroke, thickness)}/>'


def circle(x, y, radius, fill):
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}"/>'


def line(x1, y1, x2, y2, color, thickness, dashes=None):
    place = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f"<line {place}{_border(color, thickness, dashes)}/>"


def polygon(points, fill, stroke, thickness, dashes=None, opacity=1):
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    inside = f'fill="{fill}"' + (f' fill-opacity="{opacity:g}"' if opacity < 1 else "")
    return f'<polygon points="{corners}" {inside}{_border(stroke, thickness, dashes)} stroke-linejoin="round"/>'


def text(lines, x, middle, size, anchor, color, weight=400, step=None):
    """Lines of text around a vertical middle."""
    step = step or size * 1.15
    first = middle - (len(lines) - 1) * step / 2 + size * 0.36
    style = f'text-anchor="{anchor}" font-size="{size:g}" font-weight="{weight}" fill="{color}"'
    rows = enumerate(lines)
    return "".join(
        f'<text x="{x:.1f}" y="{first + row * step:.1f}" {style}>{escape(words)}</text>' for row, words in rows
    )


def picture(width, height, parts, title="", description=""):
    """The whole SVG; one without a title is decoration, hidden from assistive technology."""
    about = 'role="img"' if title else 'aria-hidden="true"'
    words = f"<title>{escape(title)}</title>" if title else ""
    words += f"<desc>{escape(description)}</desc>" if description else ""
    size = f'viewBox="0 0 {width:g} {height:.1f}" width="{width:g}" height="{height:.1f}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {about} {size} font-family="{FONT}">{words}{"".join(parts)}</svg>'


def _border(color, thickness, dashes=None):
    if not color:
        return ""
    return f' stroke="{color}" stroke-width="{thickness:g}"' + (f' stroke-dasharray="{dashes}"' if dashes else "")
