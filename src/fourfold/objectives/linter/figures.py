"""Whether a line can be measured as it stands: a figure, and a unit or a period.

Guarantees that years, quarters, dates, model names and "top 20" are no figures. Leaves what would make
a line measurable to `proposals`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from fourfold.objectives.linter.folding import Folded
from fourfold.objectives.linter.phrases import Phrase
from fourfold.objectives.linter.rules import Language, rules

_UNIT = r"\s?(?:%|€|\$|£|pt|pts|[kKmM]€?|Mio|Tsd|x|h|EUR|USD|CHF)(?![^\W_])"
_DIGITS = r"[+\u2212-]?\d+(?:[.,'\u2019 \u00a0\u202f]\d+)*"
_FIGURE = re.compile(rf"(?<![^\W_])(?<![tT]op[ -]){_DIGITS}(?:{_UNIT}|(?![^\W_]))")
_SYMBOL = re.compile(rf"(?<=\d){_UNIT}|[%€$£]")
_YEAR = re.compile(r"(?:FY|GJ)?\s?(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Measured:
    """The words of a line that give a figure, a unit and a period; empty where there are none."""

    figure: str = ""
    unit: str = ""
    period: str = ""

    @property
    def is_measurable(self) -> bool:
        """Whether it says how much, and of what or by when."""
        return bool(self.figure and (self.unit or self.period))


def measured(line: Folded) -> Measured:
    """Return what of a line can be measured; nothing of a line without words."""
    figures = [found.group().strip() for found in _FIGURE.finditer(line.text)]
    years = [found for found in figures if _YEAR.fullmatch(found)]
    real = [found for found in figures if not _YEAR.fullmatch(found)]
    symbol = _SYMBOL.search(line.text)
    return Measured(
        figure=real[0] if real else _first(line, lambda known: known.figures),
        unit=symbol.group().strip() if symbol else _first(line, lambda known: known.units),
        period=_first(line, lambda known: known.periods) or (years[0] if years else ""),
    )


def _first(line: Folded, of: Callable[[Language], tuple[Phrase, ...]]) -> str:
    found = [
        (min(words), max(words))
        for known in rules().languages.values()
        for phrase in of(known)
        for words in phrase.found(line)
    ]
    return line.quoted(*min(found)) if found else ""
