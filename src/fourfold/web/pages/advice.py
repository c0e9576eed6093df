"""The advice page: balanced objectives proposed for an owner, with all they rest on, ready to adopt.

Guarantees that only owners whom the reader may see are advised, held against no others, and that what is
adopted becomes drafts alone. Leaves the method to `fourfold.objectives.advice`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fourfold.book.hierarchy import team_paths
from fourfold.book.staff import staff
from fourfold.errors import BadRequest
from fourfold.objectives import changes
from fourfold.objectives.advice import Advice, Proposal, advice
from fourfold.objectives.objective import COMPANY, SELLER_LEVEL, TEAM_LEVEL, Objective, Owner
from fourfold.periods import Period, periods_of
from fourfold.measures.catalogue import CATALOGUE
from fourfold.reports.advice import (
    advice_facts,
    advice_sentence,
    advice_sentences,
    expected_told,
    peers_grid,
    peers_told,
    place_told,
    reached_grid,
    weights_plate,
    write_figure,
)
from fourfold.reports.scorecards import figure
from fourfold.web.gate import AskedRequest, Reader
from fourfold.web.members.forms import StrictForm
from fourfold.web.pages.choices import Choice, Option
from fourfold.web.pages.objective_forms import plain
from fourfold.web.pages.objective_store import may_set, seen, whole_store, write
from fourfold.web.pages.owners import chosen, names_for, owner_choice, written
from fourfold.web.pages.question import Question, read_text
from fourfold.words import day, say

WRONG = 422
_TWO_YEARS = timedelta(days=800)


@dataclass(frozen=True, slots=True)
class Covering:
    """An objective that points at the same already."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    """One proposal as the page shows it, with its fields."""

    name: str
    about: str
    take: forms.BoundField
    weight: forms.BoundField
    target: forms.BoundField
    proposed: str
    expected: str
    between: str
    place: str
    reasons: tuple[str, ...]
    covered: tuple[Covering, ...]


class AdoptForm(StrictForm):
    """Which proposals are adopted, each with a weight and a target that may be edited."""

    owner = forms.CharField(widget=forms.HiddenInput)
    period = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, proposals: tuple[Proposal, ...], **options: Any) -> None:
        super().__init__(**options)
        for one in proposals:
            self.fields.update(_fields(one))
        super().__init__(data, **options) if data is None else self._take(data)
