"""The balance page: where objectives point against where growth comes from, and a change to try."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from fourfold.book import journal
from fourfold.book.hierarchy import is_parent, team_paths
from fourfold.objectives.asking import Part, Together
from fourfold.objectives.audit import Audit, audit, so_far
from fourfold.objectives.objective import TEAM_LEVEL, Objective, Owner
from fourfold.objectives.store import JOURNAL, read_store
from fourfold.objectives.trying import Trial
from fourfold.periods import Period
from fourfold.reports.balance import balance_sentences, first_sentence, missing_line, points, tilt_told
from fourfold.reports.balance_plates import channels_plate, square_plates, tried_plates
from fourfold.reports.balance_tables import (
    amounts_grid,
    because,
    causes_grid,
    gaps,
    gaps_grid,
    shares_grid,
    target_told,
    tilts,
    tilts_grid,
)
from fourfold.reports.grids import Grid
from fourfold.reports.numbers import count, in_scale, percent, reading, signed_reading
from fourfold.reports.numbers import Scale
from fourfold.web.gate import AskedRequest, Reader
from fourfold.web.pages.cautions import cautions
from fourfold.web.pages.choices import current_choice
from fourfold.web.pages.downloads import File, checked_form, workbook
from fourfold.web.pages.lists import with_lines
from fourfold.web.pages.listed import Cell, Heading, ListTable, Piece
from fourfold.web.pages.owners import owner_asked, owner_choice, owner_names, owner_text, owners_of
from fourfold.web.pages.question import Question, latest_year, read_text
from fourfold.web.pages.trials import add_fields, trial_asked, weight_fields
from fourfold.web.policy import POLICY
