"""Small files and workspaces for the tests of the book, and an import that reads in this process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from fourfold.book import segments
from fourfold.book.imports import ImportReport, ImportRequest, import_file
from fourfold.book.intake import Profile, parse_expression, save_profile
from fourfold.book.schema import TABLES
from fourfold.book.settings import Settings
from fourfold.book.snapshots import totals
from fourfold.book.workspace import Workspace, create_workspace

LINES = "order_id,line_id,account_id,product_id,ordered_on,quantity,amount,currency"
COUNTED = "order_id,account_id,product_id,ordered_on,quantity,amount,currency"


def numbered(numbers: Iterable[int], extra: Mapping[int, str] | None = None) -> list[str]:
    """Order lines with ids, three to an order; `extra` gives other amounts."""
    told = extra or {}
    return [
        f"SO{i // 3},{i % 3},A{i % 5},P{i % 4},2026-01-{1 + i % 28:02d},1,{told.get(i, f'{i}.25')},EUR"
        for i in numbers
    ]


@dataclass
class Desk:
    """A workspace beside a folder for files, with a profile saved for each header that is used."""

    folder: Path
    workspace: Workspace
    headers: dict[tuple[str, str], str] = field(default_factory=dict)

    def file(self, name: str, header: str, rows: Iterable[str]) -> Path:
        path = self.folder / name
        path.write_text("".join(f"{line}\n" for line in [header, *rows]))
        return path

    def bring(
        self,
        path: Path,
        table: str = "order_lines",
        *,
        yes: bool = False,
        dry: bool = False,
        source: str = "shop",
    ) -> ImportReport:
        """Import a file by a profile that maps columns of the same names."""
        header = path.read_text().split("\n", 1)[0].split(",")
        self._profile(tuple(c for c in header if not c.startswith("_")), table, source)
        request = (
            ImportRequest(
                path, table, profile=self.headers[",".join(header), source], confirmed=yes, dry_run=dry
            )
            if (",".join(header), source) in self.headers
            else ImportRequest(path, table, confirmed=yes, dry_run=dry)
        )
        return import_file(self.workspace, request)

    def _profile(self, columns: tuple[str, ...], table: str, source: str) -> None:
        key = ",".join(columns), source
        if key not in self.headers:
            name = f"{source}-{table}-{len(self.headers)}"
            mapping = {c: parse_expression(c) for c in columns if c in TABLES[table]}
            if table == "order_lines" and "currency" not in columns:
                mapping["currency"] = parse_expression("=EUR")
            made = Profile(name=name, table=table, source=source, seen=columns, columns=mapping)
            save_profile(made, self.workspace.folder / "profiles" / f"{name}.toml")
            self.headers[key] = name

    def revenue(self) -> Decimal:
        """What the order lines of the current snapshot sum to, in EUR, told by its manifest."""
        return totals(self.workspace.snapshot().segments).get(("order_lines", "EUR"), (0, Decimal(0)))[1]

    def rows(self, table: str = "order_lines") -> list[dict[str, object]]:
        """The stored rows of a table."""
        return [
            row
            for segment in self.workspace.snapshot().of(table)
            for batch in segments.stream(self.workspace.file(segment))
            for row in batch.to_pylist()
        ]


def make_desk(folder: Path) -> Desk:
    """A fresh workspace in EUR."""
    return Desk(folder, create_workspace(folder / "book", Settings("EUR", "Europe/Berlin")))
