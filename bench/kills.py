"""Kill imports at random moments by SIGKILL and count what became of them.

    python bench/kills.py [--kills 150] [--rows 20000] [--seed 1]

Each round starts a real import (with its reading child) of a fresh file into a book, kills the
importing process after a random part of the time that a whole import takes (every second time near
its end, where it commits), checks the invariants, repeats the import, and checks again. Prints how
many were killed before and after the commit, and every violation; ends with code 1 if there is one.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fourfold.book.rebuild import rebuild
from fourfold.book.workspace import Workspace, open_workspace
from tests.reliability.killing import Deed, broken, do, left_behind, lines, make_workspace, state

PROGRAM = """
import sys
from pathlib import Path
from tests.reliability.killing import Deed, do
print("begun", flush=True)
do(Deed(Path(sys.argv[1]), Path(sys.argv[2])))
print("acknowledged", flush=True)
"""


def start(book: Path, file: Path) -> subprocess.Popen[str]:
    """Start an import and return once it has begun."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(book), str(file)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    assert process.stdout is not None
    if process.stdout.readline() != "begun\n":
        raise SystemExit("the import did not start")
    return process


def children_left(book: Path) -> list[str]:
    """Name the processes that still work in this book's folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                told = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:  # it ended meanwhile
                continue
            found += [told] if str(book) in told else []
    return found


def violations(workspace: Workspace, when: str) -> list[str]:
    """Name what does not hold."""
    return [f"{when}: {fault}" for fault in broken(workspace)]


def round_of(workspace: Workspace, file: Path, after: float) -> tuple[str, list[str]]:
    """Kill one import after so many seconds; return what it was killed before, and what went wrong."""
    before = state(workspace)
    process = start(workspace.folder, file)
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    told = process.communicate()[0]
    found = violations(workspace, "after the kill")
    if state(workspace) == before:
        outcome = "before commit"
    else:
        outcome = (
            "after acknowledgement" if "acknowledged" in told else "after commit, before acknowledgement"
        )
    if "acknowledged" in told and state(workspace) == before:
        found.append("an acknowledged import is lost")
    number = workspace.snapshot().next_import
    do(Deed(workspace.folder, file), in_child=False)
    done = workspace.snapshot()
    if done.next_import != (number if outcome != "before commit" else number + 1):
        found.append("the retry was not recognised, or a number was used twice")
    time.sleep(0.3)
    found += [f"still running: {told}" for told in children_left(workspace.folder)]
    return outcome, found + violations(workspace, "after the retry")


def main() -> int:
    """Run the rounds and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=150)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    chance = random.Random(told.seed)
    counts: dict[str, int] = {}
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        workspace = make_workspace(Path(folder) / "book")
        step = told.rows // 2
        whole = 0.0
        for n in range(told.kills + 1):
            file = Path(folder) / f"{n}.csv"
            file.write_text(lines(n * step, n * step + told.rows))
            if n == 0:
                process, begun = start(workspace.folder, file), time.monotonic()
                process.communicate()
                whole = time.monotonic() - begun
                print(f"a whole import of {told.rows:,} rows takes {whole:.2f} s")
                continue
            outcome, found = round_of(
                workspace, file, whole * (chance.uniform(0.7, 1.6) if n % 2 else chance.random())
            )
            counts[outcome] = counts.get(outcome, 0) + 1
            wrong += [f"kill {n}: {fault}" for fault in found]
        rows = workspace.snapshot().rows("order_lines")
        expected = told.kills * step + told.rows
        wrong += [] if rows == expected else [f"{rows:,} rows, expected {expected:,}"]
        rebuild(open_workspace(workspace.folder))
        wrong += [f"left behind: {name}" for name in left_behind(workspace)]
    for outcome, count in sorted(counts.items()):
        print(f"killed {outcome}: {count}")
    print(f"violations: {len(wrong)}", *wrong, sep="\n  ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
