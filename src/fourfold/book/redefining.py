"""Changing the settings of a workspace, whole or not at all, in line with imports.

Guarantees that only known settings are changed and to values that can be meant, that a currency is
changed only where no figure would become wrong or impossible, and that a reader sees the settings
before or after. Answers kept under other settings are not used (`Book.kept`). Leaves what a change
means to say to delivery.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from fourfold.book import durable, writing
from fourfold.book.settings import SETTINGS_FILE, Settings, settings_text
from fourfold.book.snapshots import Snapshot
from fourfold.book.workspace import Workspace, open_workspace
from fourfold.errors import BadRequest
from fourfold.words import say


@dataclass(frozen=True, slots=True)
class Change:
    """One setting that would change: its name, the value before and after."""

    setting: str
    before: str | int
    after: str | int


def changes(workspace: Workspace, wished: Mapping[str, str | int]) -> tuple[Change, ...]:
    """Return what would change if these settings were as wished, in the order of `Settings`.

    Raises
    ------
    BadRequest
        A setting that is not there, a value that cannot be meant, or a currency that the lines and
        rates of the book do not allow.
    """
    return _changes(workspace.settings, _checked(workspace, workspace.settings, wished))


def redefine(workspace: Workspace, wished: Mapping[str, str | int], *, wait: float = 0.0) -> Workspace:
    """Change settings; those that are not named stay. Returns the workspace as it is opened anew.

    Raises
    ------
    BadRequest
        As `changes`.
    WorkspaceFault
        An import is still running after `wait` seconds.
    """
    with writing.hold(workspace, wait) as work:
        now = open_workspace(workspace.folder)
        told = _checked(now, now.settings, wished)
        if told != now.settings:
            temporary = work / f"settings.{os.getpid()}"
            durable.replace_pointer(temporary, workspace.folder / SETTINGS_FILE, settings_text(told))
        return replace(now, settings=told)


def _checked(workspace: Workspace, before: Settings, wished: Mapping[str, Any]) -> Settings:
    known = [field.name for field in fields(Settings)]
    for name in wished:
        if name not in known:
            raise BadRequest(
                f"no setting {name!r}", place="settings", remedy=f"use one of: {', '.join(known)}"
            )
    told = replace(before, **wished)
    if told.currency != before.currency:
        _check_currency(workspace.snapshot(), before.currency, told.currency)
    return told


def _check_currency(state: Snapshot, before: str, after: str) -> None:
    """Refuse a currency in which stored rates are not told, or into which stored lines have no rate."""
    foreign, worth = (
        sorted({c for s in state.of(table) for c in s.currencies} - {after})
        for table in ("order_lines", "opportunities")
    )
    reason = ""
    if state.rows("fx_rates"):
        reason = say("the rates in the book are told in {before}", before=before)
    elif foreign:
        reason = say(
            "the book has order lines in {currencies} and no rates into {after}",
            currencies=", ".join(foreign),
            after=after,
        )
    elif worth:
        reason = say(
            "the book has opportunities in {currencies} and no rates into {after}",
            currencies=", ".join(worth),
            after=after,
        )
    if reason:
        raise BadRequest(
            say(
                "the currency cannot change from {before} to {after}: {reason}",
                before=before,
                after=after,
                reason=reason,
            ),
            place="currency",
            remedy=say(
                "make a new workspace in {after} and import the files there, with rates into {after}",
                after=after,
            ),
        )


def _changes(before: Settings, after: Settings) -> tuple[Change, ...]:
    pairs = ((f.name, getattr(before, f.name), getattr(after, f.name)) for f in fields(Settings))
    return tuple(Change(name, old, new) for name, old, new in pairs if old != new)
