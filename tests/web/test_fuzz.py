"""Whatever is sent to a page or a form: no fault of ours, and nothing of another team.

The parameters of pages are those of `tests.web.routes`; the fields of forms are read from the pages
themselves, so that a new form is fuzzed without being named here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fourfold.book.workspace import Workspace
from fourfold.web.policy import EVERYBODY, POLICY, permissions_of
from tests.web import company, reduced
from tests.web.bodies import Canaries, told
from tests.web.conftest import PEOPLE
from tests.web.routes import QUESTION, ROUTES
from tests.web.test_matrix import OPENED, address_of
from tests.web.things import make_things, things

PAYLOADS = (
    "' OR 1=1--", "1;DROP TABLE x", 'a" FROM (SELECT 1)--', "${{7*7}}", "{{7*7}}", "{% debug %}", "sleep(5)",
    "\0", "a" * 10_000, "-1", "0", "999999999999999999999", "1e309", "NaN", "٣", "0x10", "true", "null", "[]",
    '{"select": 1}', "../../etc/passwd", "<script>alert(1)</script>", "\r\nSet-Cookie: a=b", "\ud800",
    "é\u202e", "%00", "a,b,,c", "2025-13", "2025-02-30", "9999-12-31", "0000-00-00", "s1-1-1", "Tapir",
)  # fmt: skip
ODD_NAMES = (
    'a";--',
    "_connector",
    "__class__",
    "where.",
    "where.no-such",
    "where.team__in",
    "by[]",
    "page[]",
)
HOSTILE = st.sampled_from(PAYLOADS) | st.text(max_size=40)
FUZZ = settings(
    derandomize=True,
    max_examples=12,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
PAGES = tuple(name for name in ROUTES if ROUTES[name].query or ROUTES[name].is_compared)


@dataclass
class Form:
    """A form of a page: where it goes, and the values that its fields have when it is shown."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """Reads the forms of a page that are sent by POST."""

    def __init__(self, at: str) -> None:
        super().__init__()
        self.at, self.found, self.open = at, list[Form](), False

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = told.get("method", "").lower() == "post"
            if self.open:
                self.found.append(Form(urljoin(self.at, told.get("action", "")).partition("?")[0]))
        elif self.open and told.get("name"):
            self.found[-1].fields.setdefault(told["name"], told.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self.open = self.open and tag != "form"


@pytest.fixture
def sent(people: Mapping[str, Any], client_of: Any) -> Sent:
    """A person who sees a part of the company, and one who may do everything, with things to name."""
    make_things(people)
    return Sent({name: client_of(people[name]) for name in ("manager_a", "operations")})


@dataclass
class Sent:
    """Sends requests and looks at the answers."""

    clients: Mapping[str, Client]

    def ask(self, name: str, method: str, address: str, **more: Any) -> bytes:
        """Send one request; whatever it changed is undone."""
        with transaction.atomic():
            answer = self.clients[name].generic(method, address, **more)
            found = told(answer)
            transaction.set_rollback(True)
        assert answer.status_code < 500, f"{answer.status_code} at {method} {address[:300]} {str(more)[:500]}"
        email, roles = PEOPLE[name]
        kept = reduced.seen(company.tables(), roles=roles, email=email, on=datetime.now(UTC).date())
        assert not Canaries(kept).found_in(found.values()), address
        return found.get("body ", b"")


@pytest.mark.parametrize("route", PAGES)
@FUZZ
@given(data=st.data())
def test_no_parameter_of_a_page_breaks_it_or_shows_another_team(route: str, sent: Sent, data: Any) -> None:
    asks = ROUTES[route]
    known = sorted(
        {name for name in asks.query if name[0] != "?"} | (QUESTION if asks.is_compared else set())
    )
    names = st.sampled_from([*known, *ODD_NAMES])
    pairs = data.draw(st.lists(st.tuples(names, HOSTILE), min_size=1, max_size=3))
    path = {name: data.draw(st.sampled_from(values)) for name, values in asks.path.items()}
    query = urlencode(pairs, errors="replace")
    may = POLICY[route].permission in permissions_of(["sales_manager"])
    sent.ask("manager_a" if may else "operations", "GET", f"{reverse(route, kwargs=path)}?{query}")


@pytest.mark.parametrize("payload", ["' OR 1=1--", "s1", "a" * 10_000])
def test_a_value_of_a_dimension_is_a_value_and_nothing_more(payload: str, sent: Sent) -> None:
    sent.ask("manager_a", "GET", f"/lines/?{urlencode({'where.team': payload})}")


def _forms(sent: Sent, workspace: Workspace) -> Iterator[Form]:
    """Every form of every page that operations can open, once."""
    seen = set[tuple[str, ...]]()
    for route, named in sorted(OPENED.items()):
        is_of_figures = route in ROUTES and ROUTES[route].is_compared and route != "accounts"
        if "GET" not in POLICY[route].methods or "token" in named.parts or is_of_figures:
            continue
        thing = (
            next(iter(things(POLICY[route].names, "operations", workspace))) if POLICY[route].names else None
        )
        address = address_of(route, named.parts, thing)
        reader = Forms(address)
        reader.feed(sent.ask("operations", "GET", address).decode(errors="replace"))
        for form in reader.found:
            if (key := (form.action, *sorted(form.fields))) not in seen:
                seen.add(key)
                yield form


def test_no_form_breaks_whatever_is_sent(sent: Sent, own_workspace: Workspace) -> None:
    forms = list(_forms(sent, own_workspace))
    assert {"/settings/people/add/", "/data/upload/", "/views/save/"} <= {form.action for form in forms}

    @settings(FUZZ, max_examples=8)
    @given(data=st.data())
    def every_form(data: Any) -> None:
        for form in forms:
            fields = {**form.fields, "csrfmiddlewaretoken": ""}
            chosen = data.draw(st.lists(st.sampled_from(sorted(fields)), min_size=1, max_size=3))
            fields |= {name: data.draw(HOSTILE) for name in chosen}
            kind = data.draw(
                st.sampled_from(["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
            )
            _send(sent, form.action, fields, kind)

    every_form()


def _send(sent: Sent, action: str, fields: Mapping[str, str], kind: str) -> None:
    body = urlencode(fields, errors="replace")
    if kind.startswith("multipart"):
        part = '--x\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
        body = "".join(part.format(*pair) for pair in fields.items()) + "--x--\r\n"
    sent.ask("operations", "POST", action, data=body.encode(errors="replace"), content_type=kind)


BODIES = {
    "nothing": ("", "application/x-www-form-urlencoded"),
    "json": ('{"name": {"select": 1}, "role": ["a"], "is_staff": true}', "application/json"),
    "nested": ("[" * 1000 + "]" * 1000, "application/json"),
    "torn": (
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nab',
        "multipart/form-data; boundary=x",
    ),
    "unbounded": ("abc", "multipart/form-data"),
    "text": ("\0\0=\0&&==&", "text/plain"),
    "many": ("&".join(f"a{n}=1" for n in range(1100)), "application/x-www-form-urlencoded"),
}


@pytest.mark.parametrize("body", list(BODIES))
def test_no_body_breaks_a_route(body: str, sent: Sent, own_workspace: Workspace) -> None:
    data, kind = BODIES[body]
    for route, named in sorted(OPENED.items()):
        policy = POLICY[route]
        if "POST" in policy.methods and policy.permission != EVERYBODY:
            first = next(iter(things(policy.names, "operations", own_workspace))) if policy.names else None
            sent.ask(
                "operations", "POST", address_of(route, named.parts, first), data=data, content_type=kind
            )
