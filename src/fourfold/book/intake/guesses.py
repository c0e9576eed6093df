"""How values of an unseen file are written: decimal mark, date format, told from many of them.

Guarantees that what fits two readings is a question, never a silent choice. Leaves names of columns
to `fourfold.book.intake.matching`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fourfold.book.intake.codes import finding
from fourfold.book.intake.days import day_pattern, read_day, swapped
from fourfold.errors import Finding

_DAYS = (
    *("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y.%m.%d"),
    *("%d.%m.%y", "%d/%m/%y", "%m/%d/%y", "%d-%b-%Y", "%d %b %Y", "%b %d, %Y", "%d-%b-%y", "%Y%m%d"),
)
_TIMES = ("", " %H:%M", " %H:%M:%S", "T%H:%M:%S", " %I:%M %p", " %I:%M:%S %p", "T%H:%M", "T%H:%M:%SZ")


def _number(grouped: str, mark: str) -> re.Pattern[str]:
    plain = rf"\d*{mark}(\d{{1,2}}|\d{{4,}})|\d{{4,}}{mark}\d{{3}}|0{mark}\d{{3}}"
    return re.compile(rf"[-(]?({grouped}|{plain})\)?-?")


_FORMS = {
    "point": _number(r"\d{1,3}(,\d{3})+\.\d+|\d{1,3}([ '\u00a0]\d{3})+\.\d+", r"\."),
    "comma": _number(r"\d{1,3}(\.\d{3})+,\d+|\d{1,3}([ '\u00a0]\d{3})+,\d+", ","),
    "points": re.compile(r"[-(]?\d{1,3}(\.\d{3}){2,}\)?-?"),
    "commas": re.compile(r"[-(]?\d{1,3}(,\d{3}){2,}\)?-?"),
    "one point": re.compile(r"[-(]?[1-9]\d{0,2}\.\d{3}\)?-?"),
    "one comma": re.compile(r"[-(]?[1-9]\d{0,2},\d{3}\)?-?"),
}
_APART = re.compile(r"\d([.,' \u00a0\u202f])\d{3}(?!\d)")


@dataclass(frozen=True, slots=True)
class Written:
    """A way to write numbers or dates, and what is unsure about it."""

    settings: Mapping[str, Any]
    questions: tuple[Finding, ...] = ()


def guess_numbers(values: Iterable[str], file: str) -> Written:
    """Return decimal mark and thousands separator; a question if they can be told in two ways."""
    texts = [text for value in values if (text := value.strip())]
    forms = Counter(next((name for name, form in _FORMS.items() if form.fullmatch(t)), "") for t in texts)
    comma, point = forms["comma"] + forms["points"], forms["point"] + forms["commas"]
    unsure = forms["one point"] + forms["one comma"]
    mark = "," if comma > point or (comma == point == 0 and forms["one point"] < forms["one comma"]) else "."
    questions = []
    if comma and point and 100 * min(comma, point) >= len(texts):
        message = f"decimal comma or point? {comma:,} numbers have a decimal comma, {point:,} a decimal point"
        questions.append(finding("Q802", message, file=file))
    elif unsure and not comma and not point:
        example = next(
            t for t in texts if _FORMS["one point"].fullmatch(t) or _FORMS["one comma"].fullmatch(t)
        )
        message = f"thousands or decimals? '{example}' fits both, and no other number of {len(texts):,} tells"
        questions.append(finding("Q802", message, file=file))
    return Written(
        {"decimal_mark": mark, "thousands": _thousands(texts, mark), **_negatives(texts)}, tuple(questions)
    )


def _thousands(texts: list[str], mark: str) -> str:
    apart = Counter(found[1] for text in texts if (found := _APART.search(text)) and found[1] != mark)
    if not apart:
        return ""
    common = apart.most_common(1)[0][0]
    return " " if common.isspace() else common


def _negatives(texts: list[str]) -> dict[str, str]:
    if any(re.fullmatch(r"\([\d.,]+\)", t) for t in texts):
        return {"negatives": "parentheses"}
    return {"negatives": "trailing"} if any(re.fullmatch(r"[\d.,]+-", t) for t in texts) else {}


def fitting(values: Mapping[str, int]) -> dict[str, int]:
    """Return how many rows each date format fits, those that fit none left out, the best first."""
    counted: dict[str, int] = {}
    for day in _DAYS:
        for time in _TIMES:
            pattern = day_pattern(day + time)
            rows = sum(n for text, n in values.items() if read_day(text, pattern))
            if rows:
                counted[day + time] = rows
    return dict(sorted(counted.items(), key=lambda pair: -pair[1]))


def guess_days(values: Mapping[str, int], file: str, column: str) -> Written:
    """Return the date format that fits most rows; a question if another fits as many, or few fit.

    `values` are the distinct texts of the column with how many rows have each.
    """
    rows = sum(n for text, n in values.items() if text.strip())
    counted = fitting(values)
    if not counted:
        message = f"dates in '{column}' fit no known form, as in '{next(iter(values), '')}'"
        return Written({}, (finding("Q805", message, file=file, column=column),))
    best, fits = next(iter(counted.items()))
    twin = swapped(best)
    questions = []
    if counted.get(twin) == fits:
        all_rows = f"all {rows:,}" if fits == rows else f"{fits:,} of {rows:,}"
        message = f"day/month or month/day? {all_rows} rows fit both"
        questions.append(finding("Q801", message, file=file, column=column, count=fits))
    elif 100 * fits < 95 * rows and rows - fits > 2:
        message = f"only {fits:,} of {rows:,} dates are written as {best}"
        questions.append(finding("Q805", message, file=file, column=column, count=rows - fits))
    return Written({"date_format": best}, tuple(questions))
