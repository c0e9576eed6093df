"""axe finds nothing on any page, in light and in dark; nothing is wider than a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from docs.screenshots import FOLLOWED, PAGES
from tests.web.browser.conftest import PATIENCE, Served
from tests.web.conftest import PASSWORD, PEOPLE

WHO = {
    "revenue_operations": "operations",
    "sales_manager": "manager_a",
    "seller": "seller_a1",
    "service_lead": "service",
    "": "",
}


@pytest.fixture(scope="module", params=["light", "dark"])
def pages(
    request: pytest.FixtureRequest, browser: Browser, served: Served
) -> Iterator[Callable[[str], Page]]:
    """A function that returns a role's page, signed in once in each scheme.

    The page's own policy would refuse the script of axe, so it is set aside here, and here alone.
    """
    made: dict[str, Page] = {}
    contexts = []

    def page(role: str) -> Page:
        if role not in made:
            context = browser.new_context(
                base_url=served.address, color_scheme=request.param, bypass_csp=True, reduced_motion="reduce"
            )
            contexts.append(context)
            made[role] = context.new_page()
            made[role].set_default_timeout(PATIENCE)
            if WHO[role]:
                made[role].goto("/sign/login/")
                made[role].fill("input[name=login]", PEOPLE[WHO[role]][0])
                made[role].fill("input[name=password]", PASSWORD)
                made[role].click("main form button[type=submit]")
                made[role].wait_for_url(lambda url: "/sign/login" not in url)
        return made[role]

    yield page
    for context in contexts:
        context.close()


OWN = {"revenue_operations": {"work": "/objectives/team north activities/work/"}}
"""Pages whose address holds an id of the company here, so that the demo has no such page."""


@pytest.mark.parametrize(
    ("role", "name", "path"),
    [
        pytest.param(role, name, path, id=name)
        for pages_of in (PAGES, OWN)
        for role, of in pages_of.items()
        for name, path in of.items()
    ],
)
def test_axe_finds_nothing_and_a_phone_is_wide_enough(
    pages: Callable[[str], Page], violations: Callable[[Page], list[str]], role: str, name: str, path: str
) -> None:
    page = pages(role)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(path)
    found = [*violations(page), *_on_a_phone(page)]
    if name in FOLLOWED:
        page.locator(FOLLOWED[name][1]).first.click()
        page.wait_for_load_state()
        found += [*violations(page), *_on_a_phone(page)]
    assert not found, "\n".join(found)


def _on_a_phone(page: Page) -> list[str]:
    page.set_viewport_size({"width": 390, "height": 800})
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.set_viewport_size({"width": 1440, "height": 900})
    return [f"{page.url} is {wide} pixels wider than a phone"] if wide > 0 else []
