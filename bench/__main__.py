"""The command `python -m bench`: measures, keeps, writes RESULTS.md and prints it."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable

from bench.clock import ENOUGH
from bench.ledgers import ledger_section, usual_section
from bench.loads import import_section
from bench.others import others_section
from bench.plan import DATA, HERE, RESULTS, Plan
from bench.scorecards import scorecards_section
from bench.sections import Section, keep, page
from bench.web import web_section
from bench.whitespace import whitespace_section


def kills_section(plan: Plan) -> Section:
    """Kill importing processes at random moments; bench/kills.py counts what was torn, lost or doubled."""
    command = [sys.executable, str(HERE / "kills.py"), "--kills", str(plan.kills)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    told = done.stdout.strip().splitlines() or [f"no answer; exit code {done.returncode}"]
    return Section(
        name="kills",
        title="Killed at random moments",
        told="Importing processes ended by kill -9 at random moments; after each, the workspace is "
        "checked, the import repeated, and the workspace checked again.",
        head=("what", "count"),
        rows=tuple(
            (what.strip(), count.strip()) for what, _, count in (line.partition(":") for line in told)
        ),
    )


BENCHMARKS: dict[str, Callable[[Plan], Section]] = {
    "ledger": ledger_section,
    "others": others_section,
    "usual": usual_section,
    "scorecards": scorecards_section,
    "import": import_section,
    "web": web_section,
    "whitespace": whitespace_section,
    "kills": kills_section,
}


def main() -> None:
    """Measure what the command line names, and write down everything that was ever measured here."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure, as ratios within one run.")
    names = list(BENCHMARKS)
    parser.add_argument("--only", nargs="+", choices=names, help="measure only these")
    parser.add_argument("--largest", type=int, default=50_000_000, metavar="LINES", help="no book is larger")
    parser.add_argument(
        "--quick", action="store_true", help="small sizes, printed, not written to RESULTS.md"
    )
    asked = parser.parse_args()
    quick = [name for name in names if name != "others"]  # servers take their time to start
    wanted = asked.only or (quick if asked.quick else names)
    plan = Plan(quick=asked.quick, largest=asked.largest)
    DATA.mkdir(exist_ok=True)
    if asked.quick:
        os.environ[ENOUGH] = "2"
    kept = DATA / ("quick" if asked.quick else "results")
    for name in wanted:
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        keep(BENCHMARKS[name](plan), kept)
        if not asked.quick:
            RESULTS.write_text(page(kept, BENCHMARKS), "utf-8")
    print(page(kept, wanted if asked.quick else BENCHMARKS))


if __name__ == "__main__":
    main()
