"""Time and memory of this process.

Guarantees that works are timed in turn, so that a slow moment of the machine meets all of them,
and that memory is this program's own, not that of whoever started it. Leaves what is timed to
the benchmarks.
"""

from __future__ import annotations

import os
import re
import resource
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType

ROUNDS = 3
ENOUGH = "FOURFOLD_BENCH_ENOUGH"
"""The environment variable that says after how many seconds no further round begins."""
_LOOK = 0.1

Work = Callable[[], object]


def seconds_of(work: Work) -> float:
    """Return how long a piece of work took."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def best(works: Mapping[str, Work]) -> dict[str, float]:
    """Return the shortest time of each work: one warm-up, then three rounds of all works in turn.

    No further round begins after two minutes (or what `ENOUGH` says); works that took longer than that in the
    warm-up alone are reported by it.
    """
    begun, enough = time.perf_counter(), float(os.environ.get(ENOUGH, "120"))
    shortest = {name: seconds_of(work) for name, work in works.items()}
    for number in range(ROUNDS):
        if time.perf_counter() - begun > enough:
            break
        found = {name: seconds_of(work) for name, work in works.items()}
        shortest = {name: min(found[name], shortest[name]) if number else found[name] for name in found}
    return shortest


def peak_bytes() -> int:
    """Return the most memory that this process has held since its program was started.

    Linux tells it as VmHWM; `ru_maxrss`, used elsewhere, begins with what the starting process held.
    """
    try:
        told = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    found = re.search(r"VmHWM:\s+(\d+) kB", told)
    return int(found[1]) * 1024 if found else 0


class Watch:
    """Watches ten times a second how much memory this process and its children hold together.

    `together` is the most seen at one time, in bytes; `alone` that of this process, exact; `child`
    the most seen of one child. (What the kernel tells of ended children begins with their parent's.)
    """

    def __init__(self) -> None:
        self.together = self.alone = self.child = 0
        self._done = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._looking.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._looking.join()
        self.alone = peak_bytes()
        self.together = max(self.together, self.alone, self.child)

    def _look(self) -> None:
        while not self._done.wait(_LOOK):
            children = [_held(process) for process in _children()]
            self.child = max(self.child, *children, 0)
            self.together = max(self.together, _held(os.getpid()) + sum(children))


def _children() -> list[int]:
    found: list[int] = []
    for told in Path("/proc/self/task").glob("*/children"):
        try:
            found += [int(word) for word in told.read_text(encoding="ascii").split()]
        except OSError:
            continue  # a thread that ended meanwhile
    return found


def _held(process: int) -> int:
    try:
        pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * resource.getpagesize()
