"""What a workbook says about itself: its sheets, shared strings, date formats and epoch.

Guarantees that sheets are found by the package's own relations, hidden ones marked. Leaves the
safety of the package to `excel_package` and cells to `excel_sheet`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from fourfold.book.intake.codes import refused
from fourfold.book.intake.excel_package import Package, parse_part

STRINGS, CHARACTERS = 2_000_000, 200_000_000
"""The most shared strings that a workbook may hold, and the most characters in them all."""

_BUILTIN_DATES = frozenset((*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58))
_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

Elements = Sequence[tuple[str, dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet of a workbook: its name, its part and whether it is hidden."""

    name: str
    part: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook without its cells: `date_styles` are the cell styles that show a day."""

    package: Package
    sheets: tuple[Sheet, ...]
    strings_part: str = ""
    date_styles: frozenset[int] = frozenset()
    from_1904: bool = False
    macros: bool = False
    linked: bool = False


def describe(package: Package) -> Workbook:
    """Read a package's workbook part, relations and styles.

    Raises
    ------
    RefusedFile
        E923: a part that the workbook needs is missing or not well-formed.
    """
    part = _only(_targets(package, "_rels/.rels", ""), "officeDocument") or "xl/workbook.xml"
    folder, base = posixpath.split(part)
    related = _targets(package, posixpath.join(folder, "_rels", f"{base}.rels"), folder)
    elements = _elements(package, part)
    parts = related.get("worksheet", {})
    sheets = [
        Sheet(a.get("name", ""), parts[a.get("id", "")], hidden=a.get("state", "visible") != "visible")
        for tag, a in elements
        if tag == "sheet" and a.get("id", "") in parts
    ]
    if not sheets:
        raise refused("E923", "the workbook has no worksheet", file=package.name)
    epoch = next((a.get("date1904", "0") for tag, a in elements if tag == "workbookPr"), "0")
    styles = _only(related, "styles")
    return Workbook(
        package=package,
        sheets=tuple(sheets),
        strings_part=_only(related, "sharedStrings"),
        date_styles=_date_styles(_elements(package, styles)) if styles else frozenset(),
        from_1904=epoch in ("1", "true"),
        macros="vbaProject" in related,
        linked="externalLink" in related,
    )


def _targets(package: Package, part: str, folder: str) -> dict[str, dict[str, str]]:
    """Return relation targets by kind, then id."""
    targets: dict[str, dict[str, str]] = {}
    for tag, a in _elements(package, part):
        if tag == "Relationship":
            kind = a.get("Type", "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", folder, a.get("Target", ""))).lstrip("/")
            targets.setdefault(kind, {})[a.get("Id", "")] = target
    return targets


def _only(targets: dict[str, dict[str, str]], kind: str) -> str:
    return next(iter(targets.get(kind, {}).values()), "")


def _date_styles(elements: Elements) -> frozenset[int]:
    """Return the indices of cell styles whose number format shows a day, month or year."""
    codes = {a.get("numFmtId", ""): a.get("formatCode", "") for tag, a in elements if tag == "numFmt"}
    found: set[int] = set()
    inside, index = False, -1
    for tag, a in elements:
        if tag in ("cellXfs", "cellStyles"):
            inside = tag == "cellXfs"
        elif tag == "xf" and inside:
            index += 1
            number = a.get("numFmtId", "0")
            if _shows_day(codes[number]) if number in codes else int(number) in _BUILTIN_DATES:
                found.add(index)
    return frozenset(found)


def _shows_day(code: str) -> bool:
    plain = _NOT_FORMAT.sub("", code.partition(";")[0]).lower().replace("general", "")
    months = "m" in plain and not ("h" in plain or "s" in plain)
    return "d" in plain or "y" in plain or months


def shared_strings(book: Workbook) -> list[str]:
    """Return the table of shared strings, in order; phonetic readings are left out.

    Raises
    ------
    RefusedFile
        E911: more strings or characters than the limits.
    """
    reader = _Strings(book.package.name)
    if book.strings_part:
        for _ in parse_part(book.package, book.strings_part, reader.attach):
            pass
    return reader.found


def unescape(text: str) -> str:
    """Return text with Excel's `_x000D_` escapes resolved."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


@dataclass(slots=True)
class _Strings:
    """Collects the text of each shared string."""

    name: str
    found: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    characters: int = 0
    inside: bool = False
    phonetic: bool = False

    def attach(self, parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text

    def start(self, tag: str, _: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        self.phonetic = self.phonetic or local == "rPh"
        self.inside = local == "t" and not self.phonetic

    def end(self, tag: str) -> None:
        local = tag.rpartition(":")[2]
        self.inside = False
        if local == "rPh":
            self.phonetic = False
        elif local == "si":
            self.found.append(unescape("".join(self.pieces)))
            self.pieces.clear()
            self.check(len(self.found), STRINGS, "shared strings")

    def text(self, text: str) -> None:
        if self.inside:
            self.pieces.append(text)
            self.characters += len(text)
            self.check(self.characters, CHARACTERS, "characters in shared strings")

    def check(self, count: int, limit: int, what: str) -> None:
        if count > limit:
            raise refused("E911", f"more than {limit:,} {what}", file=self.name)


def _elements(package: Package, part: str) -> Elements:
    """Return the start tags of a small part: local name, attributes without prefixes."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        found.append((tag.rpartition(":")[2], plain))

    def attach(parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = start

    for _ in parse_part(package, part, attach):
        pass
    return found
