"""The ledger as one picture."""

from __future__ import annotations

from xml.etree import ElementTree

from fourfold.growth import Ledger
from fourfold.reports.poster import ledger_svg


def test_the_picture_is_one_svg_that_loads_nothing_and_knows_light_and_dark(adventure_works: Ledger) -> None:
    svg = ledger_svg(adventure_works, "Adventure & <Works>")
    tree = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    assert tree.tag == "{http://www.w3.org/2000/svg}svg"
    assert "Adventure &amp; &lt;Works&gt; · 2012 against 2011 · USD" in svg
    assert "Revenue rose 10.0 m (55 %) to 28.2 m." in svg
    assert "prefers-color-scheme: dark" in svg
    assert "href" not in svg
    assert "<script" not in svg
