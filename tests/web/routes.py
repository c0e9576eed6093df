"""What is asked of each route in tests: the values of its path and of its query.

A readable route without an entry here fails the build, and so does a parameter that a page reads
and that is not named here. Values are those that mean something, those of other teams, and those of
nothing. `""` leaves a parameter out; a name that begins with `?` holds whole pieces of a query.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse

Values = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Asks:
    """The values of each part of a route's path, and of each parameter of its query.

    `costly` names the parameter whose values are expensive: readers share them out among each other.
    `readers` are those who ask, if not everybody does: a ledger costs seconds in each scope.
    `more` are values that are asked in the long run only. `is_compared` stands for the questions of
    `COMPARISONS`, of which each reader asks their own.
    """

    path: Values = field(default_factory=dict)
    query: Values = field(default_factory=dict)
    more: Values = field(default_factory=dict)
    costly: str = ""
    is_compared: bool = False
    readers: tuple[str, ...] = ()

    @property
    def parameters(self) -> dict[str, Sequence[str]]:
        """All of them, those of the path as `<name>`."""
        return {**{f"<{name}>": values for name, values in self.path.items()}, **self.query}

    def address(self, route: str, case: Mapping[str, str], compared: str = "") -> str:
        """The address of a route for one value of each parameter."""
        path = {name: case[f"<{name}>"] for name in self.path}
        pieces = [compared, *(case[name] for name in self.query if name.startswith("?"))]
        pieces += [urlencode({name: case[name]}) for name in self.query if name[0] != "?" and case[name]]
        asked = "&".join(piece for piece in pieces if piece)
        return reverse(route, kwargs=path) + (f"?{asked}" if asked else "")


COMPARISONS: Mapping[str, tuple[str, ...]] = {
    "manager_a": ("",),
    "seller_a1": ("current=2024&where.account=s1-1-1",),
    "region_manager": ("current=2025-Q3&base=previous&product_level=family&where.segment=small",),
    "manager_b": ("current=2025&policy=12-month-window&account_level=parent&where.team=s1",),
    "unlinked": ("current=2025-11&rates=constant",),
}
"""The questions that each reader asks: every one costs a ledger or more, so they are few."""

READERS = tuple(COMPARISONS)
"""People who see a part of the company, or nothing of it."""

QUESTION = frozenset({"current", "base", "account_level", "product_level", "policy", "rates", "by"})
"""Parameters of every question."""

FORMS = ("csv", "xlsx")
ACCOUNTS = ("n1-1-1", "s1-1-1", "shared", "handed", "mergedold", "mergednew", "overlaid", "group", "no-such")
"""Accounts that some see and others do not, and one that does not exist."""

SEARCH = ("", "Works", "Tapir", "n1-1", "%")
VIEWS = tuple(str(UUID(int=number)) for number in (1002, 2002, 2003, 9))
"""Views of `tests.web.things`: one of manager_a, one that they share, one of manager_b, none."""

OBJECTIVES = ("team n1 revenue", "team s1 revenue", "company  revenue", "seller n1-1 new_accounts", "no-such")
"""Objectives that some see and others do not, and one that does not exist."""

WORK = ("team north activities", "seller s1-1 won_amount", "team n1 revenue", "no-such")
"""Objectives whose figures open to activities and opportunities, one that opens to lines, and none."""

_ACCOUNT_LIST: Values = {
    "sort": ("", "-revenue", "name", "-owner", "last_order"),
    "search": SEARCH,
    "page": ("", "2"),
    "segment": ("", "small"),
    "region": ("", "harbour"),
    "industry": ("", "mining"),
    "owner": ("", "n1-1", "s1-1", "unassigned"),
    "team": ("", "n1", "s1"),
    "status": ("", "lost", "new"),
}
_GROUPS: Values = {
    "by": ("team,seller", "account", "segment,family", "region", "parent,product"),
    "sort": ("", "-current_revenue", "group"),
    "search": ("", "n", "Tapir"),
    "page": ("", "2"),
}
_LINES: Values = {
    "row": ("", "current_revenue", "additional_product_existing_account", "repeat"),
    "net": ("", "1"),
    "open": ("", "pairs"),
    "page": ("", "2"),
    "sort": ("",),
    "search": ("",),
}
_MORE_LINES: Values = {"row": ("lost_account", "price_gain", "gain"), "open": ("lines",)}
_SCORECARD: Values = {"owner": ("", "team:n1", "seller:s1-1"), "as_of": ("", "2025-06-30")}
_OBJECTIVES: Values = {
    "sort": ("", "-weight", "name", "-owner", "period", "state", "measure"),
    "search": ("", "Tapir", "n1"),
    "page": ("", "2"),
    "owner": ("", "team:n1", "seller:s1-1", "company"),
    "state": ("", "active"),
    "measure": ("", "nrr"),
    "period": ("", "all", "FY2025"),
}
_LIST_NAMES: Values = {"sort": ("",), "search": ("",), "page": ("",)}

_BALANCE: Values = {"owner": ("", "team:n1", "seller:s1-1"), "current": ("2025",)}

ROUTES: Mapping[str, Asks] = {
    "home": Asks(),
    "growth": Asks(
        query={"?by": ("", "by=segment"), "?beside": ("", "beside=n1&beside=n2", "beside=n1&beside=s1")},
        is_compared=True,
        readers=("manager_a", "seller_a1"),
    ),
    "growth_table": Asks(
        path={
            "table": (
                "growth",
                "bridge",
                "sources",
                "ledger",
                "figures",
                "rates",
                "before",
                "accounts",
                "products",
                "groups",
                "no-such",
            ),
            "form": (*FORMS, "pdf"),
        },
        is_compared=True,
        readers=("manager_a", "seller_a1"),
    ),
    "growth_pdf": Asks(is_compared=True, readers=("manager_a", "unlinked")),
    "growth_html": Asks(is_compared=True, readers=("manager_a", "unlinked")),
    "trend": Asks(
        query={"grain": ("fiscal-year", "no-such")},
        more={"grain": ("fiscal-quarter", "month")},
        is_compared=True,
        readers=("region_manager",),
    ),
    "trend_table": Asks(
        path={"table": ("series", "periods", "no-such"), "form": FORMS},
        query={"grain": ("fiscal-year",)},
        more={"grain": ("fiscal-quarter", "month")},
        is_compared=True,
        readers=("region_manager",),
    ),
    "breakdown": Asks(query=_GROUPS, costly="by", is_compared=True, readers=("manager_b", "manager_a")),
    "breakdown_table": Asks(
        path={"form": FORMS}, query=_GROUPS, costly="by", is_compared=True, readers=("manager_b", "manager_a")
    ),
    "accounts": Asks(query=_ACCOUNT_LIST, is_compared=True, readers=("manager_a", "manager_b", "seller_a1")),
    "accounts_table": Asks(
        path={"form": FORMS},
        query=_ACCOUNT_LIST,
        is_compared=True,
        readers=("manager_a", "manager_b", "seller_a1"),
    ),
    "account": Asks(path={"account_id": ACCOUNTS}, is_compared=True),
    "account_table": Asks(
        path={"account_id": ACCOUNTS, "table": ("revenue", "products", "owners"), "form": FORMS},
        is_compared=True,
    ),
    "account_lines": Asks(
        path={"account_id": ACCOUNTS}, query={**_LIST_NAMES, "page": ("", "2")}, is_compared=True
    ),
    "account_lines_table": Asks(
        path={"account_id": ACCOUNTS, "form": FORMS}, query=_LIST_NAMES, is_compared=True
    ),
    "lines": Asks(
        query=_LINES,
        more=_MORE_LINES,
        costly="row",
        is_compared=True,
        readers=("seller_a1", "region_manager"),
    ),
    "lines_table": Asks(
        path={"form": FORMS},
        query={**_LINES, "row": ("", "repeat"), "page": ("",)},
        more=_MORE_LINES,
        costly="row",
        is_compared=True,
        readers=("seller_a1", "region_manager"),
    ),
    "objectives": Asks(query=_OBJECTIVES, is_compared=True, readers=("manager_a", "seller_a1")),
    "objectives_table": Asks(
        path={"form": FORMS}, query=_OBJECTIVES, is_compared=True, readers=("manager_a", "region_manager")
    ),
    "balance": Asks(
        query={**_BALANCE, "weight.new_accounts": ("", "5"), "add": ("", "nrr"), "add_weight": ("", "20")}
        | dict.fromkeys(
            (
                "add2",
                "add2_weight",
                "weight.nrr",
                "weight.revenue",
                "weight.revenue family=family 0|family 1",
            ),
            ("",),
        ),
        readers=("manager_a", "seller_a1"),
    ),
    "balance_table": Asks(
        path={"table": ("channels", "amounts", "gaps", "objectives", "tilts", "no-such"), "form": ("csv",)},
        query=_BALANCE,
        readers=("manager_a",),
    ),
    "scorecard": Asks(query=_SCORECARD, readers=("manager_a", "seller_a1")),
    "scorecard_table": Asks(path={"form": FORMS}, query=_SCORECARD, readers=("manager_a",)),
    "objective": Asks(
        path={"objective_id": OBJECTIVES},
        query={"as_of": ("", "2025-06-30")},
        readers=("manager_a", "seller_a1"),
    ),
    "objective_work": Asks(
        path={"objective_id": WORK},
        query={"as_of": ("", "2025-02-15", "2024-01-01"), "page": ("", "2")},
        readers=("region_manager", "manager_b"),
    ),
    "objective_work_table": Asks(
        path={"objective_id": WORK, "form": FORMS},
        query={"as_of": ("", "2025-02-15")},
        readers=("region_manager", "manager_b"),
    ),
    "objective_new": Asks(),
    "objective_change": Asks(path={"objective_id": OBJECTIVES}),
    "objectives_copy": Asks(),
    "objectives_reassign": Asks(),
    "objectives_cascade": Asks(query={"parent": ("", *OBJECTIVES[:3])}),
    "advice": Asks(query={"owner": ("", "seller:s1-1"), "period": ("FY2026",)}, readers=("manager_a",)),
    "settings": Asks(),
    "settings_company": Asks(),
    "settings_policies": Asks(),
    "overrides": Asks(query={"find": ("", "Tapir")}),
    "override_account": Asks(path={"account_id": ("n1-1-1", "no-such")}),
    "override_make": Asks(
        path={"word": ("merge", "segment"), "account_id": ("n1-1-1", "no-such")},
        query={"find": ("", "Tapir"), "value": ("", "s1-1-1"), "none": ("", "1")},
    ),
    "override_end": Asks(path={"number": ("1", "999999")}),
    "lint": Asks(query={"own": ("", "1")}),
    "views": Asks(),
    "view": Asks(path={"view_id": VIEWS}),
    "view_open": Asks(path={"view_id": VIEWS}, is_compared=True),
    "you": Asks(),
    "delegates": Asks(),
    **dict.fromkeys(
        (
            "account_reauthenticate",
            "account_change_password",
            "mfa_reauthenticate",
            "mfa_activate_totp",
            "mfa_deactivate_totp",
            "mfa_generate_recovery_codes",
            "mfa_reauthenticate_webauthn",
            "mfa_add_webauthn",
            "usersessions_list",
            "socialaccount_connections",
            "mfa_index",
            "mfa_view_recovery_codes",
            "mfa_download_recovery_codes",
            "mfa_list_webauthn",
        ),
        Asks(),
    ),
    "mfa_remove_webauthn": Asks(path={"pk": ("1", "999999")}),
    "mfa_edit_webauthn": Asks(path={"pk": ("1", "999999")}),
}


@dataclass(frozen=True)
class Named:
    """A route of Django's resolver: its full name, and the names of the parts of its path."""

    name: str
    parts: tuple[str, ...]


def resolved() -> Iterator[Named]:
    """Yield every route that Django would resolve."""
    yield from _below(get_resolver(), "", ())


def _below(at: URLResolver, above: str, parts: tuple[str, ...]) -> Iterator[Named]:
    for each in at.url_patterns:
        own = (*parts, *each.pattern.regex.groupindex)
        if isinstance(each, URLResolver):
            yield from _below(each, f"{above}{each.namespace}:" if each.namespace else above, own)
        elif isinstance(each, URLPattern):
            yield Named(f"{above}{each.name or ''}", own)
