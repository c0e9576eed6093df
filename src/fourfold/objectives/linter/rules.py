"""The rules of the linter, read from `rules.toml`: what words say, in three languages.

Guarantees that every rule says something known, has a name in each language, and is read once.
Leaves finding the words to `matching`, and deciding to `judging`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from fourfold.objectives.linter.folding import fold
from fourfold.objectives.linter.phrases import Lists, Phrase, phrase
from fourfold.words import LANGUAGES


class Sign(StrEnum):
    """What the words of a rule say about an objective."""

    NEW_ACCOUNT = "new_account"
    EXISTING_ACCOUNT = "existing_account"
    NEW_PRODUCT = "new_product"
    KNOWN_PRODUCT = "known_product"
    MORE_PRODUCTS = "more_products"
    KEEP = "keep"
    RELATIONSHIP = "relationship"
    SERVICE = "service"
    ACTIVITY = "activity"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its words in each language and what they say.

    Parameters
    ----------
    id, names
        Its id in the file, and its name in words by language.
    says
        What its words say; none for words that only keep other rules from reading them wrongly.
    phrases
        The words, by language.
    is_sure
        Whether its words alone decide; others yield to a sure rule that says the opposite.
    is_loss
        Whether its words tell of something bad, so that "no" or "stop" before them changes nothing.
    measure
        The measure of the catalogue that says the same in a figure; empty for that of the label.
    """

    id: str
    names: Mapping[str, str]
    says: tuple[Sign, ...]
    phrases: Mapping[str, tuple[Phrase, ...]]
    is_sure: bool
    is_loss: bool
    measure: str


@dataclass(frozen=True, slots=True)
class Language:
    """What is known of one language beside the rules: its small words, denials, clauses, figures, wording."""

    common: frozenset[str]
    deny_after: tuple[Phrase, ...]
    deny_clause: tuple[Phrase, ...]
    no_denial: tuple[Phrase, ...]
    clause: frozenset[str]
    figures: tuple[Phrase, ...]
    units: tuple[Phrase, ...]
    periods: tuple[Phrase, ...]
    wording: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules, what is known of each language, and how columns of a table are headed, folded."""

    rules: tuple[Rule, ...]
    languages: Mapping[str, Language]
    columns: Mapping[str, tuple[str, ...]]


@cache
def rules() -> Rules:
    """Return the rules that are shipped."""
    told = tomllib.loads(files(__package__).joinpath("rules.toml").read_text("utf-8"))
    lists = told["lists"]
    return Rules(
        tuple(_rule(name, rule, lists) for name, rule in told["rules"].items()),
        {code: _language(told["languages"][code], lists[code]) for code in LANGUAGES},
        {column: tuple(fold(name) for name in names) for column, names in told["columns"].items()},
    )


def _rule(name: str, told: Mapping[str, Any], lists: Mapping[str, Lists]) -> Rule:
    return Rule(
        name,
        {code: told["name"][code] for code in LANGUAGES},
        tuple(Sign(sign) for sign in told["says"]),
        {code: _phrases(told[code], lists[code]) for code in LANGUAGES},
        told.get("sure", True),
        told.get("loss", False),
        told.get("measure", ""),
    )


def _language(told: Mapping[str, Any], lists: Lists) -> Language:
    return Language(
        common=frozenset(fold(word) for word in told["common"]),
        deny_after=_phrases(told["deny_after"], lists),
        deny_clause=_phrases(told["deny_clause"], lists),
        no_denial=_phrases(told["no_denial"], lists),
        clause=frozenset(fold(word) for word in told["clause"]),
        figures=_phrases(told["figures"], lists),
        units=_phrases(told["units"], lists),
        periods=_phrases(told["periods"], lists),
        wording=told["wording"],
    )


def _phrases(written: Sequence[str], lists: Lists) -> tuple[Phrase, ...]:
    return tuple(phrase(one, lists) for one in written)
