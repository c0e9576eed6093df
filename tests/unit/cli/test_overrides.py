from __future__ import annotations

import json
from pathlib import Path

import pytest

from fourfold.book.workspace import open_workspace
from tests.unit.cli.conftest import Run


def test_an_account_is_merged_and_the_ledger_follows_until_the_merge_is_ended(
    run: Run, own_shop: Path
) -> None:
    """Bolt's 60 is lost in 2012; merged into acme, which buys on, it is a pair that fell."""

    def lost() -> str:
        said = run("--workspace", own_shop, "growth", "--current", "2012", "--format", "json")
        rows = json.loads(said.out)["rows"]
        return str(next(row["amount"] for row in rows if row["row"] == "lost_account"))

    assert lost() == "-60.0000"
    said = run("--workspace", own_shop, "override", "merge", "bolt", "acme", "--why", "one customer")
    assert (said.code, said.err) == (0, "")
    assert "correction 1: merge bolt into acme" in said.out
    assert lost() == "0.0000"
    listed = run("--workspace", own_shop, "override", "list")
    assert all(word in listed.out for word in ("#1", "merge bolt", "in force", "one customer"))
    assert run("--workspace", own_shop, "override", "end", "1", "--by", "Ops").code == 0
    assert lost() == "-60.0000"
    (told,) = json.loads(run("--workspace", own_shop, "override", "list", "--format", "json").out)
    assert (told["standing"], told["why"]) == ("ended", "one customer")
    assert told["ended"].endswith("Ops")


@pytest.mark.parametrize(
    "words",
    [
        ("rename", "bolt", "Bolt & Söhne"),
        ("parent", "bolt", "acme"),
        ("attribute", "bolt", "segment", "Shops"),
        ("owner", "bolt", "S1", "--from", "2012-01-01"),
    ],
)
def test_each_correction_is_kept_with_the_day_and_the_reason(
    run: Run, own_shop: Path, words: tuple[str, ...]
) -> None:
    said = run("override", "--workspace", own_shop, *words, "--why", "told so", "--by", "Ops")
    if words[0] == "owner":
        assert (said.code, said.out) == (2, "")
        assert "no seller 'S1'" in said.err
        return
    assert said.code == 0
    (one,) = open_workspace(own_shop).snapshot().overrides
    assert (one.account, one.value, one.why, one.made_by) == ("bolt", words[-1], "told so", "Ops")


@pytest.mark.parametrize(
    ("words", "code", "cause"),
    [
        (("merge", "bolt", "nobody", "--why", "x"), 2, "no account 'nobody'"),
        (("merge", "bolt", "acme"), 2, "--why"),
        (("parent", "bolt", "acme", "--why", "x", "--from", "soon"), 2, "no date"),
        (("end", "7"), 2, "no open override 7"),
    ],
)
def test_what_cannot_be_meant_changes_nothing(
    run: Run, own_shop: Path, words: tuple[str, ...], code: int, cause: str
) -> None:
    before = open_workspace(own_shop).snapshot()
    said = run("--workspace", own_shop, "override", *words)
    assert (said.code, said.out) == (code, "")
    assert cause in said.err
    assert open_workspace(own_shop).snapshot() == before
    assert "Nothing is corrected." in run("--workspace", own_shop, "override", "list").out
