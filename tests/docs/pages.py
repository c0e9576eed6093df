"""The manual's pages as the tests read them: fenced blocks, the books in them, the links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from fourfold.book.columns import Column, Kind
from fourfold.book.schema import TABLES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

_FENCE = re.compile(r"^```(?P<word>[\w.-]*)(?: (?P<rest>.+))?$")


@dataclass(frozen=True)
class Block:
    """One fenced block: the word and the rest of its fence, its lines, its section, where it starts."""

    word: str
    rest: str
    lines: tuple[str, ...]
    section: str
    line: int


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page in order."""
    found: list[Block] = []
    section, opened, start, inside = "", None, 0, []
    for number, text in enumerate(page.read_text("utf-8").splitlines(), 1):
        fence = _FENCE.match(text)
        if fence and opened is None:
            opened, start, inside = fence, number, []
        elif text == "```" and opened is not None:
            found.append(Block(opened["word"], opened["rest"] or "", tuple(inside), section, start))
            opened = None
        elif opened is not None:
            inside.append(text)
        elif text.startswith("## "):
            section = text[3:]
    return found


def table(block: Block) -> pa.Table:
    """The canonical table that a block of aligned words writes down; `-` is an empty cell."""
    schema = TABLES[block.word]
    header, *rows = [line.split() for line in block.lines]
    columns = {
        name: pa.array(
            [_cell(schema.column(name), row[place]) for row in rows], schema.column(name).kind.arrow
        )
        for place, name in enumerate(header)
    }
    if "currency" in schema and "currency" not in columns:
        columns["currency"] = pa.array(["EUR"] * len(rows))
    return pa.table(columns)


def _cell(column: Column, text: str) -> str | date | Decimal | None:
    if text == "-":
        return None
    if column.kind is Kind.DATE:
        return date.fromisoformat(text)
    return Decimal(text) if column.kind.decimals else text


def pages() -> list[Path]:
    """Every page of the manual and of the root."""
    return sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
