"""A real browser on the served application: `fourfold serve` on a copy of the company, and Chromium."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.hashers import make_password
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from docs.screenshots import FLAGS
from fourfold.book.workspace import Workspace
from tests.servers import free_port
from tests.web.conftest import PASSWORD, PEOPLE

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs a loop; nothing here is awaited
PATIENCE = 180_000
"""Milliseconds: a page that is opened first computes its ledgers, beside whatever else is tested."""

expect.set_options(timeout=PATIENCE)

HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker runs every test with a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))


@dataclass(frozen=True)
class Served:
    """Where the application answers, and the folder of its workspace."""

    address: str
    folder: Path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; a machine without it skips with the reason, unless CI asks for everything."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if name and (found := shutil.which(name))), None)
    if path is None:
        if os.environ.get("FOURFOLD_REQUIRE_ENGINES"):
            pytest.fail("Chromium is missing")
        pytest.skip("Chromium is missing: apt-get install chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def _with_passwords(_database: sqlite3.Connection) -> Path:
    """A database of everybody whose passwords the served application can check."""
    folder = Path(tempfile.mkdtemp(prefix="fourfold-people-"))
    with override_settings(PASSWORD_HASHERS=HASHERS):
        told = make_password(PASSWORD)
    copy = folder / "people.sqlite3"
    with closing(sqlite3.connect(copy)) as target:
        _database.backup(target)
        target.execute("update members_person set password = ?", (told,))
        target.commit()
    return copy


@pytest.fixture(scope="module")
def served(workspace: Workspace, _with_passwords: Path) -> Iterator[Served]:
    """The application on its own copy of the company, with a worker; each file of tests has one."""
    folder = Path(tempfile.mkdtemp(prefix="fourfold-served-")) / "book"
    shutil.copytree(workspace.folder, folder, ignore=shutil.ignore_patterns("people.sqlite3*", "static"))
    shutil.copyfile(_with_passwords, folder / "people.sqlite3")
    bind = f"127.0.0.1:{free_port()}"
    fourfold = Path(sys.executable).with_name("fourfold")
    log = folder.parent / "log"
    with (
        log.open("wb") as errors,
        subprocess.Popen(
            [str(fourfold), "--workspace", str(folder), "serve", "--bind", bind],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as running,
    ):
        assert running.stdout is not None
        for line in running.stdout:
            if "Fourfold is at" in line:
                break
        else:
            pytest.fail(log.read_text())
        yield Served(f"http://{bind}", folder)
        running.terminate()
    said = log.read_text()
    shutil.rmtree(folder.parent, ignore_errors=True)
    assert not re.search("Traceback|fault [0-9a-f]{12}", said), said


@pytest.fixture
def page_of(browser: Browser, served: Served) -> Iterator[Callable[..., Page]]:
    """A function that signs somebody in by the form and returns their page; every console error fails."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def page(who: str, *, width: int = 1440, dark: bool = False) -> Page:
        context = browser.new_context(
            base_url=served.address,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            accept_downloads=True,
            bypass_csp=False,
        )
        contexts.append(context)
        made = context.new_page()
        made.set_default_timeout(PATIENCE)
        made.on("console", lambda said: errors.append(said.text) if _is_fault(said.text, said.type) else None)
        if who:
            made.goto("/sign/login/")
            made.fill("input[name=login]", PEOPLE[who][0])
            made.fill("input[name=password]", PASSWORD)
            made.click("main form button[type=submit]")
            made.wait_for_url(lambda url: "/sign/login" not in url)
        return made

    yield page
    for context in contexts:
        context.close()
    assert not errors, errors


def _is_fault(said: str, kind: str) -> bool:
    """Whether the console tells of a broken script or policy; an answer of 4xx is told there too."""
    return kind == "error" and "the server responded with a status of" not in said


@pytest.fixture
def violations() -> Callable[[Page], list[str]]:
    """A function that returns what axe finds on a page, each with its rule and place."""

    def found(page: Page) -> list[str]:
        answer = Axe().run(page, options={"resultTypes": ["violations"]})
        return [
            f"{v['id']}: {v['help']} at {[node['target'] for node in v['nodes']][:3]}"
            for v in answer.response["violations"]
        ]

    return found
