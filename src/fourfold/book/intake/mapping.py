"""From a profile's mapping to the columns of one file: what is found, renamed, missing or new.

Guarantees that every mapped field has its columns in this file, or the file is refused with the
nearest name. Leaves choosing a mapping for an unseen file to `fourfold.book.intake.proposal`.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

from fourfold.book.intake.batches import EXPLAINED, REPAIRED
from fourfold.book.intake.codes import finding, refused, shown
from fourfold.book.intake.profile import Expression, Profile
from fourfold.book.schema import Table
from fourfold.errors import Finding

_DATA = re.compile(r"[-(]?[€$£]?\s?\d[\d.,' ]*\)?|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}.*")


@dataclass(frozen=True, slots=True)
class Mapped:
    """A profile's mapping in one file: field to expression over its columns, and what was noticed."""

    fields: Mapping[str, Expression]
    wanted: frozenset[str]
    findings: tuple[Finding, ...]


def simplified(name: str) -> str:
    """Return a name as letters and digits of one case, without accents, as synonyms are written."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss"))
    return "".join(c for c in plain if c.isalnum())


def looks_like_data(header: tuple[str, ...]) -> bool:
    """Whether a header's cells read like numbers and dates rather than names."""
    filled = [cell for cell in header if cell.strip()]
    data = [cell for cell in filled if _DATA.fullmatch(cell.strip())]
    return bool(data) and 3 * len(data) >= len(filled)


def map_columns(profile: Profile, table: Table, header: tuple[str, ...], file: str) -> Mapped:
    """Return the mapping of the profile onto a file's header.

    Raises
    ------
    RefusedFile
        E303 a mapped column is missing (the nearest is named), E304 a required field is not mapped,
        E305 the header looks like data, E306 the table has no such field.
    """
    for name in profile.columns:
        if name not in table:
            raise refused("E306", f"table {table.name} has no field '{name}'", file=file, column=name)
    for name in table.required:
        if name not in profile.columns:
            raise refused("E304", f"required field '{name}' is mapped to nothing", file=file, column=name)
    used = _used(profile)
    renamed = {name: _nearest(name, used, header, profile, file) for name in used if name not in header}
    fields = {
        name: replace(e, columns=tuple(renamed.get(c, c) for c in e.columns))
        for name, e in profile.columns.items()
    }
    asked = [
        finding(
            "Q312",
            f"expected '{old}'; nearest '{new}'",
            file=file,
            column=new,
            line=profile.header_line or None,
        )
        for old, new in renamed.items()
    ]
    fresh = [
        c
        for c in header
        if profile.seen
        and c not in profile.seen
        and c not in {*REPAIRED, *EXPLAINED}
        and c not in renamed.values()
    ]
    warned = [
        finding("W311", f"column '{shown(c)}' is new; it is not read", file=file, column=c) for c in fresh
    ]
    wanted = {*(renamed.get(c, c) for c in used), *(c for c in REPAIRED if c in header), *header[:4]}
    return Mapped(fields, frozenset(wanted), (*asked, *warned))


def _used(profile: Profile) -> list[str]:
    names = [c for expression in profile.columns.values() for c in expression.columns]
    names += [rule.column for rule in profile.rules]
    names += profile.check.split("*") if profile.check else []
    return list(dict.fromkeys(name.strip() for name in names))


def _nearest(name: str, used: list[str], header: tuple[str, ...], profile: Profile, file: str) -> str:
    if looks_like_data(header):
        raise refused(
            "E305",
            f"first row looks like data: {shown(', '.join(header))}",
            file=file,
            line=profile.header_line,
        )
    free = {simplified(c): c for c in header if c not in used and c not in profile.seen}
    free = free or {simplified(c): c for c in header if c not in used}
    near = difflib.get_close_matches(simplified(name), list(free), n=1, cutoff=0.6)
    if not near:
        known = ", ".join(shown(c, 30) for c in header[:12])
        raise refused(
            "E303",
            f"expected '{name}'; the file has {known}",
            file=file,
            column=name,
            line=profile.header_line,
        )
    if difflib.SequenceMatcher(None, simplified(name), near[0]).ratio() < 0.75:
        message = f"expected '{name}'; nearest '{free[near[0]]}'"
        raise refused("E303", message, file=file, column=name, line=profile.header_line)
    return free[near[0]]
