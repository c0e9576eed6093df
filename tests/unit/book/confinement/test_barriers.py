"""A reading process that a file has taken over tries to get out; what it may not do is tried, not read."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from fourfold.book.intake.child import Limited
from fourfold.book.intake.limits import Limits
from fourfold.book.intake.looks import Search
from fourfold.book.intake.process import environment_in
from fourfold.errors import RefusedFile
from tests.unit.book.intake.planting import plant

ESCAPES = """
import json, os, resource, signal, socket, subprocess, sys
from pathlib import Path
parent, outside = os.getppid(), Path({outside!r})
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
folder = Path(os.environ["TMPDIR"])

def connect(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as made:
        made.connect(address)

def fork():
    if os.fork() == 0:
        os._exit(0)

def said(name, what):
    try:
        told[name] = "done" if what() is not None else "done"
    except BaseException as fault:
        told[name] = type(fault).__name__

told = {{"environment": sorted(os.environ), "input": sys.stdin.read()}}
said("write into its folder", lambda: (folder / "own").write_text("x"))
said("read its file", lambda: (outside / "orders.csv").read_text())
said("read the book", lambda: (outside / "book").read_text())
said("list the book's folder", lambda: os.listdir(outside))
said("read its parent's environment", lambda: Path(f"/proc/{{parent}}/environ").read_bytes())
said("write elsewhere", lambda: (outside / "new").write_text("x"))
said("change its file", lambda: (outside / "orders.csv").write_text("x"))
said("change the book", lambda: (outside / "book").write_text("x"))
said("remove the book", lambda: (outside / "book").unlink())
said("change rights", lambda: (outside / "book").chmod(0))
said("make a link", lambda: (folder / "link").symlink_to(outside / "book"))
said("write too much", lambda: (folder / "much").write_bytes(bytes(2_000_000)))
said("connect to an address", lambda: connect(socket.AF_INET, ("127.0.0.1", {port})))
said("connect to a socket file", lambda: connect(socket.AF_UNIX, str(outside / "socket")))
said("start a process", fork)
said("start a program", lambda: subprocess.run(["/bin/true"]))
said("signal its parent", lambda: os.kill(parent, 0))
said("raise a limit", lambda: resource.setrlimit(resource.RLIMIT_CPU, (10 ** 6, 10 ** 6)))
print(json.dumps(told), file=sys.stderr)
os._exit(0)
"""
FILES = {
    "read the book",
    "list the book's folder",
    "read its parent's environment",
    "write elsewhere",
    "change its file",
    "change the book",
    "remove the book",
    "make a link",
}
CALLS = {
    "change rights",
    "connect to an address",
    "connect to a socket file",
    "start a process",
    "start a program",
    "signal its parent",
}
NETWORK = {"connect to an address"}


@contextmanager
def listening(outside: Path) -> Iterator[int]:
    """A server on a port and on a socket file, that anyone might reach."""
    with ExitStack() as opened:
        port = opened.enter_context(socket.create_server(("127.0.0.1", 0)))
        door = opened.enter_context(socket.socket(socket.AF_UNIX))
        door.bind(str(outside / "socket"))
        door.listen()
        yield port.getsockname()[1]


CONFINE = """
import dataclasses, json, sys
from pathlib import Path
from fourfold.book.confinement import barriers
{less}
print(json.dumps(dataclasses.asdict(barriers.confine(Path({file!r}), Path({folder!r})))), flush=True)
"""
NO_FILES = "barriers.restrict_files = lambda *_: 0"
NO_CALLS = "barriers.refuse_calls = lambda: False"
NO_NAMESPACES = "barriers._NEW_USER = barriers._NEW_NETWORK = 0"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder with a received file and what else a reader must not touch, and one to write to beside it."""
    made = tmp_path / "outside"
    made.mkdir()
    (made / "orders.csv").write_text("o,d,a\nA,2026-01-02,1.50\n")
    (made / "book").write_text("figures")
    (tmp_path / "into").mkdir()
    return made


def confined(outside: Path, less: str, escapes: str = "") -> tuple[dict[str, int], dict[str, str]]:
    """Which barriers stand in a fresh process, with some left out, and what became of its escapes."""
    file, folder = outside / "orders.csv", outside.parent / "into"
    code = CONFINE.format(less=less, file=str(file), folder=str(folder)) + escapes
    said = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        env=environment_in(folder),
        stdin=subprocess.DEVNULL,
    )
    return json.loads(said.stdout), json.loads(said.stderr or b"{}")


def refused(told: dict[str, str]) -> set[str]:
    return {name for name, outcome in told.items() if outcome != "done"} - {"environment", "input"}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there are the limits alone")
def test_a_reader_that_a_file_has_taken_over_does_not_get_out(
    outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOURFOLD_SECRET_KEY", "secret")
    with listening(outside) as port:
        plant(outside.parent, monkeypatch, ESCAPES.format(outside=str(outside), port=port))
        limits = Limits(file_bytes=1_000_000)
        content = Limited(outside / "orders.csv", "orders.csv", outside.parent / "into", limits)
        with content, pytest.raises(RefusedFile, match="E906") as refusal:
            content.look(Search("order_lines", proposed="shop", currency="EUR"))
    told = json.loads(refusal.value.__notes__[0])
    assert not set(told["environment"]) & {"FOURFOLD_SECRET_KEY", "HOME", "USER", "PATH"}
    assert told["input"] == ""
    stands = confined(outside, "")[0]
    expected = {"write too much", "raise a limit"}
    expected |= FILES if stands["landlock"] else set()
    expected |= CALLS if stands["calls"] else set()
    expected |= NETWORK if stands["network"] else set()
    assert refused(told) == expected, told
    assert (outside / "book").read_text() == "figures"


@pytest.mark.skipif(sys.platform != "linux", reason="the barriers are Linux's")
@pytest.mark.parametrize(
    ("barrier", "less", "closed"),
    [
        ("landlock", (NO_CALLS, NO_NAMESPACES), FILES),
        ("calls", (NO_FILES, NO_NAMESPACES), CALLS),
        ("network", (NO_FILES, NO_CALLS), NETWORK),
    ],
    ids=["files", "system calls", "namespaces"],
)
def test_each_barrier_holds_by_itself(
    outside: Path, barrier: str, less: tuple[str, ...], closed: set[str]
) -> None:
    with listening(outside) as port:
        escapes = ESCAPES.format(outside=str(outside), port=port)
        stands, told = confined(outside, "\n".join(less), escapes)
    if not stands[barrier]:
        pytest.skip("this system does not offer it")
    expected = set(closed)
    expected |= NETWORK if stands["landlock"] >= 4 else set()
    expected |= {"signal its parent"} if stands["landlock"] >= 6 else set()
    assert expected <= refused(told), told


@pytest.mark.skipif(sys.platform != "linux", reason="the barriers are Linux's")
def test_without_barriers_a_file_can_be_read_all_the_same(outside: Path) -> None:
    stands, _ = confined(outside, "\n".join((NO_FILES, NO_CALLS, "barriers.kernel.named = lambda *_: -1")))
    assert stands == {"landlock": 0, "calls": False, "network": False, "users": False}
