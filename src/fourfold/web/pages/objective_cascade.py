"""The cascade in the browser: choose what is cut and how, see every part, adjust by hand, write drafts.

Guarantees that only who may set the whole sees how it was cut: over-assignment, bases, adjustments.
Those below see an objective of their own. Leaves the cut to `fourfold.objectives.handing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fourfold.errors import BadRequest
from fourfold.measures.catalogue import LEVELS
from fourfold.objectives.cascade import Base
from fourfold.objectives.handing import Cut, Handed, HandedDown, handed_down
from fourfold.objectives.objective import SELLER_LEVEL, Objective, Owner, State
from fourfold.objectives.seasons import Shape
from fourfold.objectives.trees import Path
from fourfold.reports.numbers import count
from fourfold.reports.scorecards import period_name
from fourfold.web.gate import AskedRequest, Reader
from fourfold.web.members.forms import StrictForm
from fourfold.web.pages.objective_forms import owner_of
from fourfold.web.pages.objective_parts import Desk, Given, Making, mark_of, row_of, sum_of
from fourfold.web.pages.objective_store import may_set, seen, to_set, whole_store, write
from fourfold.web.pages.objectives import target_text
from fourfold.web.pages.owners import names_for
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
        _nobody_else(given, made)
    except BadRequest as refused:
        return _not_cut(request, form, given, refused)
    if form.cleaned_data["doing"] and form.cleaned_data["seen"] == mark_of(made):
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


def _nobody_else(given: Given, made: HandedDown) -> None:
    """Refuse what was given to somebody who has no part."""
    strange = {*given.fixed, *given.own} - {part.owner for part in made.parts}
    if strange:
        raise BadRequest(
            _("%(owner)s has no part") % {"owner": min(strange).id},
            place=made.objective.id,
            remedy=_("leave that field empty"),
        )


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
    return f"{one.name or one.id} · {names[one.owner]} · {period_name(one.period)}"


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
    desk = Desk(reader, made, given, names, whole_store(reader))
    form.data = {**form.data.dict(), "seen": mark_of(made)}  # type: ignore[attr-defined]  # a QueryDict
    by_place: dict[Path, list[Handed]] = {}
    for part in made.parts:
        by_place.setdefault(part.place, []).append(part)
    firsts = {place[-1]: place for place in reversed(by_place)}
    return {
        "rows": [row_of(desk, parts, is_first=firsts[at[-1]] == at) for at, parts in by_place.items()],
        "sums": [sum_of(each, one, names) for each in made.roll_up],
        "notes": made.node.cascade.notes,
        "one": one,
        "period": period_name(one.period),
        "owner": names[one.owner],
        "target": target_text(one),
        "currency": reader.workspace.settings.currency if one.of.is_money else "",
        "is_own": form.cleaned_data["base"] == Base.OWN,
        "is_cut": True,
        "number": len(made.parts),
        "is_stale": bool(form.cleaned_data["doing"]),
    }


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
