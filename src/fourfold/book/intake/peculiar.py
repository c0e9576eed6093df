"""Records that are no data or cannot be trusted: comments, blanks, NUL bytes, swallowed lines.

Guarantees that each kind is told from the scan alone. Leaves the account to
`fourfold.book.intake.csv_source`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from fourfold.book.intake.profile import Profile
from fourfold.book.intake.scanner import UNBALANCED, Dialect, Scan

LINES_IN_VALUE = 200
"""A quoted value of this many lines is taken for a quote that was not closed."""

Mask = npt.NDArray[np.bool_]
Octets = npt.NDArray[np.uint8]


def dialect_of(profile: Profile, delimiter: str = "") -> Dialect:
    """Return how a profile tells values apart; a file's own directive may name another delimiter."""
    return Dialect(
        delimiter=ord(delimiter or profile.delimiter),
        quote=ord(profile.quote) if profile.quote else -1,
        comment=profile.comment.encode(),
        keep_stray=profile.stray_quotes == "keep",
    )


def comment_records(octets: Octets, scanned: Scan, prefix: bytes) -> Mask:
    """Return which records begin with the comment prefix; none if there is no prefix."""
    found = np.full(len(scanned.starts), bool(prefix))
    for i, byte in enumerate(prefix):
        found &= octets[np.minimum(scanned.starts + i, len(octets) - 1)] == byte
    return found


def blank_records(buffer: bytes, scanned: Scan) -> Mask:
    """Return which records hold nothing, nothing but delimiters, or nothing but spaces."""
    length = scanned.stops - scanned.starts
    found: Mask = length == scanned.cells - 1
    for i in np.flatnonzero((scanned.cells == 1) & ~found & (length < 80)).tolist():
        found[i] = not buffer[int(scanned.starts[i]) : int(scanned.stops[i])].strip()
    return found


def nul_records(octets: Octets, scanned: Scan) -> Mask:
    """Return which records hold a NUL byte."""
    found = np.zeros(len(scanned.starts), np.bool_)
    at = np.flatnonzero(octets[: scanned.consumed] == 0)
    found[np.searchsorted(scanned.starts, at, side="right") - 1] = True
    return found


def swallowing_records(scanned: Scan, columns: int) -> Mask:
    """Return which records of several lines look like a quote that swallowed whole records.

    Their quoted delimiters are just those of the swallowed records, or the value is very long, or
    the number of cells is wrong and there are about as many quoted delimiters as whole records have.
    """
    below, width = scanned.spans - 1, columns - 1
    found: Mask = (below >= LINES_IN_VALUE) | ((scanned.inside == below * width) & (width >= 2))
    many = scanned.inside >= np.maximum(1, below - 1) * max(width, 1)
    found |= (scanned.cells != columns) & many
    found &= scanned.spans > 1
    return found


def named_fault(raw: bytes, state: int, cells: int, columns: int) -> tuple[str, str]:
    """Return code and message for a record that is not well formed."""
    if b"\0" in raw:
        return "E104", "NUL character in the record"
    if state:
        return (
            ("E203", "unbalanced quote")
            if state == UNBALANCED
            else ("E204", "quote inside an unquoted value")
        )
    values = "1 value" if cells == 1 else f"{cells} values"
    return "E201" if cells > columns else "E202", f"{values}, expected {columns}"
