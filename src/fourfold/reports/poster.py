"""The ledger as one picture: sentence, bridge and square in a single SVG, light and dark.

Guarantees the same drawings as in the report, in a file that needs nothing else: for a README, a
slide, a mail. Leaves series, movers and tables to `document`.
"""

from __future__ import annotations

import textwrap

from markupsafe import escape

from fourfold.growth import Ledger
from fourfold.reports.charts import bridge_picture, square_picture
from fourfold.reports.grids import title
from fourfold.reports.numbers import unbroken
from fourfold.reports.palette import DARK, LIGHT, custom_properties
from fourfold.reports.pictures import linked, svg
from fourfold.reports.sentence import sentences
from fourfold.reports.titles import bridge_note

_WIDTH, _EDGE, _LETTERS = 1100, 32, 112
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_BRIDGE_WIDTH = 660


def ledger_svg(ledger: Ledger, company: str) -> str:
    """Return the picture as an SVG document, 1,100 pixels wide; amounts net of switching."""
    first, *others = sentences(ledger)
    lines = textwrap.wrap(unbroken(" ".join(others)), _LETTERS)
    top = 122 + 24 * len(lines)
    drawings = (bridge_picture(ledger).wide, square_picture(ledger).wide)
    bridge, square = (linked(svg(drawing), {}) for drawing in drawings)
    note = bridge_note(ledger).replace(", gross beside it in the table", "")
    foot = top + max(_height(bridge), _height(square)) + _EDGE
    height = foot + _EDGE // 2 if note else foot
    asked = f"{company} · {title(ledger)} · {ledger.currency}"
    told = [
        _text(asked, 40, "asked"),
        _text(first, 78, "first"),
        *(_text(line, 110 + 24 * at, "other") for at, line in enumerate(lines)),
        _text(note, foot, "asked"),
    ]
    parts = [
        _placed(bridge, _EDGE, top),
        _placed(square, _EDGE + _BRIDGE_WIDTH + 40, top),
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
        f'viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(" ".join((first, *others)))}">'
    )
    page = f'<rect width="{_WIDTH}" height="{height}" fill="var(--page)"/>'
    return "\n".join([head, _style(), page, *told, *parts, "</svg>"]) + "\n"


def _style() -> str:
    return (
        f"<style>svg {{ {custom_properties(LIGHT)} }}"
        f" @media (prefers-color-scheme: dark) {{ svg {{ {custom_properties(DARK)} }} }}"
        f" text {{ font-family: {_FONT}; font-variant-numeric: tabular-nums; }}"
        " .asked { font-size: 14px; fill: var(--quiet); } .other { font-size: 17px; fill: var(--ink); }"
        " .first { font-size: 28px; font-weight: 650; fill: var(--ink); }</style>"
    )


def _text(words: str, y: int, kind: str) -> str:
    return f'<text x="{_EDGE}" y="{y}" class="{kind}">{escape(words)}</text>'


def _placed(drawn: str, x: int, y: int) -> str:
    return drawn.replace("<svg ", f'<svg x="{x}" y="{y}" ', 1)


def _height(drawn: str) -> int:
    return int(float(drawn.split('height="', 1)[1].split('"', 1)[0]))
