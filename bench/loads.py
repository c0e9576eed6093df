"""Importing a file of 1 GB, a little more of it, and the same again.

Guarantees that every line of the file is in the book before a time is believed, and that memory
counts the process that parses with the one that waits for it. Leaves deaths to `bench.kills`.
"""

from __future__ import annotations

import shutil
from decimal import Decimal
from functools import partial
from pathlib import Path

from bench import child
from bench.books import SETTINGS, csv_file, engine
from bench.clock import Watch, best, seconds_of
from bench.plan import DATA, Plan
from bench.sections import Goal, Section, counted, megabytes, ratio
from fourfold.book.imports import ImportReport, ImportRequest, import_file
from fourfold.book.workspace import Workspace, create_workspace, open_workspace

SAMPLE = 100_000
MORE = 3
GB = 10**9
FOLDER = DATA / "imported"


def import_section(plan: Plan) -> Section:
    """Measure a dry run, an import, three imports of 1 % more, and the same file again."""
    told = child.run("bench.loads:files", size=plan.file_bytes)
    works = {name: child.run(f"bench.loads:{name}", **told) for name in ("dry_run", "whole", "more")}
    died = [(name, work["died"], "", "", "") for name, work in works.items() if "died" in work]
    rows, goals = (tuple(died), ()) if died else _compared(works)
    return Section(
        name="import",
        title="Importing a file",
        told=f"A CSV file of {told['size'] / 1e9:.3f} GB with {counted(told['lines'])} order lines of nine "
        "columns. The floor is DuckDB reading the file as text into a table in memory, on the same "
        "threads. An import copies the file, proposes a profile, parses in a child process, types, "
        "weighs against the book, and writes segments and their index; a dry run ends before writing. "
        "*Together* is the most that the importing process and its parsing child held at one time "
        "(seen ten times a second, shared pages counted twice). 1 % more are new orders of the days "
        "after; the best of three such files.",
        head=(
            "work",
            "time ÷ floor",
            "time ÷ import",
            "peak memory together",
            "importing process, its child",
        ),
        rows=rows,
        goals=goals if told["size"] > GB // 2 else (),
    )


def _compared(works: dict[str, child.Told]) -> tuple[tuple[tuple[str, ...], ...], tuple[Goal, ...]]:
    dry, whole, more = (works[name] for name in ("dry_run", "whole", "more"))
    one_percent = more["new"] / whole["took"]
    rows = (
        ("dry run", ratio(dry["took"] / dry["floor"]), ratio(dry["took"] / whole["took"]), *_memory(dry)),
        ("import", ratio(whole["took"] / whole["floor"]), "1.00", *_memory(whole)),
        ("import of 1 % more", "", ratio(one_percent), *_memory(more)),
        ("the same file again", "", ratio(more["again"] / whole["took"]), "", ""),
    )
    peak = max(dry["together"], whole["together"]) / GB
    return rows, (
        Goal("memory", "peak memory of importing 1 GB, in GB", 1.0, peak),
        Goal("more", "import of 1 % more, times the full import", 0.05, one_percent),
    )


def _memory(told: child.Told) -> tuple[str, str]:
    return megabytes(told["together"]), f"{megabytes(told['alone'])}, {megabytes(told['child'])}"


def files(size: int) -> child.Told:
    """Make a file of about so many bytes, and three of 1 % more; all told as arguments of the works."""
    sample = csv_file("sample", start=0, count=SAMPLE, total=SAMPLE)
    lines = size * SAMPLE // sample.stat().st_size
    whole = csv_file(f"orders-{lines}", start=0, count=lines, total=lines)
    some = lines // 100
    more = [
        csv_file(f"more-{lines}-{n}", start=lines + n * some, count=some, total=lines) for n in range(MORE)
    ]
    return {
        "file": str(whole), "more_files": [str(path) for path in more],
        "lines": lines, "size": whole.stat().st_size,
    }  # fmt: skip


def dry_run(file: str, lines: int, **_: object) -> child.Told:
    """Time a dry run on an empty book."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    workspace = create_workspace(FOLDER, SETTINGS)
    return _watched(workspace, ImportRequest(Path(file), dry_run=True), lines)


def whole(file: str, lines: int, **_: object) -> child.Told:
    """Time an import into an empty book."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    workspace = create_workspace(FOLDER, SETTINGS)
    return _watched(workspace, ImportRequest(Path(file), confirmed=True), lines)


def _watched(workspace: Workspace, request: ImportRequest, lines: int) -> child.Told:
    with Watch() as watch:
        took = seconds_of(partial(_import, workspace, request, lines))
    connection = engine()

    def load() -> None:
        connection.read_csv(str(request.path), all_varchar=True).create("loaded")
        connection.execute("drop table loaded")

    return {"took": took, "floor": best({"floor": load})["floor"], **_held(watch)}


def _import(workspace: Workspace, request: ImportRequest, lines: int) -> ImportReport:
    report = import_file(workspace, request)
    read, accepted = (
        sum((getattr(m, n) for m in report.money.values()), Decimal(0)) for n in ("read", "accepted")
    )
    if (report.new, read) != (lines, accepted):
        raise AssertionError(f"{report.outcome}: {report.new} of {lines} lines, {accepted} of {read}")
    return report


def _held(watch: Watch) -> dict[str, int]:
    return {"together": watch.together, "alone": watch.alone, "child": watch.child}


def more(file: str, more_files: list[str], lines: int, **_: object) -> child.Told:
    """Time imports of 1 % more into the book that `whole` left, and of the same file again."""
    workspace = open_workspace(FOLDER)
    requests = [ImportRequest(Path(path), confirmed=True) for path in more_files]
    with Watch() as watch:
        new = min(seconds_of(partial(_import, workspace, request, lines // 100)) for request in requests)
    again = ImportRequest(Path(file), confirmed=True)
    outcome = import_file(workspace, again).outcome
    if outcome != "already imported":
        raise AssertionError(f"the same file again is {outcome}")
    took = seconds_of(lambda: import_file(workspace, again))
    return {"new": new, "again": took, **_held(watch)}
