"""Real servers for tests: a private PostgreSQL cluster, a Spark master with two workers, on loopback.

Guarantees that each is started in its own temporary folder on a free port and stopped with the
context, and that a machine which cannot start one is told why (`CannotStart`). Leaves what is
asked of them to the tests.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

WAIT_SECONDS = 90.0
LOOPBACK = "127.0.0.1"


class CannotStart(RuntimeError):
    """The server cannot be started on this machine; the text says what is missing."""


def free_port() -> int:
    """A port nobody listens on just now."""
    with closing(socket.socket()) as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


@contextmanager
def folder_of(user: str | None) -> Iterator[Path]:
    """A temporary folder that belongs to that user (None: to us), removed in the end."""
    folder = Path(tempfile.mkdtemp(prefix="fourfold-"))
    try:
        if user is not None:
            shutil.chown(folder, user)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# Starts the server and waits; asks it to stop when our end of the pipe closes, be it that we died.
GUARD = (
    'exec 3<&0; signal=$1; shift; "$@" 3<&- & server=$!; '
    "{ cat <&3 >/dev/null; kill -s $signal $server 2>/dev/null; } & exec 3<&-; wait $server"
)


@dataclass(frozen=True)
class Start:
    """How to start a server: its command, as whom, in which environment, by which signal it stops."""

    command: Sequence[str]
    user: str | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    stop: str = "TERM"


@contextmanager
def running(start: Start, *, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server process with its output in a file; asked to stop in the end, and when we die before it."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            ["/bin/sh", "-c", GUARD, "sh", start.stop, *start.command],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **start.environment},
            cwd=log.parent,
            start_new_session=True,
            user=start.user,
            group=start.user,
            extra_groups=None if start.user is None else [],
        )
    assert process.stdin is not None
    try:
        yield process
    finally:
        process.stdin.close()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(20)


def wait_for(ready: Callable[[], bool], *, what: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a server is ready; `CannotStart` with the end of its log when it died or took too long."""
    end = time.monotonic() + WAIT_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > end:
            told = log.read_text(errors="replace")[-800:]
            raise CannotStart(f"{what} did not start: {told}")
        time.sleep(0.1)


def listens(port: int) -> bool:
    """Whether somebody accepts connections there."""
    with closing(socket.socket()) as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


def postgresql_binaries() -> Path:
    """The folder with `initdb` and `postgres`: from PATH, or where Debian puts them."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for place in places:
        if (place / "initdb").exists() and (place / "postgres").exists():
            return place
    raise CannotStart("no PostgreSQL server here: initdb is neither in PATH nor in /usr/lib/postgresql/*/bin")


def unprivileged_user() -> str | None:
    """Whom PostgreSQL runs as: root may not run it, so `postgres`; everybody else as themselves."""
    if os.getuid() != 0:
        return None
    import pwd  # noqa: PLC0415  not on every system

    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise CannotStart("PostgreSQL refuses to run as root, and there is no user postgres") from None


@contextmanager
def postgresql_server() -> Iterator[str]:
    """A PostgreSQL cluster of its own; gives the URL of its database."""
    binaries, user, port = postgresql_binaries(), unprivileged_user(), free_port()
    with folder_of(user) as folder:
        log, data = folder / "log", folder / "data"
        log.touch()
        made = ("-A", "trust", "-U", "fourfold", "-E", "UTF8", "--no-locale", "--no-sync")
        with running(Start([str(binaries / "initdb"), "-D", str(data), *made], user), log=log) as initdb:
            if initdb.wait(WAIT_SECONDS) != 0:
                raise CannotStart(f"initdb failed: {log.read_text(errors='replace')[-800:]}")
        settings = (f"listen_addresses={LOOPBACK}", f"unix_socket_directories={folder}", "fsync=off")
        command = [str(binaries / "postgres"), "-D", str(data), "-p", str(port)]
        command += [word for setting in settings for word in ("-c", setting)]
        with running(Start(command, user, stop="INT"), log=log) as server:
            wait_for(
                lambda: "ready to accept connections" in log.read_text(errors="replace"),
                what="PostgreSQL", process=server, log=log,
            )  # fmt: skip
            yield f"postgresql://fourfold@{LOOPBACK}:{port}/postgres"


def spark_home() -> Path:
    """The folder of the pip package pyspark, with Java beside it."""
    found = find_spec("pyspark")
    if found is None or found.origin is None:
        raise CannotStart("the package pyspark is not installed (extra `spark`)")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        raise CannotStart("no Java here: Spark needs Java 17 in PATH or JAVA_HOME")
    return Path(found.origin).parent


@contextmanager
def spark_cluster(*, workers: int = 2) -> Iterator[str]:
    """A Spark standalone master with workers of one core each; gives the master's URL."""
    launcher, port = str(spark_home() / "bin" / "spark-class"), free_port()
    url = f"spark://{LOOPBACK}:{port}"
    deploy = "org.apache.spark.deploy"
    quiet = {"SPARK_LOCAL_IP": LOOPBACK, "PYSPARK_PYTHON": sys.executable, "SPARK_DAEMON_MEMORY": "512m"}
    at = ("--host", LOOPBACK, "--webui-port", "0")
    with folder_of(None) as folder, ExitStack() as started:
        log = folder / "master.log"
        command = [launcher, f"{deploy}.master.Master", *at, "--port", str(port)]
        master = started.enter_context(running(Start(command, environment=quiet), log=log))
        wait_for(lambda: listens(port), what="the Spark master", process=master, log=log)
        logs = [folder / f"worker{number}.log" for number in range(workers)]
        command = [launcher, f"{deploy}.worker.Worker", *at, "-c", "1", "-m", "2g", "-d", str(folder), url]
        start = Start(command, environment=quiet)
        processes = [started.enter_context(running(start, log=log)) for log in logs]
        for process, log in zip(processes, logs, strict=True):
            wait_for(
                lambda log=log: "Successfully registered with master" in log.read_text(errors="replace"),  # type: ignore[misc]
                what="a Spark worker", process=process, log=log,
            )  # fmt: skip
        yield url
