"""Days from text, by the one format that the profile names.

Guarantees that a day is read in that format or refused, never guessed, and that days which fit only
with day and month exchanged are counted. Leaves time zones and periods to others: a time of day
after the date is dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from fourfold.book.intake.codes import shown
from fourfold.errors import BadRequest

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EPOCH = date(1970, 1, 1).toordinal()
_TIME = r"(?:\d{1,2})"
_PARTS = {
    "%Y": r"(?P<y>\d{4})", "%y": r"(?P<yy>\d{2})", "%m": r"(?P<m>\d{1,2})", "%d": r"(?P<d>\d{1,2})",
    "%b": r"(?P<b>[A-Za-z]{3})", "%H": _TIME, "%I": _TIME, "%M": _TIME, "%S": rf"{_TIME}(?:\.\d+)?",
    "%p": "(?:[AaPp][Mm])", "%f": r"\d{1,9}", "%%": "%",
}  # fmt: skip


def day_pattern(text: str) -> re.Pattern[str]:
    """Return the regular expression of a date format.

    Raises
    ------
    BadRequest
        The format has an unknown part, or no year, month and day.
    """
    pieces = re.findall(r"%.|[^%]+", text)
    strict = text.startswith(("%Y-", "%Y%"))
    pattern = "".join(_PARTS.get(p, "" if p.startswith("%") else re.escape(p)) for p in pieces)
    pattern = pattern.replace(r"\d{1,2}", r"\d{2}") if strict else pattern
    days = re.compile(pattern, re.ASCII)
    unknown = [p for p in pieces if p.startswith("%") and p not in _PARTS]
    if unknown or not {"d"} <= set(days.groupindex) or not {"y", "yy"} & set(days.groupindex):
        raise BadRequest(
            f"no date format: '{text}'", remedy="use parts like %Y-%m-%d, %d.%m.%Y or %m/%d/%Y %H:%M"
        )
    return days


def read_day(text: str, pattern: re.Pattern[str]) -> date | None:
    """Return the day that a text means by the pattern, None if it means none."""
    match = pattern.fullmatch(text.strip(" \t"))
    if match is None:
        return None
    parts = match.groupdict()
    month = (
        MONTHS.index(parts["b"].lower()) + 1
        if parts.get("b", "").lower() in MONTHS
        else int(parts.get("m") or 0)
    )
    year = (
        int(parts["y"]) if parts.get("y") else 2000 + int(parts["yy"]) - (100 if int(parts["yy"]) > 68 else 0)
    )
    try:
        return date(year, month, int(parts["d"]))
    except ValueError:
        return None


def swapped(text: str) -> str:
    """Return the format with day and month exchanged; empty if it has no such two numbers."""
    if "%d" not in text or "%m" not in text or text.startswith("%Y"):
        return ""
    return text.replace("%d", "\0").replace("%m", "%d").replace("\0", "%m")


@dataclass(slots=True)
class Days:
    """Reads the days of one column, remembering texts it has seen.

    `contradicting` counts rows that fit only with day and month exchanged, `confirming` rows that
    fit only as the profile says.
    """

    format: str
    span: tuple[date, date]
    contradicting: int = 0
    confirming: int = 0
    first_line: int = 0
    pattern: re.Pattern[str] = field(init=False)
    other: re.Pattern[str] | None = field(init=False)
    _known: dict[str, int | None] = field(default_factory=dict)
    _order: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Compile the format and its exchanged form."""
        self.pattern = day_pattern(self.format)
        exchanged = swapped(self.format)
        self.other = day_pattern(exchanged) if exchanged else None

    def read(
        self, texts: pa.StringArray, lines: npt.NDArray[np.int64]
    ) -> tuple[pa.Date32Array, npt.NDArray[np.bool_]]:
        """Return the days, null where a text is empty or faulty, and which texts are faulty."""
        coded = texts.dictionary_encode()
        distinct = coded.dictionary.to_pylist()
        places = np.asarray(coded.indices)
        days = np.array([self._day(t) for t in distinct], np.float64 if not distinct else object)
        missing = np.array([d is None for d in days], np.bool_)
        empty = np.array([not t.strip() for t in distinct], np.bool_)
        numbers = np.array([d or 0 for d in days], np.int32)
        self._weigh(distinct, places, lines)
        values = pa.array(numbers[places], pa.int32(), mask=missing[places]).cast(pa.date32())
        return values, (missing & ~empty)[places]

    def _day(self, text: str) -> int | None:
        if text not in self._known:
            if len(self._known) > 300_000:
                self._known.clear()
                self._order.clear()
            day = read_day(text, self.pattern)
            within = day is not None and self.span[0] <= day <= self.span[1]
            self._known[text] = day.toordinal() - _EPOCH if day and within else None
            self._order[text] = self._side(day, text)
        return self._known[text]

    def _side(self, day: date | None, text: str) -> int:
        if self.other is None or not text.strip():
            return 0
        exchanged = read_day(text, self.other)
        return (exchanged is None) - (day is None)

    def _weigh(
        self, distinct: list[str], places: npt.NDArray[np.int32], lines: npt.NDArray[np.int64]
    ) -> None:
        sides = np.array([self._order.get(t, 0) for t in distinct], np.int8)
        counted = Counter(dict(zip(*np.unique(sides[places], return_counts=True), strict=True)))
        if counted[-1] and not self.contradicting:
            self.first_line = int(lines[np.flatnonzero(sides[places] == -1)[0]])
        self.contradicting += int(counted[-1])
        self.confirming += int(counted[1])

    def fault(self, text: str) -> tuple[str, str]:
        """Return code and message for a text that is no day of this column."""
        day = read_day(text, self.pattern)
        span = f"{self.span[0]}…{self.span[1]}"
        if day is not None:
            return "E412", f"{day} is outside {span}"
        if self._side(day, text) == -1:
            return (
                "E413",
                f"'{shown(text)}' is no date in the form {self.format}, but is with day and month exchanged",
            )
        return "E411", f"'{shown(text)}' is no date in the form {self.format}; none outside {span}"
