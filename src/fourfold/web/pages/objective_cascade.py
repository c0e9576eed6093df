"""The cascade in the browser: choose what is cut and how, see every part, adjust by hand, write drafts.

Guarantees that only who may set the whole sees how it was cut: over-assignment, bases, adjustments.
Those below see an objective of their own. Leaves the cut to `fourfold.objectives.handing`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fourfold.book.chain import Record
from fourfold.errors import BadRequest
from fourfold.measures.catalogue import LEVELS
from fourfold.objectives.cascade import Base
from fourfold.objectives.changes import Aim, changed
from fourfold.objectives.handing import Cut, Handed, HandedDown, drafts, handed_down, is_adjusted, part_id
from fourfold.objectives.objective import SELLER_LEVEL, Objective, Owner, State
from fourfold.objectives.seasons import Shape
from fourfold.objectives.store import Store
from fourfold.objectives.trees import Path, RollUp
from fourfold.reports.numbers import count, percent
from fourfold.web.gate import AskedRequest, Reader
from fourfold.web.members.forms import StrictForm
from fourfold.web.pages.objective_forms import owner_of, plain
from fourfold.web.pages.objective_store import may_set, seen, to_set, whole_store, write
from fourfold.web.pages.objectives import target_text
from fourfold.web.pages.owners import names_for, written
from fourfold.web.pages.question import read_text

WRONG = 422
FIXED, OWN = "fixed.", "own."
"""How fields begin that hold what a person gives one part."""

_BASES: Mapping[str, Any] = {
    Base.LAST_YEAR: gettext_lazy("last year's actual"),
    Base.TRAILING: gettext_lazy("the last twelve months"),
    Base.EVEN: gettext_lazy("equal parts"),
    Base.OWN: gettext_lazy("own shares"),
}
_SHAPES: Mapping[str, Any] = {
    "": gettext_lazy("one target for the whole period"),
    Shape.EVEN: gettext_lazy("by days"),
    Shape.LAST_YEAR: gettext_lazy("by last year's shape"),
}
_GRAINS: Mapping[str, Any] = {"quarter": gettext_lazy("quarters"), "month": gettext_lazy("months")}


@dataclass(frozen=True, slots=True)
class Given:
    """What people gave single parts: targets that stay, and own shares."""

    fixed: Mapping[Owner, Decimal] = field(default_factory=dict)
    own: Mapping[Owner, Decimal] = field(default_factory=dict)


class CascadeForm(StrictForm):
    """How an objective is cut; `seen` is the mark of the parts that were shown."""

    parent = forms.ChoiceField(label=gettext_lazy("What is cut"))
    base = forms.ChoiceField(label=gettext_lazy("By"), choices=list(_BASES.items()))
    over = forms.DecimalField(
        label=gettext_lazy("Over-assignment in per cent"),
        min_value=0,
        max_value=100,
        max_digits=6,
        decimal_places=3,
        help_text=gettext_lazy("Handed out on top by the first cut; nobody below is told."),
    )
    shape = forms.ChoiceField(label=gettext_lazy("Season"), choices=list(_SHAPES.items()), required=False)
    grain = forms.ChoiceField(label=gettext_lazy("Each"), choices=list(_GRAINS.items()))
    doing = forms.ChoiceField(
        choices=[(name, name) for name in ("", "write", "propose")], required=False, widget=forms.HiddenInput
    )

    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, parents: list[Any], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["parent"].choices = parents  # type: ignore[attr-defined]

    def cut(self, given: Given) -> Cut:
        """Return how to cut, with what people gave the parts."""
        told = self.cleaned_data
        return Cut(
            Base(told["base"]),
            (told["over"] / 100,),
            Shape(told["shape"]) if told["shape"] else None,
            told["grain"],
            fixed=given.fixed,
            own=given.own,
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One part as the page shows it; `basis` and `share` are told of people in the reader's scope alone."""

    name: str
    key: str
    depth: int
    basis: str
    share: str
    target: str
    slices: tuple[tuple[str, str], ...]
    reason: str
    fixed: str
    own: str
    is_seen: bool


@dataclass(frozen=True, slots=True)
class Sum:
    """An owner's target against the sum of the parts right below."""

    name: str
    target: str
    sum: str
    difference: str
    is_even: bool


@dataclass(frozen=True, slots=True)
class _Desk:
    """What rows are made from."""

    reader: Reader
    made: HandedDown
    given: Given
    names: Mapping[Owner, str]
    store: Store


def page(request: HttpRequest) -> HttpResponse:
    """Choose an objective and a base, see its parts, write them."""
    reader = cast(AskedRequest, request).reader
    parents = _parents(reader)
    if request.method != "POST":
        parent = read_text(request.GET, "parent")
        if parent:
            to_set(reader, parent)
        initial = {"parent": parent, "base": Base.LAST_YEAR, "over": "0", "grain": "quarter"}
        return _page(request, CascadeForm(parents=parents, initial=initial))
    given, rest = read_given(request.POST)
    form = CascadeForm(rest, parents=parents)
    if not form.is_valid():
        return _page(request, form, status=WRONG)
    cut, parent = form.cut(given), form.cleaned_data["parent"]
    try:
        made = handed_down(reader.results_book, whole_store(reader), parent, cut)
    except BadRequest as refused:
        return _not_cut(request, form, given, refused)
    if form.cleaned_data["doing"] and form.cleaned_data["seen"] == _mark(made):
        return _written(request, made, cut, form)
    return _page(request, form, **_shown(reader, made, given, form))


def read_given(data: QueryDict) -> tuple[Given, QueryDict]:
    """Return what people gave single parts, and the fields that are left.

    Raises
    ------
    BadRequest
        If a field names nobody, or holds no number.
    """
    rest = data.copy()
    found: dict[str, dict[Owner, Decimal]] = {FIXED: {}, OWN: {}}
    for name in data:
        kind = next((kind for kind in found if name.startswith(kind)), "")
        if not kind:
            continue
        del rest[name]
        text = str(data[name]).strip()
        if text:
            found[kind][owner_of(name.removeprefix(kind))] = _number(text, name)
    return Given(found[FIXED], found[OWN]), rest


def _number(text: str, place: str) -> Decimal:
    try:
        found: Decimal = forms.DecimalField(max_digits=18, decimal_places=4).clean(text)
    except forms.ValidationError as wrong:
        raise BadRequest(
            wrong.messages[0].rstrip("."), place=place[:80], remedy=_("write it like 1234.50")
        ) from None
    return found


def _parents(reader: Reader) -> list[Any]:
    """Return the open objectives of the company and of teams that the reader may set, the latest first."""
    having = [
        one
        for one in seen(reader, whole_store(reader))
        if one.owner.level != SELLER_LEVEL and one.state is not State.CLOSED and may_set(reader, one.owner)
    ]
    names = names_for(reader, {one.owner for one in having})
    ordered = sorted(having, key=lambda one: (-one.period.start.toordinal(), LEVELS.index(one.owner.level)))
    return [("", "–"), *((one.id, _told(one, names)) for one in ordered)]


def _told(one: Objective, names: Mapping[Owner, str]) -> str:
    return f"{one.name or one.id} · {names[one.owner]} · {one.period.told}"


def _page(request: HttpRequest, form: CascadeForm, *, status: int | None = None, **told: Any) -> HttpResponse:
    return render(request, "objectives/cascade.html", {"form": form, **told}, status=status)


def _not_cut(request: HttpRequest, form: CascadeForm, given: Given, refused: BadRequest) -> HttpResponse:
    """Say why it cannot be cut; the parts stand there in equal parts, so that they can be given shares."""
    reader = cast(AskedRequest, request).reader
    told: dict[str, Any] = {"refused": refused}
    with suppress(BadRequest):
        even = handed_down(
            reader.results_book, whole_store(reader), form.cleaned_data["parent"], Cut(Base.EVEN)
        )
        told |= _shown(reader, even, given, form) | {"is_cut": False}
    return _page(request, form, status=WRONG, **told)


def _shown(reader: Reader, made: HandedDown, given: Given, form: CascadeForm) -> dict[str, Any]:
    one = made.objective
    names = names_for(reader, {one.owner, *(part.owner for part in made.parts)})
    desk = _Desk(reader, made, given, names, whole_store(reader))
    form.data = {**form.data.dict(), "seen": _mark(made)}  # type: ignore[attr-defined]  # a QueryDict
    by_place: dict[Path, list[Handed]] = {}
    for part in made.parts:
        by_place.setdefault(part.place, []).append(part)
    return {
        "rows": [_row(desk, parts) for parts in by_place.values()],
        "sums": [_sum(each, one, names) for each in made.roll_up],
        "notes": made.node.cascade.notes,
        "one": one,
        "owner": names[one.owner],
        "target": target_text(one),
        "currency": reader.workspace.settings.currency if one.of.is_money else "",
        "is_own": form.cleaned_data["base"] == Base.OWN,
        "is_cut": True,
        "number": len(made.parts),
        "is_stale": bool(form.cleaned_data["doing"]),
    }


def _row(desk: _Desk, parts: Sequence[Handed]) -> Row:
    one, first = desk.made.objective, parts[0]
    share, owner = first.part, first.owner
    is_kept = any(is_adjusted(desk.store, one, part_id(one, part)) for part in parts)
    is_seen = desk.reader.sees(owner)
    fixed = desk.given.fixed.get(owner, share.target if is_kept and not first.is_slice else None)
    return Row(
        desk.names[owner],
        written(owner),
        len(first.place) - 1,
        target_text(one, share.basis) if share.basis is not None and is_seen else "",
        percent(share.share) if share.share is not None and is_seen else "",
        target_text(one, share.target),
        tuple((part.period.told, target_text(one, part.target)) for part in parts if part.is_slice),
        share.reason,
        plain(fixed),
        plain(desk.given.own.get(owner)),
        is_seen,
    )


def _sum(each: RollUp[Path], one: Objective, names: Mapping[Owner, str]) -> Sum:
    return Sum(
        names[each.parent[-1]],
        target_text(one, each.target) if each.target is not None else "",
        target_text(one, each.sum),
        target_text(one, each.difference) if each.difference is not None else "",
        not each.difference,
    )


def _mark(made: HandedDown) -> str:
    """Return a mark that two cuts share only if every part is the same."""
    told = [(str(part.place), part.period.start, part.target) for part in made.parts]
    return hashlib.sha256(repr([made.objective.id, made.objective.version, told]).encode()).hexdigest()


def _written(request: HttpRequest, made: HandedDown, cut: Cut, form: CascadeForm) -> HttpResponse:
    reader = cast(AskedRequest, request).reader
    making = Making(made, frozenset(cut.fixed), is_proposed=form.cleaned_data["doing"] == "propose")
    before = whole_store(reader).count
    try:
        more = write(reader, lambda store: making.records(reader, store)).count - before
    except BadRequest as refused:
        return _page(request, form, status=WRONG, refused=refused)
    said = ngettext("One objective is written.", "%(number)s objectives are written.", more)
    messages.success(request, said % {"number": count(more)} if more else _("Nothing had changed."))
    return redirect("objectives")


@dataclass(frozen=True, slots=True)
class Making:
    """What is written of a cut: the parts of everybody in scope, those set by hand without a word of it."""

    made: HandedDown
    by_hand: frozenset[Owner]
    is_proposed: bool

    def records(self, reader: Reader, store: Store) -> tuple[Record, ...]:
        """Return the records, for the objectives as they are."""
        hand = {part_id(self.made.objective, p) for p in self.made.parts if p.owner in self.by_hand}
        found = [*drafts(store, self.made), *self._given_again(store)]
        return tuple(self._as_set(one, hand) for one in found if reader.sees(_owner_in(one)))

    def _given_again(self, store: Store) -> Iterator[Record]:
        """Yield new versions of what was set by hand before, and is set by hand to something else now."""
        for part in self.made.parts:
            own = part_id(self.made.objective, part)
            if part.owner not in self.by_hand or not is_adjusted(store, self.made.objective, own):
                continue
            now = store.kept[own].current
            if now.state is not State.CLOSED and not part.is_slice:
                yield from changed(store, Aim(own, now.version, "by hand"), replace(now, target=part.target))

    def _as_set(self, one: Record, by_hand: Collection[str]) -> Record:
        """Return a record as it is written: who has a part by hand is not told, a proposal is one."""
        row = cast(dict[str, str], one["row"])
        if self.is_proposed:
            row = {**row, "state": State.PROPOSED.value}
        why = "" if one["id"] in by_hand else one["why"]
        return {**one, "row": row, "why": why}


def _owner_in(one: Record) -> Owner:
    row = cast(dict[str, str], one["row"])
    return Owner(row["owner_level"], row["owner_id"])
