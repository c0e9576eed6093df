"""The gate: every request passes it; it decides who asks, what they may do, and what they may see.

Guarantees that a route answers only who the policy allows, that the book is only ever opened here,
through the scope of the person who asks, that whoever looks as another person cannot change
anything, and that a refused request has changed nothing. Leaves the table to `policy`, the scope
to `fourfold.book.scope`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode

from fourfold.book.book import Book, open_book
from fourfold.book.scope import NOTHING, Scope, scope_of
from fourfold.book.scoped import results_book, scoped
from fourfold.book.workspace import Workspace, open_workspace
from fourfold.objectives.objective import SELLER_LEVEL, TEAM_LEVEL, Owner
from fourfold.web.audit.log import record
from fourfold.web.members.models import Delegation, Person
from fourfold.web.policy import EVERYBODY, POLICY, permissions_of

SEEING_AS = "seeing_as"
"""The key of a session under which revenue operations look as another person."""

LENT = frozenset({"see_growth", "see_accounts", "see_lines"})
"""What a delegate may do for somebody who is away; never their administration."""


@dataclass
class Reader:
    """Who asks: the person, what they may do, and the book as they may see it; opened when first read.

    `actor` is who signed in; `person` is the same, or whom they look as. `permission` is what the route
    needs: it decides which of the person's roles count.
    """

    actor: Person
    person: Person
    permission: str
    workspace: Workspace
    today: date
    _opened: list[Book] = field(default_factory=list)

    @property
    def is_seeing_as(self) -> bool:
        """Whether somebody looks as another person."""
        return self.actor.pk != self.person.pk

    @cached_property
    def permissions(self) -> frozenset[str]:
        """What the person may do: by their own roles, and reading for whom they stand in for."""
        own, *others = (permissions_of(roles) for _, roles in self._held)
        return own.union(*(other & LENT for other in others))

    @cached_property
    def scope(self) -> Scope:
        """What the person may see on this route: the union over the roles that allow the route at all."""
        found = NOTHING
        for place, (person, roles) in enumerate(self._held):
            lent = place == 0 or self.permission in LENT
            allowing = frozenset(role for role in roles if lent and self.permission in permissions_of([role]))
            found |= _scope(_Asked(allowing, person.email, self.today, self._whole.name), self._whole)
        return found

    @cached_property
    def _held(self) -> tuple[tuple[Person, frozenset[str]], ...]:
        """The person, then whoever they stand in for, each with their roles of today."""
        rows = Delegation.objects.filter(
            delegate=self.person, starts_on__lte=self.today, ends_on__gt=self.today
        )
        people = (self.person, *(row.person for row in rows.select_related("person")))
        return tuple((person, person.roles(self.today)) for person in people)

    @cached_property
    def book(self) -> Book:
        """The book as this person may see it."""
        return scoped(self._whole, self.scope)

    @cached_property
    def results_book(self) -> Book:
        """The book that results of owners in scope are computed on; see `fourfold.book.scoped`."""
        return results_book(self.book)

    def sees(self, owner: Owner) -> bool:
        """Return whether the objectives and results of an owner are this person's to see."""
        if self.scope.is_company:
            return True
        known = {SELLER_LEVEL: self.scope.sellers, TEAM_LEVEL: self.scope.teams}
        return owner.id in known.get(owner.level, ())

    @cached_property
    def _whole(self) -> Book:
        opened = open_book(self.workspace, engine_url=settings.FOURFOLD_ENGINE_URL, is_late=True)
        self._opened.append(opened)
        return opened

    def close(self) -> None:
        """Give up what was opened."""
        while self._opened:
            self._opened.pop().close()


@dataclass(frozen=True)
class _Asked:
    roles: frozenset[str]
    email: str
    on: date
    snapshot: str


_KNOWN: dict[_Asked, Scope] = {}
"""Scopes by everything that they depend on."""

_MOST_KNOWN = 1024


def _scope(asked: _Asked, book: Book) -> Scope:
    found = _KNOWN.get(asked)
    if found is None:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        found = _KNOWN[asked] = scope_of(book, roles=asked.roles, email=asked.email, on=asked.on)
    return found


class AskedRequest(HttpRequest):
    """A request that has passed the gate."""

    reader: Reader


class Gate:
    """Middleware that lets a request through only as the policy says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, in the business time zone, and close the book that was read for it."""
        try:
            return self.get_response(request)
        finally:
            reader = getattr(request, "reader", None)
            if reader is not None:
                reader.close()
            timezone.deactivate()

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Refuse what the policy does not allow; None lets the request through."""
        named = request.resolver_match.view_name if request.resolver_match else ""
        route = POLICY.get(named)
        if route is None:
            raise Http404
        if request.method not in route.methods:
            return HttpResponseNotAllowed(sorted(route.methods))
        if route.permission == EVERYBODY:
            return None
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        reader = reader_of(request, route.permission)
        cast(AskedRequest, request).reader = reader
        timezone.activate(reader.workspace.settings.timezone)
        if route.permission not in reader.permissions:
            record("denied", by=reader.actor, about=named)
            raise PermissionDenied
        if reader.is_seeing_as and request.method == "POST" and named != "see_as_stop":
            record("denied", by=reader.actor, about=f"{named} while seeing as {reader.person.email}")
            raise PermissionDenied
        return None


def reader_of(request: HttpRequest, permission: str) -> Reader:
    """Return who asks a request of a signed-in person, for a route that needs a permission."""
    actor = cast(Person, request.user)
    workspace = open_workspace(settings.FOURFOLD_WORKSPACE)
    today = _today(workspace)
    person = actor
    other = request.session.get(SEEING_AS)
    if other is not None and "see_as" in permissions_of(actor.roles(today)):
        person = Person.objects.filter(pk=other, is_active=True).first() or actor
    return Reader(actor, person, permission, workspace, today)


def reader_for(person: Person, permission: str, workspace: Workspace) -> Reader:
    """Return a reader for what a person asked for earlier: they may do and see what they may now.

    Who calls checks the permission, and closes the reader.
    """
    return Reader(person, person, permission, workspace, _today(workspace))


def _today(workspace: Workspace) -> date:
    return datetime.now(ZoneInfo(workspace.settings.timezone)).date()


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.method not in {"GET", "HEAD"}:
        raise PermissionDenied
    return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}")
