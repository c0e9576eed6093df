"""What a reading process may use, and how that is held to: by the kernel, and by a look from outside.

Guarantees that a process which has taken its limits cannot raise them. Leaves naming the limit
that was hit to `fourfold.book.intake.child`.

Memory is limited twice: the address space by the kernel (`RLIMIT_AS`; an idle reader maps about
0.3 GB, mostly libraries), and the memory really held by a look at it five times a second.
"""

from __future__ import annotations

import resource
import signal
import sys
from dataclasses import dataclass, replace
from pathlib import Path

GB = 1 << 30


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reading process may use: bytes of address space, bytes held, seconds, bytes a file, files.

    `wall_seconds` is for each question asked of it, `threads` for all its threads and processes
    together (the kernel counts them only in a user namespace of its own, and never for root).
    """

    address_space: int = 4 * GB
    memory: int = 3 * GB // 2
    cpu_seconds: int = 1_200
    wall_seconds: float = 600.0
    file_bytes: int = 4 * GB
    open_files: int = 128
    threads: int = 64

    def for_file(self, size: int) -> Limits:
        """Return limits that a large file of this many bytes can be read in, at 2 MB a second."""
        seconds = size // 2_000_000
        return replace(
            self,
            cpu_seconds=self.cpu_seconds + 2 * seconds,
            wall_seconds=self.wall_seconds + seconds,
            file_bytes=self.file_bytes + 2 * size,
        )


def take_limits(limits: Limits, *, alone: bool) -> None:
    """Put this process under limits; `alone` says that it has a user namespace of its own."""
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file_bytes, limits.file_bytes))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (limits.address_space, limits.address_space))
    if alone:  # elsewhere the count is of all processes of the user: another's could stop the reading
        resource.setrlimit(resource.RLIMIT_NPROC, (limits.threads, limits.threads))
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits.open_files, limits.open_files))


def held_bytes(process: int) -> int:
    """Return the bytes of memory that a process holds; 0 where the system does not tell."""
    try:
        pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * resource.getpagesize()
