"""Pictures as SVG, kept, with the page's links."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree

import pytest

from fourfold.growth import Ledger, Series
from fourfold.reports import pictures
from fourfold.reports.charts import bridge_picture, series_picture, square_picture
from fourfold.reports.marks import WIDE, BarRow, Bars, Picture, Segment
from fourfold.reports.pictures import linked, shown, svg

HOSTILE = '/lines/?where.team="><script>alert(1)</script>&row=s1'


class Shelf:
    """Keeps answers in memory."""

    def __init__(self) -> None:
        self.answers: dict[str, bytes] = {}

    def kept(self, question: str) -> bytes | None:
        return self.answers.get(question)

    def keep(self, question: str, answer: bytes) -> None:
        self.answers[question] = answer


def bar(label: str) -> Bars:
    return Bars((BarRow(label, "+5", (Segment(Decimal(0), Decimal(5), "s1"),)),), WIDE)


def test_the_same_drawing_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf()
    first = svg(bar("North"), shelf)

    def drawn(_: object) -> str:
        raise AssertionError("drawn again")

    monkeypatch.setattr(pictures, "_drawn", drawn)
    assert svg(bar("North"), shelf) == first
    with pytest.raises(AssertionError, match="drawn again"):
        svg(bar("South"), shelf)


def test_every_picture_leads_where_the_page_says_and_nowhere_else(
    adventure_works: Ledger, quarters: Series
) -> None:
    for picture in (
        bridge_picture(adventure_works),
        square_picture(adventure_works),
        series_picture(quarters),
    ):
        links = {at: f"/lines/?row={at}" for at in picture.opens}
        for drawn in shown(picture, None, links):
            assert "xlink:href" not in drawn
            assert "http" not in drawn.replace("http://www.w3.org/", "")
            assert all(f'href="/lines/?row={at}"' in drawn for at in links)


def test_links_are_out_of_the_order_of_tabs_since_the_table_has_them() -> None:
    (wide, _) = shown(Picture(bar("North"), bar("North")), None, {0: "/growth/?where.team=N"})
    assert wide.count("<a ") == wide.count('tabindex="-1"') == 3
    assert 'aria-hidden="true"' in wide


def test_an_address_is_text_wherever_it_comes_from() -> None:
    drawn = linked(svg(bar("</a><b>")), {0: HOSTILE})
    assert "<script" not in drawn
    assert "<b>" not in drawn
    found = [a.get("href") for a in ElementTree.fromstring(drawn).iter("{http://www.w3.org/2000/svg}a")]  # noqa: S314 - our own drawing
    assert found == [HOSTILE] * 3


def test_without_links_a_picture_has_none() -> None:
    assert "<a" not in linked(svg(bar("North")), {})
