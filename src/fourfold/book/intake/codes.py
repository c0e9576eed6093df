"""Every code that intake can report, with what it means and what to do: the manual is made from it.

A code is stable and never reused. E refuses a file or rejects a row, W warns, Q asks; the digits
are the subject: 1xx bytes, 2xx structure, 3xx header and mapping, 4xx type and format, 5xx keys
and duplicates, 6xx references, 7xx money and control totals, 8xx periods, shape and profile, 9xx safety.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fourfold.errors import Finding, RefusedFile


@dataclass(frozen=True, slots=True)
class Code:
    """What one code means, and the remedy that goes with it."""

    meaning: str
    remedy: str


_FIX_ROW = "correct the row in the file made by 'fourfold rejects' and import that file"
_FIX_FILE = "export the file again from its source"
_SET = "correct the profile or the file"

CODES: Mapping[str, Code] = {
    # bytes
    "E101": Code("the file is empty", _FIX_FILE),
    "E102": Code(
        "a byte is not valid in the profile's encoding",
        "set encoding in the profile, or save the file as UTF-8",
    ),
    "E103": Code(
        "the file is of another kind than its name or profile says",
        "export the data as CSV, Excel or Parquet",
    ),
    "E104": Code("a value holds a NUL character", _FIX_ROW),
    "E105": Code("a value holds control or direction characters", _FIX_ROW),
    "W106": Code(
        "names look encoded twice (MÃ¼ller for Müller)", "export the file again with the right encoding"
    ),
    "Q107": Code(
        "the file's encoding is not the profile's", "look at the preview; confirm the encoding found"
    ),
    # structure
    "E201": Code("the record has more values than the header", _FIX_ROW),
    "E202": Code("the record has fewer values than the header", _FIX_ROW),
    "E203": Code(
        "the record has an unbalanced quote", "close or double the quote, then import the repaired row"
    ),
    "E204": Code(
        "a quote stands inside an unquoted value",
        'double the quote and quote the value, or set stray_quotes = "keep" in the profile',
    ),
    "E205": Code("a quoted value swallows whole lines", "correct the quote on the line where it opens"),
    "E206": Code("a quote is opened and never closed", "close the quote on the line where it opens"),
    "E207": Code("the header does not split into columns", "set delimiter in the profile"),
    "E208": Code("the delimiter changes inside the file", "split the file there, or export it again"),
    "E209": Code("the last row is cut", "fetch the file again: it is incomplete"),
    "E210": Code(
        "a line looks like a total",
        'set trailer = "total" in the profile if it is the last line, else remove it',
    ),
    "E211": Code("the header row is repeated among the data", "remove the line; it is not loaded"),
    "E212": Code("the number of rows is not what the trailer says", "fetch the file again: rows are missing"),
    "E213": Code("header found, no data", _FIX_FILE),
    "E299": Code(
        "the line scanner and the loader disagree", "please report this file's shape; nothing was loaded"
    ),
    "W221": Code(
        "line ends are mixed", "nothing has to be done; export with one kind of line end if in doubt"
    ),
    "W222": Code("the row count is exactly a spreadsheet's limit", "check that the export was not cut"),
    # header and mapping
    "E301": Code("a column name stands twice in the header", "rename one of the columns"),
    "E302": Code("a column has no name", "name the column in the header"),
    "E303": Code("a mapped column is not in the file", "map the field to a column of this file with --map"),
    "E304": Code("a required field is mapped to nothing", "map it with --map field=Column"),
    "E305": Code("the file has no header", "add a header line, or set header_line in the profile"),
    "E306": Code("the profile maps a field that the table does not have", "remove the mapping"),
    "E307": Code("a column name is longer than 200 characters", "shorten the column's name"),
    "E308": Code(
        "the workbook has no such sheet", "set sheet in the profile to one of the workbook's sheets"
    ),
    "E309": Code("a column has a name that repaired files use", "rename the column"),
    "W311": Code(
        "the file has a column that the profile has not seen", "map it if it is needed; it is not read"
    ),
    "Q312": Code(
        "a mapped column seems to be renamed", "confirm that the column found is meant, or use --map"
    ),
    "Q313": Code("the header was found below other lines", "look at the preview; confirm the header line"),
    "Q314": Code("the header seems to take two rows", "look at the preview; set header_line in the profile"),
    "Q315": Code("several columns could be meant", "choose one with --map field=Column"),
    "Q316": Code("a required field was not found in the file", "map it with --map field=Column"),
    "Q317": Code(
        "a field was filled without a column of its own", "look at the preview; confirm or use --map"
    ),
    "Q318": Code("the last line looks like a total", "confirm that it is a total: it is checked, not loaded"),
    # type and format
    "E401": Code("a required value is empty", _FIX_ROW),
    "E402": Code("the value is no number", _FIX_ROW),
    "E403": Code(
        "the number is written with a decimal comma or point that the profile does not say",
        "set decimal_mark in the profile",
    ),
    "E404": Code("the number can be read in two ways", "set decimal_mark and thousands in the profile"),
    "E405": Code("a thousands separator is not the profile's", "set thousands in the profile"),
    "E406": Code("the number has more decimals than allowed", _FIX_ROW),
    "E407": Code("the number is too large", _FIX_ROW),
    "E408": Code("the amount carries a currency or sign in a form the profile does not say", _FIX_ROW),
    "E409": Code("the column writes numbers in two ways", "export the file again with one decimal mark"),
    "E411": Code(
        "the value is no date in the profile's format", "set date_format in the profile, or correct the row"
    ),
    "E412": Code("the date is outside the allowed range", "correct the row, or set dates in the profile"),
    "E413": Code("dates contradict the profile's order of day and month", "set date_format in the profile"),
    "E421": Code("the text is longer than 200 characters", _FIX_ROW),
    "E422": Code(
        "the value is not one of the allowed ones", "correct the row, or add a value map to the profile"
    ),
    "E423": Code("the value is no ISO 4217 currency code", _FIX_ROW),
    "E424": Code("the number is outside its range", _FIX_ROW),
    "W425": Code("names are equal after normalisation", "merge the accounts in the source if they are one"),
    "W426": Code("names mix scripts", "look whether a letter of another script was meant"),
    "Q427": Code(
        "many numbers do not fit the profile's decimal mark", "look at the preview; correct decimal_mark"
    ),
    "E428": Code("values of one row contradict each other", _FIX_ROW),
    "E451": Code("a formula has no stored value", "open and save the workbook in Excel"),
    "E452": Code("a cell holds an error", "correct the cell in the workbook"),
    "E453": Code("a number has more than 15 digits", "store ids as text"),
    "E454": Code("an id column holds numbers or dates", "format the column as text in the workbook"),
    "E455": Code("a date's serial number is no valid date", "correct the cell in the workbook"),
    "E456": Code("a type cannot be read", "store the column as text, number or date"),
    "E457": Code("a checksum or footer is damaged", "fetch the file again"),
    "E458": Code("a cell is covered by a merged cell", "unmerge the cells and give each row its own value"),
    "W454": Code(
        "an id column holds numbers beside text",
        "format the column as text in the workbook: zeros may be lost",
    ),
    "W461": Code(
        "cells hold formulas whose stored values are used", "recalculate and save the workbook if in doubt"
    ),
    "W462": Code("hidden rows, columns or sheets were found", "look whether they are meant to be loaded"),
    "W463": Code("a column holds no value", "nothing has to be done if that is meant"),
    "W464": Code("the workbook counts dates from 1904", "nothing has to be done: dates are converted"),
    "W465": Code("macros are ignored", "nothing has to be done: no macro is run"),
    "Q466": Code("the workbook has several sheets", "set sheet in the profile"),
    "Q467": Code("a type leaves something open", "confirm the reading"),
    # keys and duplicates
    "E501": Code("one key stands on rows that differ", _FIX_ROW),
    "Q502": Code("rows are identical and no column tells them apart", "confirm that they are separate lines"),
    # references
    "E601": Code(
        "the id is not in the referenced table", "import the missing rows of that table, or correct the id"
    ),
    "E602": Code("the currency has no rates in the book", "import fx_rates for it, or correct the currency"),
    "E603": Code("no rate on or before the date", "import an earlier rate of the currency"),
    # money and control totals
    "E701": Code(
        "the file's total is not the sum of its rows",
        "fetch the file again, or correct the row that is wrong",
    ),
    "E702": Code("the money read is not the money accounted for", "please report this; nothing was loaded"),
    "E703": Code("quantity times price is not the amount", _FIX_ROW),
    "W704": Code("quantity times price differs from the amount by a rounding", "nothing has to be done"),
    "W705": Code("the last line is a total and was checked, not loaded", "nothing has to be done"),
    # periods, shape and profile
    "Q801": Code("day and month can be told in two ways", "set date_format in the profile"),
    "Q802": Code(
        "decimal mark and thousands separator can be told in two ways", "set decimal_mark in the profile"
    ),
    "Q803": Code("the profile was proposed from a look at the file", "look at the preview; confirm"),
    "Q804": Code("the file is far smaller or larger than usual", "confirm that the file is complete"),
    "Q805": Code("dates are written in several formats", "set date_format in the profile"),
    "E806": Code("no row was accepted", _SET),
    "Q807": Code(
        "the ends of periods look like last days", "look at the preview; confirm, or set ends in the profile"
    ),
    # safety limits
    "E901": Code("a line or value is longer than the limit", "look whether line ends or quotes are missing"),
    "E902": Code("there are more columns than the limit", "remove columns that are not needed"),
    "E903": Code("reading took more memory than the limit", "split the file, or raise the limit"),
    "E904": Code("reading took more processor time than the limit", "split the file, or raise the limit"),
    "E905": Code("reading wrote more than the limit", "split the file, or raise the limit"),
    "E906": Code("the reading process ended", "try again; report the file's shape if it happens again"),
    "E907": Code("reading took longer than the limit", "split the file, or raise the limit"),
    "E908": Code("reading opened more files than the limit", "report the file's shape"),
    "E911": Code("an archive unpacks to more than the limit", "unpack it yourself and import the file"),
    "E912": Code("an archive is encrypted", "unpack it with its password and import the file"),
    "E913": Code("an archive holds another archive, or overlapping entries", "unpack it yourself"),
    "E914": Code("an archive holds too many entries", "unpack it yourself and import the file"),
    "E915": Code("an archive holds no file to import", "unpack it yourself and import the file"),
    "Q916": Code("an archive holds several files", "unpack it and import each file"),
    "E921": Code("a sheet is larger than the limit", "clear the cells outside the data"),
    "E922": Code("the workbook declares a DTD", "save the workbook anew in Excel"),
    "E923": Code("a workbook cannot be opened", "save the workbook as .xlsx without a password"),
}
"""Code to meaning and remedy, in the order of the manual."""


def finding(code: str, message: str, **place: Any) -> Finding:
    """Return a finding with the code's remedy; `place` are further fields of `Finding`."""
    return Finding(code, message, CODES[code].remedy, **place)


def refused(code: str, message: str, **place: Any) -> RefusedFile:
    """Return the error that refuses a file for one reason."""
    return RefusedFile([finding(code, message, **place)])


def shown(text: str, limit: int = 80) -> str:
    r"""Return text fit to show: control, direction and invisible characters named, cut at `limit`.

    Examples
    --------
    >>> shown("A\u202eB\x00")
    'A<U+202E>B<U+0000>'
    """
    visible = text[: limit + 1]
    if not visible.isprintable():
        visible = "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in visible)
    return visible if len(visible) <= limit else visible[: limit - 1] + "…"
