"""Profiles: written, read back, and refused when nothing can follow them."""

from __future__ import annotations

from pathlib import Path

import pytest

from fourfold.book.intake.profile import (
    Expression,
    Profile,
    Rule,
    load_profile,
    parse_expression,
    profile_from_toml,
    profile_to_toml,
    save_profile,
)
from fourfold.errors import BadRequest


def test_a_profile_reads_back_as_it_was_written(tmp_path: Path) -> None:
    profile = Profile(
        "shop",
        delimiter=";",
        decimal_mark=",",
        thousands=".",
        columns={"amount": parse_expression("Menge*Preis"), "currency": parse_expression("=EUR")},
        values={"role": {"P": "primary"}},
        rules=(Rule("Art", "postage", among=("P", "V")), Rule("Kunde", "test", matches="^TEST")),
        seen=("Menge", "Preis"),
    )
    save_profile(profile, tmp_path / "shop.toml")
    assert load_profile(tmp_path / "shop.toml") == profile


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("Net Amount", Expression(("Net Amount",))),
        ("Quantity * UnitPrice", Expression(("Quantity", "UnitPrice"))),
        ("=EUR", Expression(constant="EUR")),
    ],
)
def test_a_mapping_is_a_column_a_product_or_a_constant(text: str, expression: Expression) -> None:
    assert parse_expression(text) == expression
    assert parse_expression(str(expression)) == expression


@pytest.mark.parametrize("text", ["", "a*b*c", "a*"])
def test_another_mapping_is_refused(text: str) -> None:
    with pytest.raises(BadRequest, match="is no mapping"):
        parse_expression(text)


@pytest.mark.parametrize(
    "text",
    [
        'name = "x"\ndelimter = ";"',
        'name = "x"\nencoding = "ebcdic"',
        "name =",
        'delimiter = ";"',
        'name = "x"\nthousands = "."',
    ],
)
def test_a_setting_that_nothing_can_follow_is_refused(text: str) -> None:
    with pytest.raises(BadRequest):
        profile_from_toml(text)


def test_a_rule_tests_one_thing() -> None:
    with pytest.raises(BadRequest, match="exactly one"):
        Rule("a", "postage")
    with pytest.raises(BadRequest, match="postage"):
        Rule("a", "postage", matches="(")


def test_a_mapping_given_by_hand_replaces_the_saved_one() -> None:
    profile = Profile("x", columns={"amount": parse_expression("a")})
    assert profile.mapped({"amount": "b*c"}).columns["amount"].is_product
    assert "b*c" in profile_to_toml(profile.mapped({"amount": "b*c"}))
