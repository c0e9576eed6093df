"""The web application under sixteen clients, against the same questions without it.

Guarantees that the pages and the bare questions are asked of the same book by the same number of
clients, in turn, on the same two cores, and that both answer from what the snapshot prepared.
Leaves the cost of a first asking to the usual screens.
"""

from __future__ import annotations

import http.client
import re
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context
from operator import itemgetter
from pathlib import Path

from django.test import Client

from bench import child
from bench.books import workspace_of
from bench.plan import Plan
from bench.sections import Goal, Section, counted, megabytes, ratio
from fourfold.book.book import Book, open_book
from fourfold.book.workspace import open_workspace
from fourfold.growth import (
    Asked,
    Comparison,
    Figure,
    Listing,
    accounts,
    breakdown,
    compare,
    overview,
    prepared_lines,
    series,
)
from fourfold.web.starting import start

CLIENTS, PROCESSES = 16, 2
READS, ROUNDS = 10, 3
"""Reads of each page by each client in a round, and rounds; page and bare question take turns."""

PERIOD = "2024"
PAGES: Mapping[str, str] = {
    "growth": f"/growth/?current={PERIOD}",
    "trend": "/trend/?grain=fiscal-year",
    "breakdown": f"/breakdown/?by=segment&current={PERIOD}",
    "accounts": f"/accounts/?current={PERIOD}",
    "lines": f"/lines/?row=lost_account&current={PERIOD}",
}
FIRST_PAGE = Listing(limit=100)
USUAL = "growth"
"""The page that people open most."""


BARE: Mapping[str, Callable[[Book, Comparison], object]] = {
    "growth": lambda book, _comparison: overview(book, asked=Asked(PERIOD), by="team", where={}),
    "trend": lambda book, _comparison: series(book, grain="fiscal-year", asked=Asked("")),
    "breakdown": lambda book, comparison: breakdown(
        book, comparison=comparison, by=("segment",), where={}, listing=FIRST_PAGE
    ),
    "accounts": lambda book, comparison: accounts(
        book, comparison=comparison, on=comparison.current.last_day, filters={}, listing=FIRST_PAGE
    ),
    "lines": lambda book, comparison: prepared_lines(
        book, comparison=comparison, figure=Figure("lost_account", {}), limit=100
    ),
}
"""What each page asks the book, without the web."""


def web_section(plan: Plan) -> Section:
    """Measure the five main pages under sixteen clients."""
    rows: list[tuple[str, ...]] = []
    goals = []
    for size in plan.web_sizes:
        child.run("bench.books:make", lines=size)
        told = child.run("bench.web:compared", size=size)
        if "died" in told:
            rows.append((counted(size), "", told["died"], "", "", "", ""))
            continue
        for name in PAGES:
            page, bare = told["pages"][name], told["bare"][name]
            spread = [f"{1000 * of[n]:.0f} ms" for of in (page, bare) for n in ("median", "p99")]
            rows.append((counted(size), name, *spread, ratio(page["median"] / bare["median"])))
        usual = told["pages"][USUAL]["median"] / (2 * told["bare"][USUAL]["median"] + 0.05)
        goals.append(
            Goal(
                "web",
                f"{USUAL} page, {counted(size)} lines, times (twice the bare question + 50 ms)",
                1.0,
                usual,
            )
        )
        memory = " and ".join(megabytes(peak) for peak in told["memory"])
        rows.append((counted(size), f"peak memory of each process: {memory}", "", "", "", "", ""))
    return Section(
        name="web",
        title="The web application under sixteen clients",
        told=f"{CLIENTS} clients read each page {READS} times in each of {ROUNDS} rounds, through "
        f"{PROCESSES} processes of 8 threads, signed in as an executive; "
        "after each round as many threads in as many processes ask the same "
        "questions of the library alone, opening the workspace each time; the round with the best median "
        "counts. Pages were opened once before, which makes most of the peak memory: they answer "
        "from what the snapshot keeps, but for lines, which are always looked up.",
        head=("lines", "page", "median", "99th percentile", "bare median", "bare 99th", "page ÷ bare"),
        rows=tuple(rows),
        goals=tuple(goals),
    )


def compared(size: int) -> child.Told:
    """Time pages and bare questions over a book of so many lines."""
    workspace = workspace_of(size)
    cookie = _person(workspace.folder)
    pages: dict[str, dict[str, float]] = {}
    bare: dict[str, dict[str, float]] = {}
    with _served(workspace.folder) as (port, server):
        for name, path in PAGES.items():
            rounds = [
                (_spread(_reads(port, path, cookie)), _spread(_asks(workspace.folder, name)))
                for _ in range(ROUNDS)
            ]
            pages[name] = min((page for page, _ in rounds), key=itemgetter("median"))
            bare[name] = min((asked for _, asked in rounds), key=itemgetter("median"))
        memory = [_peak(process) for process in _workers(server.pid)]
    return {"pages": pages, "bare": bare, "memory": memory}


def _spread(took: list[float]) -> dict[str, float]:
    return {"median": statistics.median(took), "p99": statistics.quantiles(took, n=100)[98]}


def _person(folder: Path) -> str:
    """Make an executive, signed in, and return their session."""
    for left in folder.glob("people.*"):
        left.unlink()
    start(folder)
    from fourfold.web.members.models import Person, RoleGrant  # noqa: PLC0415  models need Django set up

    person = Person.objects.create_user("bench@example.com", None, "Bench")
    RoleGrant.objects.create(person=person, role="executive", starts_on=date(2000, 1, 1))
    client = Client(SERVER_NAME="localhost")
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


@contextmanager
def _served(folder: Path) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    fourfold = shutil.which("fourfold", path=str(Path(sys.executable).parent))
    assert fourfold is not None
    words = [fourfold, "--workspace", str(folder), "serve", "--no-worker", "--bind", "127.0.0.1:18765"]
    words += ["--processes", str(PROCESSES), "--threads", str(CLIENTS // PROCESSES)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            for line in server.stdout:
                if "Fourfold is at" in line:
                    break
            yield 18765, server
        finally:
            server.terminate()


def _reads(port: int, path: str, cookie: str) -> list[float]:
    """Return how long each read of a page took, by all clients at once, the first two of each left out."""
    took: list[float] = []

    def read(times: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        for _ in range(times):
            begun = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": cookie, "Host": "localhost"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise AssertionError(f"{path}: {answer.status}")
            took.append(time.perf_counter() - begun)

    for times in (2, READS):  # first each process is warmed: one connection alone would meet one of them
        took.clear()
        clients = [threading.Thread(target=read, args=(times,)) for _ in range(CLIENTS)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
    if len(took) != CLIENTS * READS:
        raise AssertionError(f"{path}: {len(took)} answers")
    return took


def _asks(folder: Path, name: str) -> list[float]:
    """Return how long each bare question took, by as many threads in as many processes."""
    with get_context("spawn").Pool(PROCESSES) as pool:
        return [took for part in pool.starmap(_ask_in_threads, [(folder, name)] * PROCESSES) for took in part]


def _ask_in_threads(folder: Path, name: str) -> list[float]:
    took: list[float] = []

    def ask(times: int) -> None:
        for _ in range(times):
            begun = time.perf_counter()
            book = open_book(open_workspace(folder))
            BARE[name](book, compare(book, Asked(PERIOD)))
            book.close()
            took.append(time.perf_counter() - begun)

    ask(1)
    took.clear()
    clients = [threading.Thread(target=ask, args=(READS,)) for _ in range(CLIENTS // PROCESSES)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return took


def _workers(parent: int) -> list[int]:
    told = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii")
    return [int(word) for word in told.split()]


def _peak(process: int) -> int:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text("ascii"))
    return int(found[1]) * 1024 if found else 0
