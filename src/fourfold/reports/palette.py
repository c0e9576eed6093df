"""The fixed colours: existing accounts warm, new accounts cool, losses one neutral, base greys.

Guarantees that a colour means the same in every chart and in the terminal, that the four sources
stay apart for colour-blind eyes and in grey print (their lightness falls S1, S3, S4, S2), and that
a drawing follows the page into dark mode: charts are drawn in placeholder colours which are then
replaced by the page's custom properties. Leaves naming each mark to the charts; colour never
stands alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from fourfold.words import message, say

LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "s1": "#86c5ea",
        "s2": "#1b4f9c",
        "s3": "#d88c24",
        "s4": "#b04e14",
        "existing": "#dcc3a1",
        "loss": "#30353c",
        "base": "#a3aab3",
        "other": "#c9ced4",
        "ink": "#1c2024",
        "quiet": "#5d6670",
        "line": "#e3e6ea",
        "page": "#ffffff",
        "panel": "#f6f7f9",
        "accent": "#1b4f9c",
    }
)
DARK: Mapping[str, str] = MappingProxyType(
    {
        "s1": "#7cc3ee",
        "s2": "#4a86d8",
        "s3": "#f4bc5e",
        "s4": "#cf6a26",
        "existing": "#a58e6f",
        "loss": "#dde1e6",
        "base": "#6f7782",
        "other": "#4d545e",
        "ink": "#eceef1",
        "quiet": "#a2abb5",
        "line": "#2e343b",
        "page": "#15181c",
        "panel": "#1d2126",
        "accent": "#7cb2ff",
    }
)

TERMINAL: Mapping[str, str] = MappingProxyType(
    {
        "s1": "#7cc3ee",
        "s2": "#3f7fd6",
        "s3": "#e0a030",
        "s4": "#c8642a",
        "existing": "#b59a75",
        "loss": "#8a929c",
        "base": "#9aa3ad",
        "other": "#9aa3ad",
    }
)
"""Middle tones that stand out from a black and from a white terminal."""

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "s1": message("S1 new product, new account"),
        "s2": message("S2 existing product, new account"),
        "s3": message("S3 new product, existing account"),
        "s4": message("S4 additional product, existing account"),
        "existing": message("other gains with existing accounts"),
        "loss": message("losses"),
        "other": message("credits, unidentified, transfers"),
    }
)
"""What the colour of a mark says, in words for a legend: messages for `say`."""

PLACEHOLDERS: Mapping[str, str] = MappingProxyType(
    {name: f"#fe{number:02x}fe" for number, name in enumerate(LIGHT, start=1)}
)


def legend() -> Mapping[str, str]:
    """Return what each colour of a mark says, in the language of who reads."""
    return {name: say(words) for name, words in KINDS.items()}


def themed(svg: str) -> str:
    """Return a drawing whose placeholder colours are the page's custom properties."""
    for name, placeholder in PLACEHOLDERS.items():
        svg = svg.replace(f'="{placeholder}"', f'="var(--{name})"')
    return svg


def custom_properties(colours: Mapping[str, str]) -> str:
    """Return colours as CSS declarations, one for each name."""
    return " ".join(f"--{name}: {value};" for name, value in colours.items())
