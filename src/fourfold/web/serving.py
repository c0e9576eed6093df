"""The server and its worker as one command: gunicorn in this process, jobs in a child beside it.

Guarantees that the worker is started again when it dies and ends with the server. Leaves what is
served to `urls`, and several processes behind a proxy to whoever runs gunicorn themselves.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from gunicorn.app.base import BaseApplication

from fourfold.web import gunicorn as shared

WORKER = "fourfold.web.jobs.worker"
PAUSE_SECONDS = 1.0
"""Between the death of a worker and the next one."""


@dataclass(frozen=True, slots=True)
class Serving:
    """Where to answer, with how many processes and threads, and whether with a worker for the jobs."""

    bind: str = "127.0.0.1:8000"
    processes: int = 1
    threads: int = 8
    has_worker: bool = True


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn with settings of our own, without its command line and configuration file."""

    def __init__(self, options: Mapping[str, object]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        """Take the options."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the application; called in each process."""
        from fourfold.web.wsgi import application  # noqa: PLC0415  each process makes its own

        return application


class Worker:
    """The worker of the jobs in a child process, started again when it dies."""

    def __init__(self) -> None:
        self._ended = threading.Event()
        self._running: subprocess.Popen[bytes] | None = None
        self._watch = threading.Thread(target=self._keep_running, daemon=True)

    def __enter__(self) -> Worker:
        """Start it."""
        self._watch.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        """End it; a job that runs is put back for the next worker."""
        self._ended.set()
        if self._running is not None:
            self._running.terminate()
            self._running.wait()

    def _keep_running(self) -> None:
        while not self._ended.is_set():
            self._running = subprocess.Popen([sys.executable, "-m", WORKER])
            self._running.wait()
            self._ended.wait(PAUSE_SECONDS)


def serve(serving: Serving, ready: Callable[[], None]) -> None:
    """Serve until interrupted, `ready` is called once it answers.

    `starting.start` must have made the tables ready.
    """

    def initialised(worker: object) -> None:
        shared.post_worker_init(worker)
        ready()

    options = {
        "bind": serving.bind,
        "workers": serving.processes,
        "threads": serving.threads,
        "worker_class": "gthread",
        "timeout": shared.timeout,
        "graceful_timeout": 10,
        "keepalive": 5,
        "loglevel": "warning",
        "post_worker_init": initialised,
    }
    with Worker() if serving.has_worker else nullcontext():
        Server(options).run()
