"""Signing in with a password: who gets in, who does not, and what nobody can find out by trying."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.socialaccount.models import SocialAccount
from axes.models import AccessAttempt
from django.core import mail
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse

from fourfold.web.audit.models import Entry
from fourfold.web.members.models import Person
from fourfold.web.members.people import password_path
from fourfold.web.policy import POLICY
from tests.web.conftest import PASSWORD

EXECUTIVE = "executive@company.example"
SIGN_IN = "/sign/login/"


@pytest.fixture
def browser() -> Client:
    """A client that nobody is signed in to."""
    return Client(SERVER_NAME="localhost", REMOTE_ADDR="198.51.100.7")


def tried(client: Client, login: str, password: str, **more: Any) -> Any:
    return client.post(SIGN_IN, {"login": login, "password": password}, **more)


def is_in(client: Client) -> bool:
    return client.get("/you/").status_code == 200


def mails() -> list[Any]:
    """What was sent; mail is sent beside the answer."""
    while sending := [thread for thread in threading.enumerate() if thread.name == "mail"]:
        sending[0].join(timeout=10)
    return list(mail.outbox)


def test_a_person_signs_in_and_out_again(browser: Client) -> None:
    assert not is_in(browser)
    answer = tried(browser, EXECUTIVE.upper(), PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_in(browser)
    assert browser.get("/sign/logout/").status_code == 200
    assert is_in(browser), "a GET signs nobody out"
    browser.post("/sign/logout/")
    assert not is_in(browser)
    assert [e.kind for e in Entry.objects.order_by("number")] == ["signed_in", "signed_out"]


def test_a_wrong_password_an_unknown_and_an_inactive_person_get_the_same_answer(
    browser: Client, people: Mapping[str, Person]
) -> None:
    people["left"].is_active = False
    people["left"].save()
    bodies = set()
    for login in (EXECUTIVE, "nobody-at-all@company.example", people["left"].email):
        answer = tried(browser, login, "not the password")
        shown = answer.content.decode().replace(login, "LOGIN")
        shown = re.sub(r'(nonce|value)="[\w/+=-]{16,}"', r"\1", shown)
        bodies.add((answer.status_code, shown))
    assert len(bodies) == 1
    assert [e.who for e in Entry.objects.order_by("number")] == [EXECUTIVE, "unknown", people["left"].email]


def test_an_inactive_person_does_not_get_in_with_the_right_password(
    browser: Client, people: Mapping[str, Person]
) -> None:
    people["left"].is_active = False
    people["left"].save()
    assert tried(browser, people["left"].email, PASSWORD)["Location"] == "/sign/inactive/"
    assert not is_in(browser)


@pytest.mark.parametrize("login", [EXECUTIVE, "nobody-at-all@company.example"])
def test_ten_wrong_tries_lock_that_account_for_that_address_alone(browser: Client, login: str) -> None:
    answers = [tried(browser, login, "wrong") for _ in range(10)]
    assert [a.status_code for a in answers] == [200] * 9 + [429]
    locked = tried(browser, login, PASSWORD)
    assert locked.status_code == 429
    assert locked["Retry-After"] == "900"
    assert "Too many tries" in locked.content.decode()
    assert not is_in(browser)
    assert tried(browser, "operations@company.example", PASSWORD).status_code == 302
    elsewhere = Client(SERVER_NAME="localhost", REMOTE_ADDR="198.51.100.8")
    assert tried(elsewhere, EXECUTIVE, PASSWORD).status_code == 302


def test_a_lock_ends_by_itself_and_tries_during_it_do_not_prolong_it(browser: Client) -> None:
    for _ in range(14):
        last = tried(browser, EXECUTIVE, "wrong")
    assert last.status_code == 429
    assert sum(a.failures_since_start for a in AccessAttempt.objects.all()) == 10
    for attempt in AccessAttempt.objects.all():
        attempt.attempt_time -= timedelta(minutes=16)
        attempt.save()
    assert tried(browser, EXECUTIVE, PASSWORD).status_code == 302


def test_guesses_that_are_spread_over_accounts_are_stopped_too(browser: Client) -> None:
    with override_settings(ACCOUNT_RATE_LIMITS={"password_failed": "12/15m/ip,100/15m/key"}):
        codes = [tried(browser, f"person{n}@company.example", "wrong").status_code for n in range(14)]
    assert codes == [200] * 12 + [429] * 2


def test_ten_wrong_codes_lock_the_second_factor_though_the_password_is_right(
    browser: Client, people: Mapping[str, Person]
) -> None:
    TOTP.activate(people["executive"], secret := generate_totp_secret())
    asked = tried(browser, EXECUTIVE, PASSWORD)
    assert asked["Location"] == "/sign/2fa/authenticate/"
    assert not is_in(browser)
    for _ in range(10):
        browser.post(asked["Location"], {"code": "wrong!"})
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    assert "Too many" in browser.post(asked["Location"], {"code": code}).content.decode()
    assert not is_in(browser)
    assert Entry.objects.filter(kind="sign_in_failed", who=EXECUTIVE).count() >= 10


def test_no_password_stands_in_what_is_stored_of_a_failed_try(browser: Client) -> None:
    tried(browser, EXECUTIVE, "s3cret-typed-in-haste")
    tried(browser, "s3cret-typed-in-haste", "x")
    assert not any(
        "s3cret" in f"{a.post_data}{a.get_data}{a.username}" for a in AccessAttempt.objects.all()[:1]
    )
    assert not any("s3cret" in str(entry) for entry in Entry.objects.all())


@pytest.mark.parametrize(
    "place",
    ["//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example/", "/\r\nX: y",
     "javascript:1", "http://localhost/growth/", "///evil.example", "/\t/evil.example"],
)  # fmt: skip
def test_nobody_is_led_elsewhere_after_signing_in(browser: Client, place: str) -> None:
    answer = browser.post(SIGN_IN, {"login": EXECUTIVE, "password": PASSWORD, "next": place})
    assert answer["Location"] == "/"
    assert browser.get(f"{SIGN_IN}", {"next": place})["Location"] == "/"


def test_somebody_who_was_asked_to_sign_in_goes_on_where_they_were(browser: Client) -> None:
    asked = browser.get("/growth/?current=2024")
    assert asked["Location"] == "/sign/login/?next=%2Fgrowth%2F%3Fcurrent%3D2024"
    answer = browser.post(
        SIGN_IN, {"login": EXECUTIVE, "password": PASSWORD, "next": "/growth/?current=2024"}
    )
    assert answer["Location"] == "/growth/?current=2024"


def test_the_session_before_signing_in_is_not_the_one_after(browser: Client) -> None:
    session = browser.session
    session["planted"] = True
    session.save()
    before = session.session_key
    tried(browser, EXECUTIVE, PASSWORD)
    assert browser.session.session_key != before
    planted = Client(SERVER_NAME="localhost")
    planted.cookies["sessionid"] = before
    assert not is_in(planted)


def test_a_session_ends_after_eight_idle_hours_and_after_twelve_in_any_case(browser: Client) -> None:
    hour = 3600
    for change, stays in (
        ({"seen_at": 7.9}, True),
        ({"seen_at": 8.1}, False),
        ({"started_at": 11.9}, True),
        ({"started_at": 12.1}, False),
    ):
        tried(browser, EXECUTIVE, PASSWORD)
        assert is_in(browser)
        session = browser.session
        for key, hours in change.items():
            session[key] = time.time() - hours * hour
        session.save()
        assert is_in(browser) is stays, change
        browser.post("/sign/logout/")


def test_a_new_password_ends_all_other_sessions() -> None:
    here, there = (Client(SERVER_NAME="localhost") for _ in range(2))
    for client in (here, there):
        tried(client, EXECUTIVE, PASSWORD)
    new = "a longer horse battery"
    answer = here.post(
        "/sign/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert answer.status_code == 302
    assert is_in(here)
    assert not is_in(there)
    assert any("password has been changed" in m.body for m in mails())


@pytest.mark.parametrize("password", ["short", "password1234", "executive@company", "123456789012345"])
def test_a_weak_password_is_refused(browser: Client, password: str) -> None:
    tried(browser, EXECUTIVE, PASSWORD)
    answer = browser.post(
        "/sign/password/change/", {"oldpassword": PASSWORD, "password1": password, "password2": password}
    )
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert tried(Client(SERVER_NAME="localhost"), EXECUTIVE, PASSWORD).status_code == 302


def test_a_reset_tells_nobody_whether_an_address_is_known(browser: Client) -> None:
    mail.outbox.clear()
    answers = [
        browser.post("/sign/password/reset/", {"email": email})
        for email in ("nobody-at-all@company.example", EXECUTIVE)
    ]
    assert len({(a.status_code, a["Location"]) for a in answers}) == 1
    assert [m.to for m in mails()] == [[EXECUTIVE]]


def test_somebody_who_signs_in_by_their_company_alone_is_sent_no_reset(
    browser: Client, people: Mapping[str, Person]
) -> None:
    mail.outbox.clear()
    person = people["executive"]
    person.set_unusable_password()
    person.save()
    SocialAccount.objects.create(user=person, provider="company", uid="1")
    browser.post("/sign/password/reset/", {"email": person.email})
    assert mails() == []


def test_a_link_sets_a_password_once(browser: Client, people: Mapping[str, Person]) -> None:
    person = people["executive"]
    person.set_unusable_password()
    person.save()
    path = password_path(person, by="test")
    form = browser.get(path, follow=True)
    new = "a longer horse battery"
    done = browser.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert done["Location"] == "/sign/password/reset/key/done/"
    assert tried(browser, person.email, new).status_code == 302
    assert "cannot be used" in Client(SERVER_NAME="localhost").get(path, follow=True).content.decode()


@pytest.mark.parametrize(
    "path",
    ["signup/", "email/", "confirm-email/", "confirm-email/abc/", "password/set/", "3rdparty/signup/",
     "login/code/confirm/", "social/signup/"],
)  # fmt: skip
def test_what_is_not_offered_is_not_there(
    path: str, people: Mapping[str, Person], client_of: Callable[[Person], Client]
) -> None:
    for client in (Client(SERVER_NAME="localhost"), client_of(people["operations"])):
        assert client.get(f"/sign/{path}").status_code == 404
        assert client.post(f"/sign/{path}").status_code == 404


def test_every_page_of_sign_in_that_is_offered_answers() -> None:
    tried(browser := Client(SERVER_NAME="localhost"), EXECUTIVE, PASSWORD)
    seen = 0
    for name, route in POLICY.items():
        if not name.startswith(("account_", "mfa_", "usersessions_", "socialaccount_", "openid_")):
            continue
        try:
            path = reverse(name)
        except NoReverseMatch:
            continue
        for client in (browser, Client(SERVER_NAME="localhost")):
            if "GET" in route.methods and name != "account_logout":
                answer = client.get(path)
                assert answer.status_code in {200, 302, 401, 404}, (name, answer.status_code)
                assert " style=" not in answer.content.decode(), name
                seen += 1
    assert seen > 30


def test_cookies_cannot_be_read_by_scripts_nor_sent_from_elsewhere(browser: Client) -> None:
    tried(browser, EXECUTIVE, PASSWORD)
    browser.get("/you/")
    for name in ("sessionid", "csrftoken"):
        assert browser.cookies[name]["httponly"], name
        assert browser.cookies[name]["samesite"] == "Lax", name


def test_a_form_from_elsewhere_is_refused_and_signs_nobody_in() -> None:
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    answer = tried(client, EXECUTIVE, PASSWORD)
    assert answer.status_code == 403
    assert "not sent from a page of Fourfold" in answer.content.decode()
    assert not is_in(client)
