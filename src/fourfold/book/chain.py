"""Chained lines: entries of a journal as text, each line with a hash over itself and the line before.

Guarantees that a changed or missing line is found and named, and that a line which a crash cut off is
no entry. Leaves files, locks and flushing to `journal`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from fourfold.errors import WorkspaceFault
from fourfold.words import say

START = "0" * 64
"""What the first line is chained to."""

Json: TypeAlias = "str | int | bool | Sequence[Json] | Mapping[str, Json] | None"
"""What a record may hold; a number with decimals is text, so that no float touches it."""

Record: TypeAlias = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Signed:
    """Who writes, an e-mail address or `command line`, and when: UTC as ISO text."""

    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a journal: its number from 1, when and by whom, and what; `hash` is its line's."""

    number: int
    at: str
    by: str
    what: Record
    hash: str


NOTHING = Entry(0, "", "", MappingProxyType({}), START)
"""What stands before the first entry."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry that a writer was told is there: its number and its line's hash."""

    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Chain:
    """The entries of whole lines, and how many bytes these lines have."""

    entries: tuple[Entry, ...]
    whole: int

    @property
    def last(self) -> Entry:
        """The last entry, or what stands before the first."""
        return self.entries[-1] if self.entries else NOTHING


def chained_line(last: Entry, records: Sequence[Record], signed: Signed) -> bytes:
    """Return the line that follows an entry: all the records of one append.

    Raises
    ------
    TypeError
        A record holds something else than text, whole numbers, true, false and none, lists and
        mappings of these.
    """
    for record in records:
        _check(record)
    content = {"number": last.number + 1, "at": signed.at, "by": signed.by, "what": records}
    return _text({**content, "hash": _chained(last.hash, content)}).encode() + b"\n"


def entries_of(line: bytes) -> tuple[Entry, ...]:
    """Return the entries of a whole line."""
    told = json.loads(line)
    return tuple(
        Entry(told["number"] + place, told["at"], told["by"], MappingProxyType(what), told["hash"])
        for place, what in enumerate(told["what"])
    )


def parse_lines(content: bytes, head: Head, place: str) -> Chain:
    """Read lines through: each chained to the one before, none missing up to the head.

    A last line beyond the head that is not whole is left out: nobody was told that it is there.

    Raises
    ------
    WorkspaceFault
        A line was changed or is missing; the place names it.
    """
    entries: list[Entry] = []
    whole, before, seen = 0, START, not head.number
    for number, line in enumerate(content.splitlines(keepends=True), 1):
        if fault := _wrong(line, len(entries) + 1, before):
            if seen and whole + len(line) == len(content):
                break
            raise broken(fault, say("{place}, line {line}", place=place, line=number))
        entries += entries_of(line)
        whole, before = whole + len(line), entries[-1].hash
        seen = seen or Head(entries[-1].number, before) == head
    if not seen:
        raise broken(say("entries up to {number} are missing", number=head.number), place)
    return Chain(tuple(entries), whole)


def broken(cause: str, place: str) -> WorkspaceFault:
    """Return the error that a journal is not as it was written."""
    return WorkspaceFault(cause, place=place, remedy=say("somebody wrote in the file; restore a backup"))


def _wrong(line: bytes, number: int, before: str) -> str:
    """Return what is wrong with a line that should begin with an entry of this number; empty if nothing."""
    try:
        told = json.loads(line)
        if told["number"] != number:
            return say("entry {number} is missing", number=number)
        claimed = told.pop("hash")
        is_right = _chained(before, told) == claimed and bool(told["what"]) and line.endswith(b"\n")
    except (ValueError, KeyError, TypeError, AttributeError):
        is_right = False
    return "" if is_right else say("the line was changed")


def _check(value: object) -> None:
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        for inside in value.values():
            _check(inside)
    elif isinstance(value, list | tuple):
        for inside in value:
            _check(inside)
    elif not isinstance(value, str | int | None):
        message = f"a journal cannot hold {value!r}"
        raise TypeError(message)


def _text(content: object) -> str:
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=dict)


def _chained(before: str, content: object) -> str:
    return hashlib.sha256(f"{before}\n{_text(content)}".encode()).hexdigest()
