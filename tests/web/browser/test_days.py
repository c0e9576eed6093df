"""Each role's day in a real browser: sign in, read, drill down, export, repair a file, be refused."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.company import CANARY_ACCOUNTS, WORDS

PageOf = Callable[..., Page]
YEAR = "current=2025"
NOT_THERE = "There is nothing at this address."


def exported(page: Page, link: str) -> list[dict[str, str]]:
    """Follow a link to a CSV file and return its rows."""
    with page.expect_download() as coming:
        page.get_by_role("link", name=link, exact=True).first.click()
    text = Path(coming.value.path()).read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_an_executive_reads_growth_opens_a_figure_and_its_lines_sum_to_it(page_of: PageOf) -> None:
    page = page_of("executive")
    page.goto(f"/growth/?{YEAR}")
    expect(page.locator("h1")).to_contain_text("Revenue")
    page.locator("#bridge details summary").click()
    figure = page.locator("#bridge table tr", has_text="Lost account").first
    cells = figure.locator("td").all_inner_texts()
    figure.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/lines/.*row=lost_account"))
    rows = exported(page, "CSV")
    total = sum(Decimal(row["contribution"]) for row in rows)
    assert rows
    assert any(Decimal(text.replace(",", "").replace("−", "-")) == total for text in cells if text), (
        cells,
        total,
    )


def test_a_bar_of_the_bridge_opens_its_lines(page_of: PageOf) -> None:
    page = page_of("executive")
    page.goto(f"/growth/?{YEAR}")
    page.locator("#bridge .wide svg a").first.click()
    expect(page).to_have_url(re.compile("/lines/"))


def test_a_manager_reads_their_own_team_and_is_refused_the_accounts_of_another(page_of: PageOf) -> None:
    page = page_of("manager_a")
    page.goto(f"/growth/?{YEAR}&by=seller")
    expect(page.locator("h1")).to_contain_text("Revenue")
    page.goto("/accounts/")
    assert WORDS["n1"] in page.content()
    for team, word in WORDS.items():
        if team.startswith("s"):
            assert word not in page.content(), word
    answer = page.goto(f"/accounts/{CANARY_ACCOUNTS['s3']}/")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("h1")).to_have_text(NOT_THERE)
    answer = page.goto("/data/")
    assert answer is not None
    assert answer.status == 403


def test_a_seller_drills_from_a_breakdown_to_an_account_and_exports_its_lines(page_of: PageOf) -> None:
    page = page_of("seller_a1", width=390)
    page.goto(f"/breakdown/?by=family&{YEAR}")
    expect(page.locator("h1")).not_to_be_empty()
    page.goto("/accounts/")
    page.locator("main table a[href^='/accounts/']").first.click()
    expect(page).to_have_url(re.compile("/accounts/.+/"))
    account = page.url.rstrip("/").split("/accounts/")[1].split("?")[0].rstrip("/")
    page.goto(f"/accounts/{account}/lines/")
    rows = exported(page, "CSV")
    assert rows
    assert {row["account_id"] for row in rows} == {account}


def test_a_service_lead_sees_accounts_and_no_growth(page_of: PageOf) -> None:
    page = page_of("service")
    expect(page).to_have_url(re.compile("/accounts/"))
    page.locator("main table a[href^='/accounts/']").first.click()
    expect(page.locator("h1")).not_to_be_empty()
    for refused in ("/growth/", "/lines/?row=lost_account", "/data/", "/settings/"):
        answer = page.goto(refused)
        assert answer is not None
        assert answer.status == 403, refused


def test_operations_load_a_faulty_file_repair_it_and_the_figure_changes(
    page_of: PageOf, tmp_path: Path
) -> None:
    page = page_of("operations")
    page.goto("/growth/?current=2026-01&base=2025-01")
    file = tmp_path / "january.csv"
    file.write_text(
        "order_id,line_id,account_id,product_id,ordered_on,quantity,amount,currency\n"
        f"J1,1,{CANARY_ACCOUNTS['n1']},p01,2026-01-05,1,1000.00,EUR\n"
        f"J2,1,{CANARY_ACCOUNTS['n1']},p01,2026-01-32,1,500.00,EUR\n",
        "utf-8",
    )
    load(page, file)
    page.goto("/growth/?current=2026-01&base=2025-01")
    before = page.locator("h1").inner_text()
    expect(page.locator("main")).to_contain_text(re.compile("faulty row|quarantine"))
    page.goto("/data/")
    page.get_by_role("link", name=re.compile("january.csv|^#?\\d+$")).first.click()
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download the faulty rows").click()
    faulty = Path(coming.value.path()).read_text("utf-8-sig")
    assert "2026-01-32" in faulty
    repaired = tmp_path / coming.value.suggested_filename
    repaired.write_text(faulty.replace("2026-01-32", "2026-01-31"), "utf-8")
    load(page, repaired)
    page.goto("/growth/?current=2026-01&base=2025-01")
    assert page.locator("h1").inner_text() != before


def load(page: Page, file: Path) -> None:
    """Upload a file of order lines, look at how it is read, and load it."""
    page.goto("/data/upload/")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Upload").click()
    yes = page.get_by_role("button", name=re.compile("Load it|Yes, load it"))
    yes.wait_for()
    yes.click()
    page.get_by_role("link", name=re.compile(r"See import #\d+")).wait_for()


def test_operations_look_as_a_seller_without_changing_anything(page_of: PageOf) -> None:
    page = page_of("operations")
    page.goto("/settings/people/")
    page.get_by_role("link", name="Seller A1").click()
    page.get_by_role("button", name=re.compile("See as|Look as")).click()
    page.goto("/accounts/")
    assert WORDS["s3"] not in page.content()
    page.get_by_role("button", name=re.compile("Stop")).click()
    page.goto("/accounts/")
    expect(page.locator("main")).to_contain_text(re.compile(r"\w"))


@pytest.mark.parametrize("path", ["/growth/", "/accounts/", "/data/", "/settings/people/"])
def test_somebody_who_is_not_signed_in_is_led_to_the_sign_in(page_of: PageOf, path: str) -> None:
    page = page_of("")
    page.goto(path)
    expect(page).to_have_url(re.compile("/sign/login/"))
