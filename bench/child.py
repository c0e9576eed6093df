"""Work in a process of its own, on two cores.

Guarantees that one work's memory, caches and death are not another's, and that all of them see the
same two cores. Leaves what is done to the function that is named.
"""

from __future__ import annotations

import importlib
import json
import os
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
        if done.returncode > 0:
            sys.stderr.write(done.stderr[-4_000:])
        if answer.exists():
            return dict(json.loads(answer.read_text("utf-8")))
    ended = f"signal {-done.returncode}" if done.returncode < 0 else f"exit code {done.returncode}"
    return {"died": f"ended by {ended}"}


def main() -> None:
    """Do the work that the command line names, with the arguments that come as JSON."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:THREADS])
    work, answer = sys.argv[1:]
    module, _, name = work.partition(":")
    try:
        told = getattr(importlib.import_module(module), name)(**json.load(sys.stdin))
    except BaseException as error:
        reason = str(error).strip().split("\n")[0][:200]
        Path(answer).write_text(json.dumps({"died": f"{type(error).__name__}: {reason}"}), "utf-8")
        raise
    Path(answer).write_text(json.dumps(told), "utf-8")


if __name__ == "__main__":
    main()
