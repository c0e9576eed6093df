"""Work in a process of its own, on two cores.

Guarantees that one work's memory, caches and death are not another's, and that all of them see the
same two cores. Leaves what is done to the function that is named.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.plan import THREADS

Told = dict[str, Any]
"""What a work tells, as JSON: numbers by name, or `died` with the reason."""


def run(work: str, **arguments: object) -> Told:
    """Run `module:function` in a child process and return what it tells; `died` says why it could not."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer"
        command = [sys.executable, "-m", "bench.child", work, str(answer)]
        done = subprocess.run(
            command, input=json.dumps(arguments), text=True, stderr=subprocess.PIPE, check=False
        )
        if answer.exists():
            return dict(json.loads(answer.read_text("utf-8")))
    return {"died": _reason(done)}


def _reason(done: subprocess.CompletedProcess[str]) -> str:
    if done.returncode < 0:
        return f"ended by {signal.Signals(-done.returncode).name}"
    sys.stderr.write(done.stderr[-4_000:])
    return (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1][:300]


def main() -> None:
    """Do the work that the command line names, with the arguments that come as JSON."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:THREADS])
    work, answer = sys.argv[1:]
    module, _, name = work.partition(":")
    told = getattr(importlib.import_module(module), name)(**json.load(sys.stdin))
    Path(answer).write_text(json.dumps(told), "utf-8")


if __name__ == "__main__":
    main()
