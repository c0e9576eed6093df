"""Signing in with more than a password, in a real browser under our own policy."""

from __future__ import annotations

import base64
import hmac
import json
import os
import re
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import Served
from tests.web.browser.provider import Provider, provider
from tests.web.conftest import PASSWORD, PEOPLE

OWN = re.compile(r"^[^?]*/you/$")


@pytest.fixture(scope="module", autouse=True)
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    """The provider of the company whose people sign in; the application is started with it."""
    with provider() as running, pytest.MonkeyPatch.context() as patched:
        file: Path = tmp_path_factory.mktemp("oidc") / "oidc.json"
        file.write_text(json.dumps(running.settings()))
        patched.setitem(os.environ, "FOURFOLD_OIDC_FILE", str(file))
        yield running


@pytest.fixture
def local(served: Served) -> str:
    """The address by name: a browser keeps no passkey for a bare number."""
    return served.address.replace("127.0.0.1", "localhost")


def code_of(secret: str) -> str:
    """The code that an authenticator app shows now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def sign_in(page: Page, address: str, who: str) -> None:
    page.goto(f"{address}/sign/login/?next=/you/")
    page.get_by_label("Email").fill(PEOPLE[who][0])
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def confirm(page: Page) -> None:
    """Say again who one is: asked before anything about sign-in is changed."""
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url("**/sign/login/**")


def with_authenticator(page: Page) -> None:
    """Give the browser an authenticator that says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    kind = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": kind})


def test_a_passkey_is_added_signs_in_and_is_removed(page_of: Callable[..., Page], local: str) -> None:
    page = page_of("")
    with_authenticator(page)
    sign_in(page, local, "executive")
    page.goto(f"{local}/sign/2fa/webauthn/add/")
    confirm(page)
    page.get_by_label("Name").fill("My key")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/recovery-codes/**")
    assert len(page.locator("textarea").input_value().split()) == 10
    sign_out(page)
    page.goto(f"{local}/sign/login/?next=/you/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(OWN)
    page.goto(f"{local}/sign/2fa/webauthn/")
    expect(page.get_by_text("My key")).to_be_visible()
    page.get_by_role("link", name="Remove").click()
    confirm(page)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("No security keys have been added")).to_be_visible()


def test_a_code_is_asked_after_the_password_and_a_wrong_one_refused(
    page_of: Callable[..., Page], local: str
) -> None:
    page = page_of("")
    sign_in(page, local, "manager_a")
    page.goto(f"{local}/sign/2fa/totp/activate/")
    confirm(page)
    secret = page.get_by_label("Authenticator secret").input_value()
    assert page.locator("img.code").evaluate("image => image.naturalWidth") > 0
    page.get_by_label("Authenticator code").fill(code_of(secret))
    page.get_by_role("button", name="Activate").click()
    page.wait_for_url("**/recovery-codes/**")
    recovery = page.locator("textarea").input_value().split()
    sign_out(page)
    sign_in(page, local, "manager_a")
    page.wait_for_url("**/2fa/authenticate/**")
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign In").click()
    expect(page.get_by_text("Incorrect code")).to_be_visible()
    page.get_by_label("Code").fill(recovery[0])
    page.get_by_role("button", name="Sign In").click()
    page.wait_for_url(OWN)


def test_the_company_signs_in_whom_fourfold_knows(
    page_of: Callable[..., Page], local: str, company: Provider
) -> None:
    company.claims = {"sub": "17", "email": PEOPLE["seller_a1"][0], "email_verified": True}
    page = page_of("")
    page.goto(f"{local}/sign/login/?next=/you/")
    page.get_by_role("button", name="Sign in with Company").click()
    page.wait_for_url(OWN)
    expect(page.locator(".who")).to_contain_text("Seller A1")
    assert company.asked[-2]["code_challenge_method"] == "S256"
    assert company.asked[-1]["code_verifier"]
    sign_out(page)
    company.claims["email"] = PEOPLE["executive"][0]
    page.goto(f"{local}/sign/login/?next=/you/")
    page.get_by_role("button", name="Sign in with Company").click()
    page.wait_for_url(OWN)
    expect(page.locator(".who")).to_contain_text("Seller A1")


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "18", "email": "stranger@company.example", "email_verified": True},
        {"sub": "19", "email": PEOPLE["operations"][0], "email_verified": False},
    ],
    ids=["a stranger", "an address that nobody verified"],
)
def test_the_company_does_not_sign_in_anybody_else(
    page_of: Callable[..., Page], local: str, company: Provider, claims: dict[str, object]
) -> None:
    company.claims = claims
    page = page_of("")
    page.goto(f"{local}/sign/login/")
    page.get_by_role("button", name="Sign in with Company").click()
    page.wait_for_url("**/oidc/company/login/callback/**")
    expect(page.get_by_role("heading")).to_contain_text("Nobody is entered with this address")
    assert page.goto(f"{local}/you/").url.endswith("/sign/login/?next=%2Fyou%2F")  # type: ignore[union-attr]


def test_a_session_elsewhere_is_seen_and_ended(page_of: Callable[..., Page], local: str) -> None:
    here, there = page_of(""), page_of("")
    for page in (here, there):
        sign_in(page, local, "service")
        page.wait_for_url(lambda url: "/sign/login" not in url)
    here.goto(f"{local}/sign/sessions/")
    assert here.locator("tbody tr").count() == 2
    here.get_by_role("button", name="Sign Out Other Sessions").click()
    here.wait_for_load_state()
    assert "/sign/login/" in there.goto(f"{local}/you/").url  # type: ignore[union-attr]
    assert "/you/" in here.goto(f"{local}/you/").url  # type: ignore[union-attr]
