"""The header of a file: what it may not hold.

Guarantees that columns can be told apart by name. Leaves their meaning to `fourfold.book.intake.mapping`.
"""

from __future__ import annotations

from fourfold.book.intake.batches import REPAIRED
from fourfold.book.intake.codes import refused, shown

COLUMN_LIMIT = 2000
DELIMITERS = ",;\t|"


def check_header(header: tuple[str, ...], delimiter: str, file: str, line: int) -> None:
    """Refuse the header of a text that is not split into columns, or is split into too many.

    Raises
    ------
    RefusedFile
        E207 one column, but another delimiter splits it; E902 too many columns; what `check_names` refuses.
    """
    best = max(DELIMITERS, key=header[0].count)
    if len(header) == 1 and best in header[0] and best != delimiter:
        message = f"1 column; header splits into {header[0].count(best) + 1} with {best!r}"
        raise refused("E207", message, file=file, line=line, value=shown(header[0]))
    if len(header) > COLUMN_LIMIT:
        raise refused("E902", f"{len(header):,} columns; limit {COLUMN_LIMIT:,}", file=file, line=line)
    check_names(header, file, line)


def check_names(header: tuple[str, ...], file: str, line: int) -> None:
    """Refuse a header with a nameless, a repeated or an overlong column.

    Raises
    ------
    RefusedFile
        E301 'amount' at positions 2 and 3, E302 no name, E307 longer than 200 characters, E309 reserved.
    """
    reserved = [name for name in header if name in REPAIRED]
    if reserved and set(reserved) != set(REPAIRED):
        message = f"column '{reserved[0]}' has a reserved name; reserved are {' and '.join(REPAIRED)}"
        raise refused("E309", message, file=file, line=line, column=reserved[0])
    for position, name in enumerate(header, 1):
        if len(name) > 200:
            raise refused(
                "E307",
                f"column name at position {position} is longer than 200 characters",
                file=file,
                line=line,
            )
        if not name:
            raise refused(
                "E302", f"column at position {position} has no name", file=file, line=line, position=position
            )
        if header.index(name) != position - 1:
            first = header.index(name) + 1
            message = f"'{shown(name)}' at positions {first} and {position}"
            raise refused("E301", message, file=file, line=line, column=name, position=position)
