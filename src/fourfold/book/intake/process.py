"""A reading process seen from outside: started, asked, watched, and named by its end.

Guarantees that it gets no input but the questions, an environment of what Python needs, and a
process group of its own that ends with it; that asking never waits longer than the limit of wall
time, whatever it does; and that an end without an answer is told by the limit that was hit. Leaves
what it gives up by itself to `fourfold.book.confinement`, what answers mean to `child_wire`.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from fourfold.book.intake.codes import refused, shown
from fourfold.book.intake.limits import Limits, held_bytes
from fourfold.book.intake.plain import Json
from fourfold.errors import RefusedFile

Progress = Callable[[int, int], None]

_LOOK = 0.2
_GRACE = 5.0
_ANSWER = 64 << 20
_LAST_WORDS = 4_000
_INHERITED = ("PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH")
_FIXED = {
    "LC_ALL": "C.UTF-8",
    "PYTHONDONTWRITEBYTECODE": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
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


class Process:
    """A running reading process for one file, its name for messages, and the folder it may write to."""

    def __init__(self, path: Path, name: str, folder: Path, limits: Limits) -> None:
        self._name, self._limits, self._over = name, limits, ""
        self._unsent = _line({"name": name, "limits": asdict(limits)})
        self._held = bytearray()
        with contextlib.ExitStack() as opened:
            self._log = opened.enter_context(tempfile.TemporaryFile())
            given, self._questions = os.pipe()
            opened.callback(os.close, self._questions)
            try:
                whose = (str(os.getpid()), str(given), str(path.absolute()), str(folder.absolute()))
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-m", "fourfold.book.confinement", *whose],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=self._log,
                    env=environment_in(folder),
                    pass_fds=(given,),
                    start_new_session=True,
                )
            finally:
                os.close(given)
            os.set_blocking(self._questions, False)
            self._opened = opened.pop_all()

    def answer(self, question: Json, progress: Progress | None = None) -> Json:
        """Put a question, pass progress on, return the answer; empty if the process died without one."""
        self._unsent += _line(question)
        for line in self._lines():
            message = self._message(line)
            if "progress" not in message:
                self._over = message.get("limit", "")
                return {} if self._over else message
            if progress:
                done, total = message["progress"]
                progress(done, total)
        return {}

    def _message(self, line: bytes) -> Json:
        try:
            message = json.loads(line)
        except (ValueError, RecursionError) as fault:
            raise self.broken("its answer is not JSON") from fault
        if not isinstance(message, dict) or str(message.get("limit", "wall")) not in _NAMED:
            raise self.broken("its answer is none")
        told = message.get("progress", [0, 0])
        if not isinstance(told, list) or [type(number) for number in told] != [int, int]:
            raise self.broken("its progress is none")
        return message

    def _lines(self) -> Iterator[bytes]:
        until = time.monotonic() + self._limits.wall_seconds
        with selectors.DefaultSelector() as selector:
            selector.register(self._answers, selectors.EVENT_READ, self._receive)
            selector.register(self._questions, selectors.EVENT_WRITE, self._send)
            while not self._over:
                for key, _ in selector.select(_LOOK):
                    lines = key.data()
                    if lines is None and key.fileobj == self._answers:
                        return
                    if lines is None:
                        selector.unregister(self._questions)
                    yield from lines or ()
                self._look(until)

    @property
    def _answers(self) -> int:
        if self._process.stdout is None:
            raise TypeError("the process was started without a pipe")
        return self._process.stdout.fileno()

    def _send(self) -> list[bytes] | None:
        """Send some of the questions; none if all was sent, or nobody reads them any more."""
        with contextlib.suppress(BrokenPipeError):
            self._unsent = self._unsent[os.write(self._questions, self._unsent[: 1 << 16]) :]
            return [] if self._unsent else None
        return None

    def _receive(self) -> list[bytes] | None:
        """Return the lines that have come; none at the end."""
        chunk = os.read(self._answers, 1 << 16)
        self._held += chunk
        if len(self._held) > _ANSWER:
            raise self.broken("its answer is too long")
        if b"\n" not in chunk:
            return [] if chunk else None
        *lines, rest = bytes(self._held).split(b"\n")
        self._held = bytearray(rest)
        return lines

    def _look(self, until: float) -> None:
        if time.monotonic() > until:
            self._over = "wall"
        elif held_bytes(self._process.pid) > self._limits.memory:
            self._over = "memory"

    def end(self) -> None:
        """Kill the process, if it is not dead, and what it may have started; close what it was asked by."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()
        self._opened.close()

    def death(self) -> RefusedFile:
        """Return why there was no answer, by the limit it hit or the signal it got."""
        if not self._over:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_GRACE)
        said = self._last_words()
        over = self._over or _limit_behind(-(self._process.returncode or 0), said)
        if over:
            limit, used = _NAMED[over]
            amount = getattr(self._limits, limit)
            return refused(_CODES[over], f"reading took {used} the limit of {amount:,.0f}", file=self._name)
        return self.broken(said.rpartition("\n")[2] or f"exit code {self._process.returncode}")

    def broken(self, why: str) -> RefusedFile:
        """Return the refusal of a file whose reading process is of no more use."""
        fault = refused("E906", f"the reading process ended: {shown(why, 200)}", file=self._name)
        fault.add_note(self._last_words())
        return fault

    def _last_words(self) -> str:
        self._log.seek(max(0, self._log.seek(0, os.SEEK_END) - _LAST_WORDS))
        return self._log.read(_LAST_WORDS).decode(errors="replace").strip()


def _line(message: Json) -> bytes:
    return json.dumps(message).encode() + b"\n"


def environment_in(folder: Path) -> dict[str, str]:
    """Return the environment of a reading process that may write to a folder: what Python needs."""
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return {**inherited, **_FIXED, "TMPDIR": str(folder.absolute())}


def _limit_behind(number: int, said: str) -> str:
    if number in _SIGNALS:
        return _SIGNALS[signal.Signals(number)]
    return "memory" if any(word in said for word in _OUT_OF_MEMORY) else ""
