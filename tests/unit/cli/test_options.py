from __future__ import annotations

from datetime import date
from pathlib import Path

import click
import pytest

from fourfold.cli.options import ComparisonOptions, asked_of, book_of, names, pairs_of, workspace_of
from fourfold.errors import BadRequest, EngineFault, WorkspaceFault
from fourfold.growth import policy

TOLD: ComparisonOptions = {
    "current": "2012",
    "base": "previous",
    "account_level": "parent",
    "product_level": "",
    "policy": "dormant-24",
    "constant_rates": True,
    "as_of": "2012-06-30",
}


def context(workspace: object = None) -> click.Context:
    """The context of a command that was told --workspace, or not."""
    return click.Context(click.Command("x"), obj=workspace)


def test_what_is_asked_is_what_the_options_say() -> None:
    asked = asked_of(TOLD)
    assert (asked.current, asked.base, asked.account_level) == ("2012", "previous", "parent")
    assert asked.policy == policy("dormant-24")
    assert (asked.constant_rates, asked.as_of) == (True, date(2012, 6, 30))
    assert asked_of({**TOLD, "as_of": ""}).as_of is None


def test_a_day_that_is_none_is_refused_with_how_to_write_one() -> None:
    with pytest.raises(BadRequest) as refused:
        asked_of({**TOLD, "as_of": "2012-02-30"})
    assert (refused.value.place, refused.value.remedy) == ("--as-of", "write 2025-12-31")


def test_a_list_of_names_is_split_at_commas_and_empty_for_none() -> None:
    assert names("region, family,") == ("region", "family")
    assert names("") == ()


def test_names_and_values_part_at_the_first_equals_sign() -> None:
    assert pairs_of(["amount=a*b", "currency==EUR", " region =a b"], "--map") == {
        "amount": "a*b",
        "currency": "=EUR",
        "region": "a b",
    }


@pytest.mark.parametrize("text", ["region", "=north", " =x"])
def test_a_name_without_a_value_is_refused_at_its_option(text: str) -> None:
    with pytest.raises(BadRequest) as refused:
        pairs_of([text], "--where")
    assert refused.value.place == "--where"


def test_the_workspace_is_the_one_named_else_that_of_the_environment_else_here(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shop)
    assert workspace_of(context()).folder == shop
    monkeypatch.setenv("FOURFOLD_WORKSPACE", str(tmp_path))
    with pytest.raises(WorkspaceFault):
        workspace_of(context())
    assert workspace_of(context(str(shop))).folder == shop


def test_a_book_is_opened_on_the_engine_of_the_environment(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with book_of(context(str(shop))) as book:
        assert book.settings.currency == "EUR"
    monkeypatch.setenv("FOURFOLD_ENGINE_URL", "abacus://beads")
    with pytest.raises((EngineFault, BadRequest), match="abacus"), book_of(context(str(shop))):
        pass
