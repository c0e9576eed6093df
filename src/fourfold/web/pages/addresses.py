"""Addresses: where a mark of a picture or a cell of a table leads, with the question of its page.

Guarantees that a link keeps what was asked, and that nobody is led where they may not go. Leaves
what lies behind a figure to `fourfold.reports.marks.Opens`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import quote

from django.urls import NoReverseMatch, reverse

from fourfold.reports.marks import Opens
from fourfold.web.pages.question import Question
from fourfold.web.policy import POLICY


@dataclass(frozen=True)
class Addresses:
    """The addresses of one page: its question, and what its reader may do."""

    asked: Question
    permissions: Collection[str]

    def of(self, opens: Opens) -> str | None:
        """Return where something leads; None where there is no page for it, or not for this reader."""
        if opens.row:
            return self._lines(opens)
        if opens.current:
            return self._page("growth", self.asked.address(current=opens.current))
        if len(opens.where) == 1 and opens.where[0][0] in {"account", "parent"}:
            return self._account(opens.where[0][1])
        where = {**self.asked.filters, **dict(opens.where)}
        return self._page("growth", self.asked.address(where=tuple(sorted(where.items()))))

    def marks(self, opens: Mapping[int, Opens]) -> dict[int, str]:
        """Return the addresses of marks by their number."""
        found = {at: self.of(each) for at, each in opens.items()}
        return {at: address for at, address in found.items() if address}

    def cells(self, opens: Mapping[tuple[int, int], Opens]) -> dict[tuple[int, int], str]:
        """Return the addresses of cells by row and column."""
        found = {at: self.of(each) for at, each in opens.items()}
        return {at: address for at, address in found.items() if address}

    def _lines(self, opens: Opens) -> str | None:
        """Return the lines of a row; a page has a thousand of them, so their parts are made once."""
        path = self._lines_path
        if path is None:
            return None
        if opens.where not in self._lines_of:
            where = {**self.asked.filters, **dict(opens.where)}
            rest = replace(self.asked, where=tuple(where.items()), by=()).address()
            self._lines_of[opens.where] = f"&{rest}" if rest else ""
        net = "&net=1" if opens.net_of_switching else ""
        return f"{path}?row={quote(opens.row)}{net}{self._lines_of[opens.where]}"

    @cached_property
    def _lines_path(self) -> str | None:
        return self._page("lines", "")

    @cached_property
    def _lines_of(self) -> dict[tuple[tuple[str, str], ...], str]:
        """What stands in the address of lines behind their row, by group."""
        return {}

    def _account(self, account_id: str) -> str | None:
        return self._page("account", self.asked.address(where=(), by=()), account_id)

    def _page(self, name: str, query: str, *parts: str) -> str | None:
        route = POLICY.get(name)
        if route is None or route.permission not in self.permissions:
            return None
        try:
            path = reverse(name, args=parts)
        except NoReverseMatch:
            return None
        return f"{path}?{query}" if query else path
