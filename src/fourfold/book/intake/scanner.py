"""The line scanner: where each record of delimited text begins and ends, and how many cells it has.

Guarantees that it looks at every byte itself, independent of the loader, and that a quote that is
opened and not closed is named with its lines instead of swallowing them. Works on one buffer of
UTF-8 at a time. Leaves what the records mean to `fourfold.book.intake.csv_source`.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
LF, CR = 10, 13
OK, UNBALANCED, STRAY = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Dialect:
    """How values are told apart: delimiter and quote as byte values (quote -1: none), comment prefix."""

    delimiter: int
    quote: int
    comment: bytes = b""
    keep_stray: bool = False


@dataclass(frozen=True, slots=True)
class QuoteFault(Exception):
    """A quote that closes lines below where it opened, or never; lines count from 0 in the buffer."""

    opened: int
    closed: int | None


@dataclass(frozen=True, slots=True)
class Scan:
    """The complete records of one buffer.

    Per record: first byte, end of its text (without line end), end with the line end, physical
    lines, cells, and `state` (OK, UNBALANCED, STRAY). `inside` counts the delimiters inside quotes.
    `consumed` is where the first incomplete record begins.
    """

    starts: Places
    stops: Places
    nexts: Places
    spans: Places
    cells: Places
    inside: Places
    state: npt.NDArray[np.int8]
    consumed: int


@dataclass(slots=True)
class _Marks:
    """The places of line ends in a buffer: `at` the last byte of each, `first` its first byte."""

    at: Places
    first: Places


def scan(buffer: bytes, dialect: Dialect, *, final: bool) -> Scan:
    """Return the complete records of a buffer that begins at a record.

    Parameters
    ----------
    buffer
        UTF-8 text; empty gives no records.
    final
        Whether the text ends here: the last record then needs no line end.

    Raises
    ------
    QuoteFault
        A quoted value that closes badly on a later line, or (at the end of the text) never.
    """
    octets = np.frombuffer(buffer, np.uint8)
    marks = _line_ends(buffer, octets, final=final)
    if dialect.quote < 0 or bytes([dialect.quote]) not in buffer:
        return _plain(octets, marks, dialect)
    quoted = _quoted(octets, marks, dialect, final=final)
    return quoted if quoted is not None else _careful(buffer, marks, dialect, final=final)


def _line_ends(buffer: bytes, octets: Bytes, *, final: bool) -> _Marks:
    feeds = np.flatnonzero(octets == LF)
    if CR not in buffer:
        marks = _Marks(feeds, feeds)
    else:
        paired = octets[np.maximum(feeds - 1, 0)] == CR
        paired[:1] &= feeds[:1] > 0
        returns = np.flatnonzero(octets == CR)
        followed = octets[np.minimum(returns + 1, len(octets) - 1)] == LF
        followed[-1:] |= (returns[-1:] == len(octets) - 1) & (not final)
        alone = returns[~followed]
        at = np.concatenate([feeds, alone])
        first = np.concatenate([feeds - paired, alone])
        order = np.argsort(at, kind="stable") if len(alone) else slice(None)
        marks = _Marks(at[order], first[order])
    ended = len(marks.at) > 0 and marks.at[-1] == len(octets) - 1
    if final and len(octets) and not ended:
        end = np.array([len(octets)])
        marks = _Marks(np.concatenate([marks.at, end]), np.concatenate([marks.first, end]))
    return marks


def _starts(at: Places) -> Places:
    return np.concatenate([np.zeros(1, np.int64), at[:-1] + 1]) if len(at) else at


def _between(places: Places, starts: Places, stops: Places) -> Places:
    return np.searchsorted(places, stops) - np.searchsorted(places, starts)


def _plain(octets: Bytes, marks: _Marks, dialect: Dialect) -> Scan:
    delimiters = np.flatnonzero(octets == dialect.delimiter)
    starts = _starts(marks.at)
    upto = np.searchsorted(delimiters, marks.at)
    cells = np.diff(upto, prepend=0) + 1
    consumed = min(int(marks.at[-1]) + 1, len(octets)) if len(marks.at) else 0
    count = len(starts)
    return Scan(starts, marks.first, marks.at + 1, np.ones(count, np.int64), cells, np.zeros(count, np.int64),
                np.zeros(count, np.int8), consumed)  # fmt: skip


def _quoted(octets: Bytes, marks: _Marks, dialect: Dialect, *, final: bool) -> Scan | None:
    """Return the records if every quote is well formed; None sends the buffer to the careful scan."""
    is_quote = octets == dialect.quote
    within = np.cumsum(is_quote, dtype=np.uint8) & 1
    open_at_end = within[np.minimum(marks.at, len(octets) - 1)] == 1
    if final and len(open_at_end) and open_at_end[-1]:
        return None
    ends, stops = marks.at[~open_at_end], marks.first[~open_at_end]
    if len(ends) == 0:
        return Scan(*(np.zeros(0, np.int64),) * 6, np.zeros(0, np.int8), 0)
    consumed = min(int(ends[-1]) + 1, len(octets))
    quotes = np.flatnonzero(is_quote[:consumed])
    if not _well_formed(octets, quotes, dialect):
        return None
    delimiters = np.flatnonzero(octets[:consumed] == dialect.delimiter)
    outside = within[delimiters] == 0
    starts = _starts(ends)
    lines = np.searchsorted(marks.at, ends)
    cells = np.diff(np.searchsorted(delimiters[outside], ends), prepend=0) + 1
    inside = np.diff(np.searchsorted(delimiters[~outside], ends), prepend=0)
    return Scan(starts, stops, ends + 1, np.diff(lines, prepend=-1), cells, inside,
                np.zeros(len(starts), np.int8), consumed)  # fmt: skip


def _well_formed(octets: Bytes, quotes: Places, dialect: Dialect) -> bool:
    fits = np.zeros(256, np.bool_)
    fits[[dialect.delimiter, dialect.quote, LF, CR]] = True
    opening, closing = quotes[0::2], quotes[1::2]
    before = fits[octets[opening - 1]] | (opening == 0)
    after = fits[octets[np.minimum(closing + 1, len(octets) - 1)]] | (closing == len(octets) - 1)
    return bool(before.all() and after.all())


@dataclass(slots=True)
class _Walk:
    """The careful reading of one record: where it ends, its cells, delimiters inside, and its state."""

    line: int
    cells: int = 1
    inside: int = 0
    state: int = OK
    complete: bool = True


def _careful(buffer: bytes, marks: _Marks, dialect: Dialect, *, final: bool) -> Scan:
    """Read each line that has quotes character by character; lines without are records as they are."""
    octets = np.frombuffer(buffer, np.uint8)
    plain = _plain(octets, marks, dialect)
    has_quote = np.unique(np.searchsorted(marks.at, np.flatnonzero(octets == dialect.quote)))
    has_quote = has_quote[has_quote < len(marks.at)]
    keep = np.ones(len(marks.at), np.bool_)
    last, limit = -1, len(marks.at)
    walker = _Walker(buffer, plain, dialect)
    for line in has_quote.tolist():
        if line <= last or (dialect.comment and buffer.startswith(dialect.comment, int(plain.starts[line]))):
            continue
        walk = walker.record(line, final=final)
        if not walk.complete:
            limit = line
            break
        keep[line + 1 : walk.line + 1] = False
        _note(plain, line, walk)
        last = walk.line
    keep[limit:] = False
    return _kept(plain, keep, limit)


def _note(plain: Scan, line: int, walk: _Walk) -> None:
    plain.cells[line], plain.inside[line], plain.state[line] = walk.cells, walk.inside, walk.state
    plain.spans[line] = walk.line - line + 1
    plain.stops[line], plain.nexts[line] = plain.stops[walk.line], plain.nexts[walk.line]


def _kept(plain: Scan, keep: npt.NDArray[np.bool_], limit: int) -> Scan:
    consumed = plain.consumed if limit == len(keep) else int(plain.starts[limit])
    return Scan(
        starts=plain.starts[keep],
        stops=plain.stops[keep],
        nexts=plain.nexts[keep],
        spans=plain.spans[keep],
        cells=plain.cells[keep],
        inside=plain.inside[keep],
        state=plain.state[keep],
        consumed=consumed,
    )


class _Walker:
    """Reads single records of a buffer whose physical lines are known."""

    def __init__(self, buffer: bytes, lines: Scan, dialect: Dialect) -> None:
        self.buffer, self.dialect = buffer, dialect
        self.quote, self.delimiter = bytes([dialect.quote]), bytes([dialect.delimiter])
        self.starts, self.stops = lines.starts.tolist(), lines.stops.copy().tolist()

    def record(self, line: int, *, final: bool) -> _Walk:
        """Return the record that begins with this line."""
        walk = _Walk(line)
        place = self.starts[line]
        while walk.complete:
            step = (
                self._quoted(place, walk, final=final)
                if self._at_quote(place, walk)
                else self._bare(place, walk)
            )
            if step is None:
                break
            place = step
            walk.cells += 1
        return walk

    def _at_quote(self, place: int, walk: _Walk) -> bool:
        return self.buffer[place : place + 1] == self.quote and place < self.stops[walk.line]

    def _bare(self, place: int, walk: _Walk) -> int | None:
        stop = self.stops[walk.line]
        cut = self.buffer.find(self.delimiter, place, stop)
        if not self.dialect.keep_stray and self.buffer.find(self.quote, place, stop if cut < 0 else cut) >= 0:
            walk.state = walk.state or STRAY
        return cut + 1 if cut >= 0 else None

    def _quoted(self, place: int, walk: _Walk, *, final: bool) -> int | None:
        close = self._closing(place)
        if close < 0:
            self._unclosed(walk, final=final)
            return None
        line = bisect_left(self.starts, close + 1, lo=walk.line) - 1
        walk.inside += self.buffer.count(self.delimiter, place, close)
        after = self.buffer[close + 1 : close + 2]
        if after == self.delimiter and close + 1 < self.stops[line]:
            walk.line = line
            return close + 2
        if close + 1 < self.stops[line]:
            if line != walk.line:
                raise QuoteFault(walk.line, line)
            walk.state = UNBALANCED
        walk.line = line
        return None

    def _closing(self, place: int) -> int:
        close = self.buffer.find(self.quote, place + 1)
        while close >= 0 and self.buffer[close + 1 : close + 2] == self.quote:
            close = self.buffer.find(self.quote, close + 2)
        return close

    def _unclosed(self, walk: _Walk, *, final: bool) -> None:
        if not final:
            walk.complete = False
            return
        rest = self.buffer[self.stops[walk.line] :]
        if rest.strip(b"\r\n") or not rest:
            raise QuoteFault(walk.line, None)
        walk.state = UNBALANCED
