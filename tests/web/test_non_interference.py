"""Nobody learns anything of what they may not see: not by totals, ranks, counts, lists or lengths.

For each person the workspace is rewritten without everything outside of what they may see. Whatever
they ask then, both workspaces answer the same, byte for byte. With FOURFOLD_TEST_LONG=1 every
combination of parameters is asked by everybody, else every pair of values once.
"""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.http import QueryDict
from django.test import Client, override_settings

from fourfold.book.scope import Role
from fourfold.book.scoped import KEPT_WHOLE, Company
from fourfold.book.workspace import Workspace, open_workspace
from fourfold.web.policy import PERMISSIONS, POLICY, SIGNED_IN
from tests.web import company, reduced
from tests.web.bodies import Canaries, first_difference, told
from tests.web.conftest import PEOPLE
from tests.web.deleting import rest_of
from tests.web.pairwise import every, pairwise
from tests.web.routes import COMPARISONS, QUESTION, READERS, ROUTES, Asks
from tests.web.things import make_things

IS_LONG = bool(os.environ.get("FOURFOLD_TEST_LONG"))
OF_RESULTS = frozenset({"see_objectives", "set_objectives"})
"""What somebody reached counts lines of accounts that are another's now: see docs/methods/scope.md."""

READ_BY_ALL = frozenset({"next", "language"})
"""Parameters that stand around every page: allauth's and Django's own."""

_HERE = Path(__file__).parent


def _readable() -> list[str]:
    """The routes that anybody who sees a part of the company may read."""
    allowed = PERMISSIONS[Role.SALES_MANAGER] | PERMISSIONS[Role.SELLER] | {SIGNED_IN}
    return [name for name, route in POLICY.items() if "GET" in route.methods and route.permission in allowed]


@dataclass(frozen=True)
class Rest:
    """A reader, what they may see, the whole workspace, and the ones of which only that is left.

    `of_results` holds beside it what the results of the reader's own people are made of.
    """

    name: str
    kept: reduced.Seen
    whole: Workspace
    left: Workspace
    of_results: Workspace

    def beside(self, route: str) -> Workspace:
        """The workspace that a route has to answer the same on."""
        return self.of_results if POLICY[route].permission in OF_RESULTS else self.left


@pytest.fixture(scope="module")
def whole(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The company with corrections of accounts and owners."""
    folder = tmp_path_factory.mktemp("whole") / "book"
    shutil.copytree(workspace.folder, folder, ignore=shutil.ignore_patterns("people.sqlite3*"))
    corrected = open_workspace(folder)
    company.correct_all(corrected)
    return corrected


@pytest.fixture(scope="module")
def rest(whole: Workspace, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Rest:
    """One reader's rest of the company."""
    email, roles = PEOPLE[request.param]
    today = datetime.now(UTC).date()
    kept = reduced.seen(company.truth(), roles=roles, email=email, on=today)
    folder = tmp_path_factory.mktemp("rest")
    wider = reduced.with_results(company.truth(), kept)
    left = rest_of(whole, kept, folder / "book")
    return Rest(request.param, kept, whole, left, rest_of(whole, wider, folder / "results", own=kept))


@contextmanager
def _watched(read: set[str]) -> Iterator[None]:
    """Note the name of every parameter that is read from an address."""
    whole = QueryDict.getlist, QueryDict.get, QueryDict.__getitem__

    def noting(method: Callable[..., Any]) -> Callable[..., Any]:
        def noted(self: QueryDict, key: str, *others: Any) -> Any:
            read.add(key)
            return method(self, key, *others)

        return noted

    names = ("getlist", "get", "__getitem__")
    with patch.multiple(QueryDict, **{n: noting(m) for n, m in zip(names, whole, strict=True)}):
        yield


def _cases(route: str, reader: str) -> Iterator[tuple[Mapping[str, str], str]]:
    """Yield what a reader asks of a route: parameters, and the question of two periods.

    In the long run that is everything. Else every pair of values is asked by one of the route's readers,
    and each of them asks their own comparisons alone.
    """
    asks = ROUTES[route]
    if IS_LONG:
        more = {n: (*values, *asks.more.get(n, ())) for n, values in asks.parameters.items()}
        everything = [piece for pieces in COMPARISONS.values() for piece in pieces]
        yield from product(every(more), everything if asks.is_compared else [""])
        return
    cases, own = pairwise(asks.parameters), COMPARISONS[reader] if asks.is_compared else ("",)
    turns = [_turn(asks, case, number) for number, case in enumerate(cases)]
    place = (asks.readers or READERS).index(reader)
    mine = [case for case, turn in zip(cases, turns, strict=True) if turn == place]
    for number, case in enumerate(mine or cases[:1]):
        yield case, own[number % len(own)]


def _turn(asks: Asks, case: Mapping[str, str], number: int) -> int:
    """Return whose turn it is: costly values go to one reader each."""
    if asks.costly:
        number = asks.query[asks.costly].index(case[asks.costly])
    return number % len(asks.readers or READERS)


def _asked() -> Iterator[Any]:
    """Yield every reader with every route that they ask; one reader's run in one process."""
    for reader, route in product(READERS, [name for name in _readable() if name in ROUTES]):
        if IS_LONG or reader in (ROUTES[route].readers or READERS):
            yield pytest.param(reader, route, marks=pytest.mark.xdist_group(reader))


@pytest.mark.parametrize(("rest", "route"), list(_asked()), indirect=["rest"])
def test_every_answer_is_the_one_of_a_workspace_without_the_rest_of_the_company(
    route: str, rest: Rest, people: Mapping[str, Any], client_of: Callable[[Any], Client]
) -> None:
    make_things(people)
    client, canaries, read = client_of(people[rest.name]), Canaries(rest.kept), set[str]()
    asks = ROUTES[route]
    for case, compared in _cases(route, rest.name):
        address = asks.address(route, case, compared)
        with _watched(read), override_settings(FOURFOLD_WORKSPACE=rest.whole.folder):
            whole = told(client.get(address))
        with override_settings(FOURFOLD_WORKSPACE=rest.beside(route).folder):
            left = told(client.get(address))
        assert int(whole["status"]) < 500, address
        assert not canaries.found_in(whole.values()), address
        assert not first_difference(whole, left), f"{rest.name} at {address}"
    assert read <= _declared(asks), f"{route} reads parameters that tests/web/routes.py does not name"


def _declared(asks: Asks) -> set[str]:
    """Return the names of the parameters of which values are asked."""
    pieces = [piece for name in asks.query if name[0] == "?" for piece in asks.query[name]]
    named = {name for name in asks.query if name[0] != "?"}
    named |= {pair.partition("=")[0] for piece in pieces for pair in piece.split("&") if pair}
    asked = {
        pair.partition("=")[0] for own in COMPARISONS.values() for piece in own for pair in piece.split("&")
    }
    return named | READ_BY_ALL | (asked | QUESTION if asks.is_compared else set())


def test_every_readable_route_says_what_is_asked_of_it() -> None:
    assert [name for name in _readable() if name not in ROUTES] == []


def test_what_everybody_knows_of_the_company_is_what_was_reviewed() -> None:
    reviewed = tomllib.loads((_HERE / "company_facts.toml").read_text("utf-8"))
    assert set(reviewed["company"]) == {field.name for field in fields(Company)}
    assert set(reviewed["tables"]) == set(KEPT_WHOLE)
    assert set(reviewed["people"]) == {"owners", "sold"}
    assert reviewed["figures"] == {}
    assert all(len(reason) > 20 for part in reviewed.values() for reason in part.values())
