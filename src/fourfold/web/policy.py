"""The policy: which role may do what, and what each route needs. One table; nothing else decides.

Guarantees that a route which is not in the table answers nobody. Leaves enforcing to `gate`, and
which accounts somebody sees to `fourfold.book.scope`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from fourfold.book.scope import Role

EVERYBODY = "everybody"
"""The permission of routes that need no sign-in."""

SIGNED_IN = "signed_in"
"""The permission of routes that every signed-in person has: their own sign-in and preferences."""

PERMISSIONS: Mapping[str, frozenset[str]] = {
    Role.EXECUTIVE: frozenset({"see_growth", "see_accounts", "see_lines", "see_imports", "save_views"}),
    Role.SALES_MANAGER: frozenset({"see_growth", "see_accounts", "see_lines", "save_views"}),
    Role.SELLER: frozenset({"see_growth", "see_accounts", "see_lines", "save_views"}),
    Role.SERVICE_LEAD: frozenset({"see_accounts"}),
    Role.REVENUE_OPERATIONS: frozenset(
        {
            "see_growth", "see_accounts", "see_lines", "see_imports", "save_views",
            "load_data", "define", "administer", "see_as",
        }
    ),
}  # fmt: skip
"""What each role may do. Roles add up; a role that is not here may do nothing."""

OPENS_ON = (
    ("see_growth", "growth"),
    ("see_accounts", "accounts"),
)
"""Where somebody lands who opens the application: the first page that they may see."""


@dataclass(frozen=True, slots=True)
class Route:
    """What a route needs: its methods, a permission, and the kind of object that its address names."""

    methods: frozenset[str]
    permission: str
    names: str = ""


READ = frozenset({"GET", "HEAD"})
WRITE = frozenset({"POST"})
FORM = READ | WRITE


def _routes(permission: str, methods: frozenset[str], *names: str, of: str = "") -> dict[str, Route]:
    return {name: Route(methods, permission, of) for name in names}


POLICY: Mapping[str, Route] = {
    **_routes(EVERYBODY, READ, "health"),
    **_routes(SIGNED_IN, READ, "home"),
    **_routes("see_growth", READ, "growth", "growth_table"),
}
"""Every route by its name. A route that is missing fails the build, and answers 404."""


def permissions_of(roles: Collection[str]) -> frozenset[str]:
    """Return what these roles may do together."""
    return frozenset().union(*(PERMISSIONS.get(role, frozenset()) for role in roles)) | {SIGNED_IN}
