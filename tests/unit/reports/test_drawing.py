"""Drawings as static SVG."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree

from fourfold.reports.drawing import bar_rows, shortened
from fourfold.reports.marks import NARROW, WIDE, BarRow, Bars, Segment


def row(label: str, *, is_total: bool = False) -> BarRow:
    return BarRow(label, "+5", (Segment(Decimal(0), Decimal(5), "s1"),), is_total=is_total)


def test_rows_become_one_svg_in_the_pages_colours() -> None:
    svg = bar_rows(Bars((row("2011", is_total=True), row("S1")), WIDE, connected=True))
    tree = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    assert tree.get("width") == str(WIDE.width)
    assert 'fill="var(--s1)"' in svg
    assert "#fe" not in svg
    assert 'aria-hidden="true"' in svg


def test_names_from_files_are_text_in_both_widths() -> None:
    for layout in (WIDE, NARROW):
        svg = bar_rows(Bars((row('<script>x</script>"&'),), layout))
        assert "<script" not in svg
        assert "&lt;script&gt;" in svg


def test_no_rows_draw_nothing_and_long_names_are_cut_visibly() -> None:
    assert bar_rows(Bars((), WIDE)) == ""
    assert shortened("Metropolitan Bicycle Supply", 14) == "Metropolitan…"
    assert shortened("Short", 14) == "Short"
