"""Measurable wording: which measure of the catalogue says what a line means, or what a list misses.

Guarantees that a proposal names a measure of the catalogue with filters that it takes, worded in the
language of the list, with `...` where a person has to put a figure or a period: none is invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fourfold.measures.catalogue import CATALOGUE
from fourfold.objectives.linter.labels import Label
from fourfold.objectives.linter.matching import Match
from fourfold.objectives.linter.rules import Sign, rules
from fourfold.objectives.objective import Filters

_MEASURES: dict[Label, tuple[str, ...]] = {
    Label.S1: ("new_product_new_account",),
    Label.S2: ("existing_product_new_account",),
    Label.S3: ("new_product_existing_account",),
    Label.S4: ("additional_product_existing_account",),
    Label.NEW: ("new_accounts",),
    Label.EXISTING: ("existing_account_net",),
    Label.KEEP: ("nrr",),
    Label.RELATIONSHIP: ("activities_relationship",),
    Label.SERVICE: ("activities_service",),
    Label.ACTIVITY: ("activities",),
    # neutral: what tells no source is divided into both channels
    Label.OTHER: ("new_account_gain", "existing_account_net"),
}
_LABELS = {
    Sign.MORE_PRODUCTS: Label.S4,
    Sign.KEEP: Label.KEEP,
    Sign.ACTIVITY: Label.ACTIVITY,
}
_PURPOSES: dict[str, tuple[str, Filters]] = {
    "activities_relationship": ("activities", (("purpose", ("relationship",)),)),
    "activities_service": ("activities", (("purpose", ("service",)),)),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A measurable objective instead of a line, or for a subject that is missing.

    `measure` is an id of `measures.catalogue.CATALOGUE`, `filters` what it is narrowed to, `wording`
    the objective in the language of the list.
    """

    label: Label
    measure: str
    filters: Filters
    wording: str

    @property
    def definition(self) -> str:
        """What the measure means."""
        return CATALOGUE[self.measure].definition


def for_label(label: Label, language: str) -> tuple[Proposal, ...]:
    """Return what would measure a label, in a language of `fourfold.words.LANGUAGES`."""
    return tuple(_proposal(label, name, language) for name in _MEASURES[label])


def for_line(labels: Sequence[Label], matches: Sequence[Match], language: str) -> tuple[Proposal, ...]:
    """Return what would measure a line: the measure that its words name, else that of each label.

    Activity is left to the label beside it, if there is one.
    """
    named = {
        _LABELS[sign]: match.rule.measure
        for match in matches
        for sign in match.rule.says
        if match.rule.measure
    }
    chosen = [label for label in labels if label is not Label.ACTIVITY or len(labels) == 1]
    found = []
    for label in chosen:
        closer = named.get(label)
        found += [_proposal(label, closer, language)] if closer else list(for_label(label, language))
    return tuple(found)


def _proposal(label: Label, name: str, language: str) -> Proposal:
    measure, filters = _PURPOSES.get(name, (name, ()))
    return Proposal(label, measure, filters, rules().languages[language].wording[name])
