"""Workspaces whose writers die: what is done in the process that is killed, and what must hold afterwards.

Guarantees that the process dies by itself at a failpoint, as by `kill -9`, and that `broken` names
every invariant that no longer holds. Leaves choosing the moments to tests and benchmarks.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from fourfold.book import durable, reading, segments
from fourfold.book.failpoints import VARIABLE
from fourfold.book.imports import ImportRequest, import_file
from fourfold.book.intake import Profile, parse_expression, save_profile
from fourfold.book.intake.content import Content
from fourfold.book.rebuild import undo_import
from fourfold.book.settings import Settings
from fourfold.book.snapshots import totals
from fourfold.book.workspace import Workspace, create_workspace, current, open_workspace

HEADER = "order_id,line_id,account_id,product_id,ordered_on,quantity,amount,currency"


@dataclass(frozen=True)
class Deed:
    """What the process that dies was about to do: import a file, or take an import back."""

    workspace: Path
    file: Path | None = None
    undo: int = 0


def lines(start: int, stop: int, changed: Mapping[int, str] | None = None) -> str:
    """The text of a file of order lines with ids, one of them faulty if the range begins at 0."""
    told = changed or {}
    rows = [
        f"SO{i // 3},{i % 3},A{i % 5},P{i % 4},2026-01-{1 + i % 28:02d},1,{told.get(i, f'{i}.25')},EUR"
        for i in range(start, stop)
    ]
    rows += ["SX,1,A,P,2026-01-01,1,much,EUR"] if start == 0 else []
    return "\n".join([HEADER, *rows, ""])


def make_workspace(folder: Path) -> Workspace:
    """A fresh workspace with a profile that fits `lines`."""
    made = create_workspace(folder, Settings("EUR"))
    names = tuple(HEADER.split(","))
    profile = Profile("shop", seen=names, columns={name: parse_expression(name) for name in names})
    save_profile(profile, made.folder / "profiles" / "shop.toml")
    return made


def do(deed: Deed, *, in_child: bool = True) -> None:
    """Do the deed; without a reading child, which costs a second, unless it is asked for."""
    if not in_child:
        reading.open_content = Content
    workspace = open_workspace(deed.workspace)
    if deed.undo:
        undo_import(workspace, deed.undo)
    else:
        assert deed.file is not None
        import_file(workspace, ImportRequest(deed.file, confirmed=True))


def _die(deed: Deed, failpoint: str) -> None:
    os.environ[VARIABLE] = failpoint
    do(deed, in_child=False)


class Killer:
    """A process that forks for every deed: a fresh one would spend a second on imports."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.reliability.killing"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )

    def killed_at(self, deed: Deed, failpoint: str) -> int:
        """Do the deed in a process that dies at a failpoint; return its exit code (0: not passed)."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        told = {
            "workspace": str(deed.workspace),
            "file": str(deed.file or ""),
            "undo": deed.undo,
            "at": failpoint,
        }
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def close(self) -> None:
        """End the process."""
        self.process.communicate()


def _serve() -> None:
    for line in sys.stdin:
        told = json.loads(line)
        deed = Deed(Path(told["workspace"]), Path(told["file"]) if told["file"] else None, told["undo"])
        process = os.fork()
        if process == 0:
            _die(deed, told["at"])
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)  # noqa: T201  the answer


def state(workspace: Workspace) -> tuple[object, ...]:
    """What the book says, whatever its files are called: totals, open rejects, active imports."""
    snapshot = workspace.snapshot()
    numbers = tuple((r.number, r.key, r.new, r.known, r.changed) for r in snapshot.active)
    return totals(snapshot.segments), snapshot.quarantined, numbers


def broken(workspace: Workspace) -> list[str]:
    """Name the invariants I1 to I3 that do not hold; empty if all do."""
    found = []
    snapshot, warnings = current(workspace)
    manifest = workspace.folder / "snapshots" / f"{snapshot.name}.json"
    if warnings or durable.sha256_of(manifest)[:12] != snapshot.name[-12:]:
        found.append("I1: the pointer does not name a whole snapshot")
    for segment in snapshot.files:
        if durable.sha256_of(workspace.folder / segment.file) != segment.sha256:
            found.append(f"I1: {segment.file} is not what the snapshot says")
    for record in snapshot.imports:
        if not record.lines.closes or not all(m.closes for m in record.money.values()):
            found.append(f"I2: import {record.number} does not close")
    rows = [
        row
        for segment in snapshot.of("order_lines")
        for batch in segments.stream(workspace.file(segment), ["order_id", "line_id", "amount"])
        for row in batch.to_pylist()
    ]
    if len({(row["order_id"], row["line_id"]) for row in rows}) != len(rows):
        found.append("I3: a key is in the book twice")
    told = totals(snapshot.segments).get(("order_lines", "EUR"), (0, Decimal(0)))[1]
    if sum((row["amount"] for row in rows), Decimal(0)) != told:
        found.append("I3: the rows are not those of the snapshot")
    return found


def left_behind(workspace: Workspace) -> list[str]:
    """Name the files that no snapshot needs (I5), once a later import has swept."""
    kept = {"fourfold.toml", ".verified", "snapshots/CURRENT", "tmp/lock", "profiles/shop.toml"}
    for path in (workspace.folder / "snapshots").glob("snap-*.json"):
        kept.add(f"snapshots/{path.name}")
        text = path.read_text()
        kept |= {p for p in _below(workspace, "segments", "raw") if f'"{p}"' in text}
    kept |= {f"index/{Path(p).stem}.probes" for p in kept}
    return sorted(_below(workspace, ".") - kept)


def _below(workspace: Workspace, *folders: str) -> set[str]:
    return {
        path.relative_to(workspace.folder).as_posix()
        for folder in folders
        for path in (workspace.folder / folder).rglob("*")
        if path.is_file()
    }


if __name__ == "__main__":
    _serve()
