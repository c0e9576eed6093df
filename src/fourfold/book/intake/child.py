"""Reading in a child process: a file that breaks the reader cannot break who imports it.

Guarantees that a file is parsed under limits on memory, processor time, wall time, file size and
open files, that the limit that was hit is named, that the child dies with the thread that waits
for it, and that on any failure nothing it wrote is left. Leaves reading to
`fourfold.book.intake.reading`.

Memory is limited twice: the address space by the kernel (`RLIMIT_AS`; an idle reader maps about
0.3 GB, mostly libraries), and the memory really held by a look at it five times a second.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import resource
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO

from fourfold.book.intake.batches import Reading, ReadJob
from fourfold.book.intake.child_wire import (
    Json,
    error_from_json,
    error_to_json,
    job_from_json,
    job_to_json,
    reading_from_json,
    reading_to_json,
)
from fourfold.book.intake.codes import refused, shown
from fourfold.book.intake.reading import read
from fourfold.errors import FourfoldError, RefusedFile, WorkspaceFault

Progress = Callable[[int, int], None]

GB = 1 << 30
_LOOK = 0.2
_TOLD_EVERY = 0.1
_DEATH_SIGNAL = 1
_INHERITED = ("PATH", "PYTHONPATH", "VIRTUAL_ENV")
_FIXED = {
    "LC_ALL": "C.UTF-8",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reading process may use: bytes of address space, bytes held, seconds, bytes a file, files."""

    address_space: int = 4 * GB
    memory: int = 3 * GB // 2
    cpu_seconds: int = 1_200
    wall_seconds: float = 600.0
    file_bytes: int = 4 * GB
    open_files: int = 128

    def for_file(self, size: int) -> Limits:
        """Return limits that a large file of this many bytes can be read in, at 2 MB a second."""
        seconds = size // 2_000_000
        return replace(
            self,
            cpu_seconds=self.cpu_seconds + 2 * seconds,
            wall_seconds=self.wall_seconds + seconds,
            file_bytes=self.file_bytes + 2 * size,
        )


def run(job: ReadJob, progress: Progress | None = None, limits: Limits | None = None) -> Reading:
    """Read a file in a child process; see `fourfold.book.intake.reading.read` for what comes back.

    Parameters
    ----------
    job
        What to read; its folder `into` must be empty and is emptied again on any failure.
    progress
        Called with bytes done and bytes in all (default: the job's own callback).
    limits
        What the child may use (default: `Limits()` for the file's size).

    Raises
    ------
    RefusedFile
        What `read` refuses; E903 to E908 the limit that was hit, or how the process ended; the
        remedy says to split the file.
    NeedsConfirmation
        What `read` asks before it can read at all, as which sheet of a workbook.
    WorkspaceFault
        There is no room on the disk.
    KeyboardInterrupt
        A person stopped it; the child is gone and `into` empty.
    """
    limits = limits or Limits().for_file(job.path.stat().st_size)
    request = json.dumps({"job": job_to_json(job), "limits": asdict(limits)}).encode()
    try:
        with tempfile.TemporaryFile() as log:
            child = _Child(_start(log), limits, job.shown_name)
            try:
                outcome = child.follow(request, progress or job.progress)
            finally:
                child.end()
            if "reading" in outcome:
                return reading_from_json(outcome["reading"], job.into)
            raise _error(outcome) or child.death(log)
    except BaseException:
        _clear(job.into)
        raise


def _start(log: IO[bytes]) -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "fourfold.book.intake.child", str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        env={**environment, **_FIXED},
        start_new_session=True,
    )


def _clear(folder: Path) -> None:
    for entry in folder.iterdir() if folder.is_dir() else ():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _error(outcome: Json) -> FourfoldError | None:
    if "no_room" in outcome:
        return WorkspaceFault(
            "there is no room left on the disk", remedy="free some space, then import again"
        )
    return error_from_json(outcome)


class _Child:
    """A running reading process, watched from outside."""

    def __init__(self, process: subprocess.Popen[bytes], limits: Limits, name: str) -> None:
        self._process, self._limits, self._name = process, limits, name
        self._over = ""

    def follow(self, request: bytes, progress: Progress | None) -> Json:
        """Hand over the job, pass progress on, return the outcome; empty if the process died without one."""
        sent, received = self._process.stdin, self._process.stdout
        if sent is None or received is None:
            raise TypeError("the child was started without pipes")
        with contextlib.suppress(BrokenPipeError):
            sent.write(request)
            sent.close()
        outcome: Json = {}
        for line in self._lines(received):
            message = json.loads(line)
            if "progress" not in message:
                outcome = message
            elif progress:
                progress(*message["progress"])
        if "limit" in outcome:
            self._over = outcome["limit"]
        return {} if self._over else outcome

    def _lines(self, received: IO[bytes]) -> Iterator[bytes]:
        until = time.monotonic() + self._limits.wall_seconds
        held = b""
        with selectors.DefaultSelector() as selector:
            selector.register(received, selectors.EVENT_READ)
            while not self._over:
                if selector.select(_LOOK):
                    chunk = os.read(received.fileno(), 1 << 16)
                    if not chunk:
                        return
                    *lines, held = (held + chunk).split(b"\n")
                    yield from lines
                self._look(until)

    def _look(self, until: float) -> None:
        if time.monotonic() > until:
            self._over = "wall"
        elif _held_bytes(self._process.pid) > self._limits.memory:
            self._over = "memory"

    def end(self) -> None:
        """Let the process end if it is done, else kill it; close its pipes."""
        try:
            self._process.wait(0 if self._over or sys.exc_info()[0] else 5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()

    def death(self, log: IO[bytes]) -> RefusedFile:
        """Return why the process ended without an outcome, by the limit it hit or the signal it got."""
        log.seek(0)
        said = log.read()[-4_000:].decode(errors="replace").strip()
        over = self._over or _limit_behind(-self._process.returncode, said)
        if over:
            limit, used = _NAMED[over]
            amount = getattr(self._limits, limit)
            return refused(_CODES[over], f"reading took {used} the limit of {amount:,.0f}", file=self._name)
        last = said.rpartition("\n")[2] or f"exit code {self._process.returncode}"
        fault = refused("E906", f"the reading process ended: {shown(last, 200)}", file=self._name)
        fault.add_note(said)
        return fault


_CODES = {"memory": "E903", "cpu": "E904", "file": "E905", "wall": "E907", "open": "E908"}
_NAMED = {
    "memory": ("memory", "more bytes of memory than"),
    "cpu": ("cpu_seconds", "more seconds of processor time than"),
    "file": ("file_bytes", "a file of more bytes than"),
    "wall": ("wall_seconds", "more seconds than"),
    "open": ("open_files", "more open files than"),
}
_SIGNALS = {signal.SIGXCPU: "cpu", signal.SIGXFSZ: "file", signal.SIGKILL: "memory"}
_OUT_OF_MEMORY = ("bad_alloc", "MemoryError", "memory allocation", "Cannot allocate memory", "out of memory")


def _limit_behind(number: int, said: str) -> str:
    if number in _SIGNALS:
        return _SIGNALS[signal.Signals(number)]
    return "memory" if any(word in said for word in _OUT_OF_MEMORY) else ""


def _held_bytes(process: int) -> int:
    """Return the bytes of memory that a process holds; 0 where the system does not tell."""
    try:
        pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * resource.getpagesize()


# the child's own part


def main() -> None:
    """Read the job from standard input, then send progress and the outcome to standard output."""
    _die_with_parent(int(sys.argv[1]))
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        os.dup2(2, 1)
        request = json.load(sys.stdin)
        _set_limits(Limits(**request["limits"]))
        teller = _Teller(out)
        teller.tell(_outcome(replace(job_from_json(request["job"]), progress=teller.progress)))


def _outcome(job: ReadJob) -> Json:
    try:
        return {"reading": reading_to_json(read(job))}
    except FourfoldError as error:
        return error_to_json(error)
    except MemoryError:
        return {"limit": "memory"}
    except OSError as fault:
        if fault.errno == errno.ENOSPC:
            return {"no_room": True}
        if fault.errno in (errno.EMFILE, errno.ENFILE):
            return {"limit": "open"}
        raise


def _die_with_parent(parent: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _set_limits(limits: Limits) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file_bytes, limits.file_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits.open_files, limits.open_files))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (limits.address_space, limits.address_space))


class _Teller:
    """Writes messages to the parent, progress at most ten times a second."""

    def __init__(self, out: IO[str]) -> None:
        self._out, self._last = out, 0.0

    def tell(self, message: Json) -> None:
        self._out.write(json.dumps(message) + "\n")
        self._out.flush()

    def progress(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._last >= _TOLD_EVERY or done >= total:
            self._last = now
            self.tell({"progress": [done, total]})


if __name__ == "__main__":
    main()
