"""The command `python -m bench`: measures, keeps, writes RESULTS.md and prints it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from importlib.util import find_spec

from bench import child
from bench.ledgers import ledger_section, usual_section
from bench.loads import import_section
from bench.others import others_section
from bench.plan import DATA, RESULTS, Plan
from bench.sections import Section, keep, page


def kills_section(plan: Plan) -> Section:
    """Kill importing processes at random moments; what was torn, lost or doubled is counted."""
    told = child.run("bench.kills:measured", kills=plan.kills)
    return Section(
        name="kills",
        title="Killed at random moments",
        told="Importing processes ended by kill -9 at random moments; after each, the workspace is looked at and the "
        "import repeated.",
        head=("what", "count"),
        rows=tuple((name, str(count)) for name, count in told.items()),
    )


BENCHMARKS: dict[str, Callable[[Plan], Section]] = {
    "ledger": ledger_section,
    "others": others_section,
    "usual": usual_section,
    "import": import_section,
    "kills": kills_section,
}


def main() -> None:
    """Measure what the command line names, and write down everything that was ever measured here."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure, as ratios within one run.")
    parser.add_argument("--only", nargs="+", choices=list(BENCHMARKS), default=list(BENCHMARKS), metavar="NAME",
                        help=f"one or more of {', '.join(BENCHMARKS)}")  # fmt: skip
    parser.add_argument("--largest", type=int, default=50_000_000, metavar="LINES", help="no book is larger")
    parser.add_argument(
        "--quick", action="store_true", help="small sizes, printed, not written to RESULTS.md"
    )
    asked = parser.parse_args()
    plan = Plan(quick=asked.quick, largest=asked.largest)
    DATA.mkdir(exist_ok=True)
    kept = DATA / ("quick" if asked.quick else "results")
    for name in asked.only:
        if name == "kills" and find_spec("bench.kills") is None:
            continue
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        keep(BENCHMARKS[name](plan), kept)
        if not asked.quick:
            RESULTS.write_text(page(kept, BENCHMARKS), "utf-8")
    print(page(kept, asked.only if asked.quick else BENCHMARKS))


if __name__ == "__main__":
    main()
