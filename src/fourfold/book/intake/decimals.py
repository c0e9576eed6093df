"""Numbers from text: strict patterns first, then exact decimals; never a float.

Guarantees that a text which is not wholly a number in the profile's notation is refused with the
reason, and that no digit is lost. Leaves money's meaning to `fourfold.book.intake.typed`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.intake.codes import shown

LIMIT = Decimal(10) ** 13
_SPACES = "\u00a0\u2009\u202f"
_CURRENCY = r"(€|\$|£|¥|[A-Z]{3})"
_SIGNED = re.compile(r"\(.*\)|.*\d\s*-|[\u2212\u2012-\u2014].*|.*\d\s*(CR|DR|S|H)")
_COINED = re.compile(rf"-?{_CURRENCY}\s*-?[\d.,]+|-?[\d.,]+\s*{_CURRENCY}")


@dataclass(frozen=True, slots=True)
class Notation:
    """How numbers are written: decimal mark, thousands separator, style of negatives."""

    decimal_mark: str = "."
    thousands: str = ""
    negatives: str = "minus"

    def pattern(self, decimals: str) -> str:
        """Return the regular expression of a whole number text with that tail of decimals."""
        mark = re.escape(self.decimal_mark)
        whole = "[0-9]{1,15}"
        if self.thousands:
            apart = "[ \u00a0\u202f]" if self.thousands == " " else re.escape(self.thousands)
            whole = rf"(?:[0-9]{{1,15}}|[0-9]{{1,3}}(?:{apart}[0-9]{{3}}){{1,4}})"
        number = rf"(?:{whole}(?:{mark}{decimals})?|{mark}{decimals})"
        if self.negatives == "parentheses":
            return rf"^(?:-?{number}|\({number}\))$"
        return rf"^-?{number}$" if self.negatives == "minus" else rf"^(?:-?{number}|{number}-)$"

    def plain(self, texts: pa.StringArray) -> pa.StringArray:
        """Return texts that fit the pattern rewritten with a point, no separators, a leading minus."""
        if self.thousands:
            apart = "[ \u00a0\u202f]" if self.thousands == " " else re.escape(self.thousands)
            texts = pc.replace_substring_regex(texts, apart, "")
        if self.decimal_mark != ".":
            texts = pc.replace_substring(texts, self.decimal_mark, ".")
        if self.negatives == "parentheses":
            return pc.replace_substring_regex(texts, r"^\((.*)\)$", r"-\1")
        return texts if self.negatives == "minus" else pc.replace_substring_regex(texts, r"^(.*)-$", r"-\1")


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a number may be: its decimals, its stored type, its largest size."""

    decimals: int
    stored: pa.Decimal128Type
    limit: Decimal = LIMIT


def to_decimals(
    texts: pa.StringArray, notation: Notation, allowed: Allowed
) -> tuple[pa.Decimal128Array, npt.NDArray[np.bool_]]:
    """Return the numbers, null where a text is empty or faulty, and which texts are faulty.

    A number with more decimals than allowed is faulty, unless those beyond are zeros.
    """
    trimmed = pc.ascii_trim_whitespace(texts)
    filled = pc.not_equal(trimmed, "")
    exact = f"[0-9]{{1,{allowed.decimals}}}" if allowed.decimals else "0+"
    fits = pc.match_substring_regex(trimmed, notation.pattern(exact))
    if allowed.decimals and not pc.all(pc.or_(fits, pc.invert(filled))).as_py():
        fits = pc.match_substring_regex(trimmed, notation.pattern(f"{exact}0*"))
    fits = pc.and_kleene(fits, filled)
    plain = notation.plain(pc.if_else(fits, trimmed, None))
    values = pc.cast(_cut(plain, allowed.stored.scale), pa.decimal128(38, allowed.stored.scale))
    small = pc.less_equal(pc.abs(values), pa.scalar(allowed.limit, pa.decimal128(38, allowed.stored.scale)))
    good = pc.fill_null(small, False)  # noqa: FBT003  (the value to fill with)
    values = pc.cast(pc.if_else(good, values, None), allowed.stored)
    return values, ~np.asarray(good) & np.asarray(pc.fill_null(filled, False))  # noqa: FBT003


def _cut(plain: pa.StringArray, scale: int) -> pa.StringArray:
    """Drop zeros beyond the stored scale; the pattern has made sure that they are zeros."""
    if not pc.any(pc.match_substring_regex(plain, rf"\.[0-9]{{{scale + 1}}}")).as_py():
        return plain
    return pc.replace_substring_regex(plain, rf"(\.[0-9]{{{scale}}})0+$", r"\1")


def number_fault(text: str, notation: Notation, allowed: Allowed) -> tuple[str, str]:
    """Return code and message for a text that is no number in the notation."""
    text = text.strip(" \t\r\n")
    value = shown(text)
    space = next((c for c in _SPACES if c in text), "")
    if space:
        return "E405", f"thousands separator U+{ord(space):04X} not in profile: '{value}'"
    if _COINED.fullmatch(text):
        return "E408", f"currency mismatch: the amount '{value}' carries a currency; plain digits only"
    if _SIGNED.fullmatch(text) and re.search("[0-9]", text):
        return "E408", f"sign written as in '{value}'; plain digits with a leading minus only"
    return _marked_fault(text, notation) or _size_fault(text, notation, allowed) or (
        "E402", f"'{value}' is no number; plain digits only")  # fmt: skip


def _marked_fault(text: str, notation: Notation) -> tuple[str, str] | None:
    mark, other = notation.decimal_mark, "," if notation.decimal_mark == "." else "."
    name = "decimal comma" if other == "," else "decimal point"
    own, strange = re.escape(mark), re.escape(other)
    if re.fullmatch(rf"-?[1-9]\d{{0,2}}{strange}\d{{3}}", text) and notation.thousands != other:
        return "E404", f"ambiguous '{text}': thousands or {name}?"
    if re.fullmatch(rf"-?\d{{1,3}}({strange}\d{{3}})+({own}\d+)?", text):
        return "E405", f"thousands separator '{other}' not in profile: '{shown(text)}'"
    if re.fullmatch(rf"-?\d{{1,3}}({own}\d{{3}})*{strange}\d+|-?\d+{strange}\d+", text):
        return "E403", f"{name}? profile says '{mark}'"
    return None


def _size_fault(text: str, notation: Notation, allowed: Allowed) -> tuple[str, str] | None:
    match = re.fullmatch(rf"-?([0-9]*)({re.escape(notation.decimal_mark)}([0-9]+))?", text)
    if not match or not text.strip("-"):
        return None
    decimals = (match[3] or "").rstrip("0")
    if len(decimals) > allowed.decimals:
        return "E406", f"more than {allowed.decimals} decimals: '{shown(text)}'"
    return "E407", f"'{shown(text)}' is larger than 10^{len(str(int(allowed.limit))) - 1}"
