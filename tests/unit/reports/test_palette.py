"""The fixed colours stay apart and follow the page."""

from __future__ import annotations

from itertools import pairwise

import pytest

from fourfold.reports.palette import DARK, LIGHT, PLACEHOLDERS, TERMINAL, custom_properties, themed


def lightness(colour: str) -> float:
    """Perceived lightness, 0 to 100 (CIE L*)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return float(116 * (0.2126 * red + 0.7152 * green + 0.0722 * blue) ** (1 / 3) - 16)


def test_the_sources_and_losses_stay_apart_in_grey_print() -> None:
    lights = [lightness(LIGHT[name]) for name in ("s1", "s3", "s4", "s2", "loss")]
    assert all(brighter - darker > 9 for brighter, darker in pairwise(lights))


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_and_losses_stand_out_from_the_page(colours: dict[str, str]) -> None:
    page = lightness(colours["page"])
    assert all(abs(lightness(colours[name]) - page) > 45 for name in ("ink", "quiet", "loss", "accent"))


def test_a_drawing_takes_its_colours_from_the_page_but_its_text_is_left_alone() -> None:
    svg = f'<path fill="{PLACEHOLDERS["s1"]}"/><text>{PLACEHOLDERS["s1"]}</text>'
    assert themed(svg) == f'<path fill="var(--s1)"/><text>{PLACEHOLDERS["s1"]}</text>'
    assert set(LIGHT) == set(DARK) == set(PLACEHOLDERS)
    assert custom_properties({"s1": "#fff"}) == "--s1: #fff;"
    assert set(TERMINAL) <= set(LIGHT)
