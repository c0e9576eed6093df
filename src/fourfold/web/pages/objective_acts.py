"""What can be done about one objective: set, change, propose, agree, activate, close, withdraw, comment.

Guarantees that only who may set it changes it, that only its owner agrees, and that a refusal says what
was seen and what is there. Leaves the rules to `fourfold.objectives.changes`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from fourfold.book.chain import Record
from fourfold.errors import BadRequest
from fourfold.objectives import changes
from fourfold.objectives.changes import Aim
from fourfold.objectives.kept import Frozen, Kept
from fourfold.objectives.needed import Need
from fourfold.objectives.objective import Objective, State
from fourfold.objectives.results import results
from fourfold.objectives.rows import Difference, differences
from fourfold.objectives.store import Store
from fourfold.periods import Period, periods_of
from fourfold.web.gate import AskedRequest, Reader
from fourfold.web.members.forms import StrictForm
from fourfold.web.pages.objective_forms import (
    ONE_DAY,
    USUAL_CAP,
    CommentForm,
    MoveForm,
    ObjectiveForm,
    WithdrawForm,
    initial_of,
    measures_by_group,
    owner_choices,
    plain,
)
from fourfold.web.pages.objective_store import (
    found,
    may_set,
    owners_to_set,
    speaks_for,
    to_set,
    version_seen,
    write,
)
from fourfold.web.pages.owners import names_for

WRONG, MEANWHILE = 422, 409


@dataclass(frozen=True, slots=True)
class Acts:
    """What the reader may do about an objective as it stands.

    `objectives/actions.html` shows it; it is made by `acts`.
    """

    objective: Objective
    may_change: bool = False
    may_propose: bool = False
    may_draft: bool = False
    may_agree: bool = False
    may_activate: bool = False
    may_close: bool = False
    may_withdraw: bool = False
    may_comment: bool = False
    may_cascade: bool = False
    waits_for: str = ""

    @property
    def version(self) -> int:
        """The version that the forms act on."""
        return self.objective.version


def acts(reader: Reader, objective_id: str) -> Acts:
    """Return what the reader may do about an objective; raises `Http404` where it is not theirs to see."""
    kept = found(reader, objective_id)
    now = kept.current
    if version_seen(reader, kept) != now:
        return Acts(version_seen(reader, kept) or now)
    is_open = now.state is not State.CLOSED
    sets = may_set(reader, now.owner) and is_open
    waits = now.state is State.PROPOSED
    return Acts(
        now,
        may_change=sets,
        may_propose=sets and now.state is State.DRAFT,
        may_draft=sets and waits,
        may_agree=waits and not reader.is_seeing_as and speaks_for(reader, now.owner),
        may_activate=sets and now.state is State.AGREED,
        may_close=sets and now.state in (State.AGREED, State.ACTIVE),
        may_withdraw=sets,
        may_comment=not reader.is_seeing_as,
        may_cascade=sets and now.owner.level != "seller",
        waits_for=names_for(reader, [now.owner])[now.owner] if waits else "",
    )


def new(request: HttpRequest) -> HttpResponse:
    """Set a new objective, as a draft or a proposal."""
    reader = cast(AskedRequest, request).reader
    (year,) = periods_of("fiscal-year", first=reader.today, last=reader.today, calendar=reader.book.calendar)
    days = {"starts_on": year.start, "last_on": year.last_day}
    initial = {**days, "weight": "1", "cap": plain(USUAL_CAP)}
    form = ObjectiveForm(request.POST or None, owners=_owners(reader), initial=initial)
    if request.method != "POST":
        return _form(request, form)
    if not form.is_valid():
        return _form(request, form, status=WRONG)
    own = f"o-{uuid4().hex[:12]}"
    try:
        made = form.objective(own)
        write(reader, lambda store: changes.added(store, made, form.cleaned_data["why"]))
    except BadRequest as refused:
        return _form(request, form, status=WRONG, refused=refused)
    messages.success(request, _("The objective is set."))
    return redirect("objective", objective_id=own)


def change(request: HttpRequest, objective_id: str) -> HttpResponse:
    """Change an objective; what somebody else changed meanwhile stands beside what is wished."""
    reader = cast(AskedRequest, request).reader
    kept = to_set(reader, objective_id)
    owners = _owners(reader, kept)
    if request.method != "POST":
        return _form(request, ObjectiveForm(owners=owners, initial=initial_of(kept.current)), kept=kept)
    form = ObjectiveForm(request.POST, owners=owners)
    if not form.is_valid():
        return _form(request, form, kept=kept, status=WRONG)
    told = form.cleaned_data
    try:
        after = form.objective(objective_id)
        aim = Aim(objective_id, told["expected"] or 0, told["why"])
        write(reader, lambda store: changes.changed(store, aim, after))
    except BadRequest as refused:
        return _not_changed(request, form, refused, objective_id)
    messages.success(request, _said_after_change(kept))
    return redirect("objective", objective_id=objective_id)


def propose(request: HttpRequest, objective_id: str) -> HttpResponse:
    """Propose a draft to its owner."""
    said = _("It is proposed; its owner can agree to it.")
    return _moved(request, objective_id, State.PROPOSED, said)


def draft(request: HttpRequest, objective_id: str) -> HttpResponse:
    """Take a proposal back to a draft."""
    return _moved(request, objective_id, State.DRAFT, _("It is a draft again."))


def activate(request: HttpRequest, objective_id: str) -> HttpResponse:
    """Let what was agreed run."""
    return _moved(request, objective_id, State.ACTIVE, _("It is active."))


def _moved(request: HttpRequest, objective_id: str, to: State, said: str) -> HttpResponse:
    to_set(cast(AskedRequest, request).reader, objective_id)
    return _step(request, objective_id, MoveForm, _moving(to, is_owner=False), said)


def agree(request: HttpRequest, objective_id: str) -> HttpResponse:
    """Agree to a proposal, as its owner."""
    reader = cast(AskedRequest, request).reader
    is_owner = speaks_for(reader, found(reader, objective_id).current.owner)
    said = _("You agreed; this version counts.")
    return _step(request, objective_id, MoveForm, _moving(State.AGREED, is_owner=is_owner), said)


def close(request: HttpRequest, objective_id: str) -> HttpResponse:
    """Close an objective with what it came to, which never changes again."""
    reader = cast(AskedRequest, request).reader
    now = to_set(reader, objective_id).current

    def closing(store: Store, aim: Aim) -> Sequence[Record]:
        return changes.closed(store, aim, _frozen(reader, now))

    return _step(request, objective_id, MoveForm, closing, _("It is closed with what it came to."))


def withdraw(request: HttpRequest, objective_id: str) -> HttpResponse:
    """Close an objective without its counting; its history stays."""
    to_set(cast(AskedRequest, request).reader, objective_id)
    said = _("It is withdrawn; its history stays.")
    return _step(request, objective_id, WithdrawForm, changes.withdrawn, said)


def comment(request: HttpRequest, objective_id: str) -> HttpResponse:
    """Say something about an objective, before or after agreeing."""
    reader = cast(AskedRequest, request).reader
    found(reader, objective_id)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _refused(request, objective_id, form=form)
    text = form.cleaned_data["comment"].replace("\r\n", "\n")
    try:
        write(reader, lambda store: changes.commented(store, objective_id, text))
    except BadRequest as refused:
        return _refused(request, objective_id, refused=refused)
    messages.success(request, _("The comment is kept."))
    return redirect("objective", objective_id=objective_id)


def _moving(to: State, *, is_owner: bool) -> Callable[[Store, Aim], Sequence[Record]]:
    return lambda store, aim: changes.moved(store, aim, to, is_owner=is_owner)


def _step(
    request: HttpRequest,
    objective_id: str,
    asks: type[StrictForm],
    make: Callable[[Store, Aim], Sequence[Record]],
    said: str,
) -> HttpResponse:
    reader, form = cast(AskedRequest, request).reader, asks(request.POST)
    if not form.is_valid():
        return _refused(request, objective_id, form=form)
    aim = Aim(objective_id, form.cleaned_data["expected"], form.cleaned_data["why"].replace("\r\n", "\n"))
    try:
        write(reader, lambda store: make(store, aim))
    except BadRequest as refused:
        return _refused(request, objective_id, refused=refused, expected=aim.expected)
    messages.success(request, said)
    return redirect("objective", objective_id=objective_id)


def _frozen(reader: Reader, now: Objective) -> Frozen:
    """Return what an objective came to, as far as the book reaches."""
    book = reader.results_book
    last_on = book.extent.last_on if book.extent else None
    as_of = min(now.period.last_day, last_on) if last_on else now.period.last_day
    if as_of < now.period.start:
        raise BadRequest(
            _("it has not begun: the order lines end on %(day)s") % {"day": as_of},
            place=now.id,
            remedy=_("withdraw it, or wait"),
        )
    need = Need(now.measure, now.owner, Period(now.period.start, as_of + ONE_DAY), now.filters)
    value = results(book, [need])[need]
    snapshot = reader.workspace.snapshot().name
    return Frozen(value.amount, value.numerator, value.denominator, as_of, snapshot)


def _owners(reader: Reader, kept: Kept | None = None) -> list[Any]:
    owners = dict.fromkeys((*owners_to_set(reader), *([kept.current.owner] if kept else [])))
    return owner_choices(names_for(reader, owners), owners)


def _form(
    request: HttpRequest, form: ObjectiveForm, *, kept: Kept | None = None, status: int | None = None,
    **told: Any,
) -> HttpResponse:  # fmt: skip
    told |= {"form": form, "kept": kept, "measures": measures_by_group()}
    told |= {"needs_reason": kept is not None and kept.current.state is not State.DRAFT}
    return render(request, "objectives/form.html", told, status=status)


def _not_changed(
    request: HttpRequest, form: ObjectiveForm, refused: BadRequest, objective_id: str
) -> HttpResponse:
    """Show a refused change again; after somebody else's, with both values, to be sent once more."""
    kept = to_set(cast(AskedRequest, request).reader, objective_id)
    now = kept.current
    if now.version == (form.cleaned_data["expected"] or 0):
        return _form(request, form, kept=kept, status=WRONG, refused=refused)
    both: tuple[Difference, ...] = differences(form.objective(objective_id), now)
    form.data = {**form.data.dict(), "expected": str(now.version)}  # type: ignore[attr-defined]  # a QueryDict
    told = {"both": both, "by": kept.steps[-1].by, "seen": form.cleaned_data["expected"], "now": now.version}
    return _form(request, form, kept=kept, status=MEANWHILE, **told)


def _refused(request: HttpRequest, objective_id: str, **told: Any) -> HttpResponse:
    """Say why nothing was done: 409 after somebody else's change, 422 for anything else."""
    now = found(cast(AskedRequest, request).reader, objective_id).current
    expected = told.pop("expected", now.version)
    status = WRONG if expected == now.version else MEANWHILE
    return render(request, "objectives/refused.html", {"objective": now, **told}, status=status)


def _said_after_change(kept: Kept) -> str:
    if kept.current.state is State.DRAFT:
        return _("The objective is changed.")
    return _("The change is proposed; until its owner agrees, the version before counts.")
