"""Corrections of accounts and owners: find the account, see what would move, make it, end it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fourfold.book.book import Book
from fourfold.book.correcting import Correction, checked, correct, end_override
from fourfold.book.directory import Card, Found, card, find_accounts, find_sellers, values
from fourfold.book.moving import Moved, moved
from fourfold.book.overrides import MERGE, NAME, OWNER, PARENT, Override, described
from fourfold.errors import BadRequest
from fourfold.reports.corrections import standing
from fourfold.reports.numbers import count, reading
from fourfold.web.audit.log import record
from fourfold.web.gate import AskedRequest, Reader
from fourfold.web.pages.setting_forms import CorrectionForm, EndingForm
from fourfold.web.pages.settings import WAIT, WRONG, prepare_anew

MOST_LETTERS = 200


@dataclass(frozen=True, slots=True)
class Way:
    """One thing to correct: the word in the address, what it is, its heading, how its value is chosen."""

    word: str
    what: str
    heading: Any
    chosen: str
    none: Any = ""


WAYS = {
    way.word: way
    for way in (
        Way(
            "merge", MERGE, gettext_lazy("Merge into another account"), "account", gettext_lazy("Not merged")
        ),
        Way("rename", NAME, gettext_lazy("Rename"), "text"),
        Way("parent", PARENT, gettext_lazy("Correct the parent"), "account", gettext_lazy("No parent")),
        Way("segment", "segment", gettext_lazy("Correct the segment"), "text", gettext_lazy("No segment")),
        Way("region", "region", gettext_lazy("Correct the region"), "text", gettext_lazy("No region")),
        Way(
            "industry", "industry", gettext_lazy("Correct the industry"), "text", gettext_lazy("No industry")
        ),
        Way("owner", OWNER, gettext_lazy("Correct the owner from a day"), "seller"),
    )
}
"""What can be corrected, by the word in the address."""


NOUNS = {
    MERGE: gettext_lazy("merged into"),
    NAME: gettext_lazy("name"),
    PARENT: gettext_lazy("parent"),
    "segment": gettext_lazy("segment"),
    "region": gettext_lazy("region"),
    "industry": gettext_lazy("industry"),
    OWNER: gettext_lazy("owner"),
}
"""What is corrected, in a word."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One correction as a page lists it: names instead of ids, and whether it counts."""

    one: Override
    account: str
    noun: Any
    value: str
    instead_of: str
    standing: str


def listed(request: HttpRequest) -> HttpResponse:
    """Show every correction, and find the account for another."""
    reader = cast(AskedRequest, request).reader
    text = _text(request, "find")
    told = {
        "find": text,
        "found": find_accounts(reader.book, text),
        "corrections": _corrections(reader),
        "counting": len(reader.book.overrides),
    }
    return render(request, "settings/corrections.html", told)


def account(request: HttpRequest, account_id: str) -> HttpResponse:
    """Show an account as it stands with its corrections, and what can be corrected."""
    reader = cast(AskedRequest, request).reader
    told = {
        "card": _card(reader, account_id),
        "ways": WAYS.values(),
        "corrections": _corrections(reader, account_id),
    }
    return render(request, "settings/account.html", told)


def make(request: HttpRequest, word: str, account_id: str) -> HttpResponse:
    """Make a correction: choose the value, see what moves, confirm."""
    reader, way = cast(AskedRequest, request).reader, WAYS.get(word)
    if way is None:
        raise Http404
    context: dict[str, Any] = {"way": way, "card": _card(reader, account_id)}
    if request.method != "POST":
        value = _text(request, "value")
        context |= {"form": CorrectionForm(initial={"value": value}), **_choice(request, reader, way, value)}
        return render(request, "settings/correct.html", context)
    form = CorrectionForm(request.POST)
    value = request.POST.get("value", "")[:MOST_LETTERS].strip()
    context |= {"form": form, **_choice(request, reader, way, value), "none": not value}
    if not form.is_valid():
        return render(request, "settings/correct.html", context, status=WRONG)
    told = form.cleaned_data
    wish = Correction(account_id, way.what, told["value"], told["starts_on"], told["why"])
    try:
        return _made(request, wish, context)
    except BadRequest as refused:
        return render(request, "settings/correct.html", {**context, "refused": refused}, status=WRONG)


def end(request: HttpRequest, number: int) -> HttpResponse:
    """End a correction: what was imported counts again."""
    reader = cast(AskedRequest, request).reader
    one = next((o for o in reader.book.origin.overrides if o.number == number and o.is_open), None)
    if one is None:
        raise Http404
    form = EndingForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        (shown,) = (shown for shown in _corrections(reader, one.account) if shown.one == one)
        told = {"one": one, "shown": shown, "form": form}
        return render(request, "settings/end.html", told, status=WRONG if form.is_bound else None)
    ended = end_override(
        reader.workspace, number, by=reader.actor.email, why=form.cleaned_data["why"], wait=WAIT
    )
    record("override", by=reader.actor, about=f"{ended.number} ended: {described(ended)}")
    prepare_anew(reader.workspace)
    messages.success(request, _("The correction is ended; what was imported counts again."))
    return redirect("override_account", account_id=ended.account)


def _made(request: HttpRequest, wish: Correction, context: dict[str, Any]) -> HttpResponse:
    reader = cast(AskedRequest, request).reader
    if not context["form"].cleaned_data["confirmed"]:
        instead_of = checked(reader.workspace, reader.workspace.snapshot(), wish)
        found = moved(reader.book, wish)
        told = {
            "wish": wish,
            "noun": NOUNS[wish.what],
            "instead_of": _names(reader.book, wish.what, instead_of),
            "moved": found,
            "lines_text": count(found.lines),
            "revenue_text": reading(found.revenue),
            "currency": reader.workspace.settings.currency,
            **_waits(reader, wish, found),
        }
        return render(request, "settings/preview.html", {**context, **told})
    made = correct(reader.workspace, wish, by=reader.actor.email, wait=WAIT)
    record("override", by=reader.actor, about=f"{made.number}: {described(made)}")
    prepare_anew(reader.workspace)
    messages.success(request, _("The correction is made."))
    return redirect("override_account", account_id=wish.account)


def _waits(reader: Reader, wish: Correction, found: Moved) -> dict[str, Any]:
    """Return what else is to be known: the lines do not reach the day, or another account counts."""
    last_on = reader.book.extent.last_on if reader.book.extent else None
    starts_on = wish.starts_on
    waits = starts_on is not None and (last_on is None or starts_on > last_on) and wish.what != OWNER
    stands_elsewhere = wish.what not in {MERGE, OWNER} and found.stands_for != wish.account
    return {"waits": waits, "last_on": last_on, "stands_elsewhere": stands_elsewhere}


def _choice(request: HttpRequest, reader: Reader, way: Way, value: str) -> dict[str, Any]:
    """Return what there is to choose from: hits of a search, or the values in use."""
    if way.chosen == "text":
        in_use = values(reader.book, way.what) if way.what != NAME else ()
        return {"in_use": in_use}
    find = find_accounts if way.chosen == "account" else find_sellers
    text = _text(request, "find")
    hits = find(reader.book, value, most=1) if value else ()
    picked = next((one for one in hits if one.own == value), Found(value, value, "") if value else None)
    return {"find": text, "found": find(reader.book, text), "picked": picked, "none": "none" in request.GET}


def _card(reader: Reader, account_id: str) -> Card:
    found = card(reader.book, account_id)
    if found is None:
        raise Http404
    return found


def _corrections(reader: Reader, account_id: str | None = None) -> list[Shown]:
    book = reader.book
    accounts = book.names("accounts")
    return [
        Shown(
            one,
            accounts.get(one.account, one.account),
            NOUNS[one.what],
            _names(book, one.what, one.value),
            _names(book, one.what, one.instead_of),
            standing(one, book.overrides),
        )
        for one in sorted(book.origin.overrides, key=lambda o: -o.number)
        if account_id in {None, one.account}
    ]


def _names(book: Book, what: str, value: str) -> str:
    """Return a value of a correction with names instead of ids; owners stand with commas between."""
    if what == OWNER:
        names = book.names("sellers")
        return ", ".join(names.get(one, one) for one in value.split(", "))
    return book.names("accounts").get(value, value) if what in {MERGE, PARENT} else value


def _text(request: HttpRequest, name: str) -> str:
    text = request.GET.get(name, "")
    if len(text) > MOST_LETTERS or "\0" in text:
        raise BadRequest(f"the value of {name} cannot be read", place=name, remedy="shorten it")
    return text.strip()
