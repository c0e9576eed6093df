"""The values of single records: split at delimiters, quotes removed.

Guarantees the same reading of quotes as the scanner, for the few records that are looked at alone:
headers, faulty records, samples. Leaves the bulk of a file to the loader.
"""

from __future__ import annotations

from fourfold.book.intake.scanner import Dialect


def split(record: bytes, dialect: Dialect) -> list[str]:
    """Return the values of one record, quotes removed; broken quotes are kept as they stand."""
    if dialect.quote < 0:
        return record.decode().split(chr(dialect.delimiter))
    quote, delimiter = bytes([dialect.quote]), bytes([dialect.delimiter])
    values, place = [], 0
    while True:
        end = _value_end(record, place, quote, delimiter)
        value = record[place:end]
        if len(value) > 1 and value.startswith(quote) and value.endswith(quote):
            value = value[1:-1].replace(quote * 2, quote)
        values.append(value.decode())
        if end >= len(record):
            return values
        place = end + 1


def _value_end(record: bytes, place: int, quote: bytes, delimiter: bytes) -> int:
    if record[place : place + 1] == quote:
        close = record.find(quote, place + 1)
        while close >= 0 and record[close + 1 : close + 2] == quote:
            close = record.find(quote, close + 2)
        if close >= 0 and record[close + 1 : close + 2] in (delimiter, b""):
            return close + 1
    end = record.find(delimiter, place)
    return len(record) if end < 0 else end


def swallowing(record: bytes, dialect: Dialect) -> tuple[int, int]:
    """Return on which lines of a record, from 0, its first value with a line end opens and closes."""
    place, line = 0, 0
    while place <= len(record):
        end = _value_end(record, place, bytes([dialect.quote]), bytes([dialect.delimiter]))
        below = record.count(b"\n", place, end) or record.count(b"\r", place, end)
        if below:
            return line, line + below
        place = end + 1
    return line, line
