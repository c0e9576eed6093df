"""Pictures of every page of the application: `make screenshots` writes them into screenshots/.

Serves a copy of the demo company, signs in as one person of each role, and takes each page at 1440
and 390 pixels, light and dark. Needs Chromium (`chromium` or `google-chrome` on the path, or
CHROMIUM).
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip
WIDTHS = (1440, 390)
SCHEMES = ("light", "dark")
FIRST_SECONDS = 180
"""A page that is opened first computes its ledgers."""

PAGES: Mapping[str, Mapping[str, str]] = {
    "revenue_operations": {
        "growth": "/growth/",
        "growth-by-team": "/growth/?by=team",
        "trend": "/trend/",
        "breakdown": "/breakdown/?by=segment",
        "balance": "/balance/",
        "balance-tried": "/balance/?weight.new_account_gain=20&add=nrr&add_weight=20",
        "accounts": "/accounts/",
        "lines": "/lines/?row=lost_account",
        "scorecard": "/scorecard/",
        "objectives": "/objectives/",
        "objective-new": "/objectives/new/",
        "objectives-copy": "/objectives/copy/",
        "objectives-reassign": "/objectives/reassign/",
        "cascade": "/objectives/cascade/",
        "data": "/data/",
        "upload": "/data/upload/",
        "settings": "/settings/",
        "company": "/settings/company/",
        "policies": "/settings/policies/",
        "corrections": "/settings/accounts/?find=a",
        "people": "/settings/people/",
        "audit": "/settings/audit/",
        "views": "/views/",
        "you": "/you/",
        "missing": "/nothing/",
    },
    "sales_manager": {
        "manager-growth": "/growth/",
        "manager-accounts": "/accounts/",
        "manager-scorecard": "/scorecard/",
        "manager-balance": "/balance/",
        "advice": "/objectives/advice/",
        "lint": "/objectives/lint/",
        "lint-own": "/objectives/lint/?own=1",
    },
    "seller": {"seller-growth": "/growth/", "seller-scorecard": "/scorecard/"},
    "service_lead": {"service-accounts": "/accounts/"},
    "": {"sign-in": "/sign/login/"},
}
"""The pages by the role that looks at them; more are found by following the first link of a list."""

FOLLOWED = {
    "accounts": ("account", "main table a[href^='/accounts/']"),
    "scorecard": ("objective", "main table a[href^='/objectives/']"),
}


def chromium() -> str:
    """Return where Chromium is; ends the program where there is none."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    return found or sys.exit("Chromium is missing. Remedy: apt-get install chromium, or set CHROMIUM")


@contextmanager
def served(workspace: Path) -> Iterator[tuple[str, Mapping[str, tuple[str, str]]]]:
    """Serve a workspace, and give its address and each role's e-mail and password."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        bind = f"127.0.0.1:{probe.getsockname()[1]}"
    fourfold = Path(sys.executable).with_name("fourfold")
    words = [str(fourfold), "--workspace", str(workspace), "serve", "--demo-people", "--bind", bind]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            people: dict[str, tuple[str, str]] = {}
            for line in running.stdout:
                if told := re.fullmatch(r"\s+(\w+)\s+(\S+@\S+)\s+(\S+)\n", line):
                    people[told[1]] = (told[2], told[3])
                if "Fourfold is at" in line:
                    break
            yield f"http://{bind}", people
        finally:
            running.terminate()


def signed_in(page: Page, address: str, person: tuple[str, str]) -> None:
    """Sign a person in by the form."""
    page.goto(f"{address}/sign/login/")
    page.fill("input[name=login]", person[0])
    page.fill("input[name=password]", person[1])
    page.click("main button[type=submit]")
    page.wait_for_url(lambda url: "/sign/login" not in url)


def take(
    browser: Browser, address: str, people: Mapping[str, tuple[str, str]], into: Path, only: str
) -> None:
    """Take every page in every width and scheme."""
    for role, pages in PAGES.items():
        wanted = {name: path for name, path in pages.items() if only in name}
        for width in WIDTHS if wanted else ():
            for scheme in SCHEMES:
                context = browser.new_context(
                    viewport={"width": width, "height": 900},
                    color_scheme="dark" if scheme == "dark" else "light",
                )
                page = context.new_page()
                page.set_default_timeout(FIRST_SECONDS * 1000)
                if role:
                    signed_in(page, address, people[role])
                for name, path in wanted.items():
                    answer = page.goto(address + path)
                    _shoot(page, into / f"{name}-{width}-{scheme}.png", answer.status if answer else 0)
                    if name in FOLLOWED:
                        followed, link = FOLLOWED[name]
                        page.locator(link).first.click()
                        _shoot(page, into / f"{followed}-{width}-{scheme}.png", 200)
                context.close()


def _shoot(page: Page, file: Path, status: int) -> None:
    page.screenshot(path=file, full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    print(f"{file.name} {status}{f' is {wide} pixels too wide' if wide > 0 else ''}", flush=True)


def main() -> None:
    """Take the pictures."""
    asked = argparse.ArgumentParser(description="Take pictures of every page.")
    asked.add_argument("--book", type=Path, default=ROOT / "demo/book", help="the workspace to show")
    asked.add_argument("--into", type=Path, default=ROOT / "screenshots")
    asked.add_argument("--only", default="", help="pages whose name holds this")
    told = asked.parse_args()
    told.into.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(told.book, Path(folder) / "book"))
        for left in copy.glob("people.*"):
            left.unlink()
        with served(copy) as (address, people), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
            take(browser, address, people, told.into, told.only)


if __name__ == "__main__":
    main()
