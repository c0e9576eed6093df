from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

import pytest

from fourfold.book import reading
from fourfold.book.book import Book, open_book
from fourfold.book.imports import ImportRequest, import_file
from fourfold.book.intake.content import Content
from fourfold.book.settings import Settings
from fourfold.book.workspace import Workspace, create_workspace
from fourfold.growth import Comparison, Ledger, ledger, policy, prepared, prepared_ledger
from fourfold.growth.prepared import METHOD
from tests.unit.growth.books import year

HEADER = "order_id,line_id,account_id,product_id,ordered_on,quantity,amount,currency"
ROWS = (
    "1,1,acme,widget,2010-01-01,1,5.0000,EUR",
    "2,1,acme,widget,2011-03-01,10,100.0001,EUR",
    "3,1,acme,widget,2012-03-01,12,132.00,EUR",
    "4,1,dyne,newton,2012-06-01,1,90,EUR",
    "5,1,,newton,2012-06-01,,7,EUR",
    "6,1,acme,widget,2012-09-01,1,much,EUR",
)
QUESTIONS = (
    (year(), ()),
    (year(), ("product", "region")),
    (year(policy=policy("dormant-12"), constant_rates=True, product_level="family"), ("account",)),
)


def bring(workspace: Workspace, *rows: str) -> None:
    """Import some order lines."""
    path = workspace.folder.parent / f"{len(rows)}.csv"
    path.write_text("".join(f"{row}\n" for row in (HEADER, *rows)), "utf-8")
    import_file(workspace, ImportRequest(path, confirmed=True))


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setattr(reading, "open_content", Content)
    made = create_workspace(tmp_path / "book", Settings("EUR"))
    bring(made, *ROWS)
    return made


@contextmanager
def opened(workspace: Workspace) -> Iterator[Book]:
    book = open_book(workspace)
    try:
        yield book
    finally:
        book.close()


def answers(workspace: Workspace) -> list[Path]:
    return sorted((workspace.folder / "answers").rglob("*.json"))


def read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on nothing may be computed."""

    def computed(*_: object, **__: object) -> Ledger:
        raise AssertionError("computed again")

    monkeypatch.setattr(prepared, "ledger", computed)


def test_a_kept_ledger_equals_the_computed_one_field_by_field(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(workspace) as book:
        made = [ledger(book, comparison=comparison, by=by) for comparison, by in QUESTIONS]
        for comparison, by in QUESTIONS:
            prepared_ledger(book, comparison=comparison, by=by)
    assert len(answers(workspace)) == len(QUESTIONS)
    read_only(monkeypatch)
    with opened(workspace) as book:
        for (comparison, by), computed in zip(QUESTIONS, made, strict=True):
            kept = prepared_ledger(book, comparison=comparison, by=by)
            assert kept == computed
            for field in fields(Ledger):
                assert repr(getattr(kept, field.name)) == repr(getattr(computed, field.name)), field.name


def test_a_ledger_kept_for_one_snapshot_answers_for_no_other(workspace: Workspace) -> None:
    with opened(workspace) as book:
        before = prepared_ledger(book, comparison=year())
    bring(workspace, "8,1,acme,widget,2012-12-01,1,1000,EUR", "9,1,acme,widget,2012-12-02,1,1,EUR")
    with opened(workspace) as book:
        after = prepared_ledger(book, comparison=year())
    assert after.current_revenue == before.current_revenue + 1001
    assert after.snapshot != before.snapshot


@pytest.mark.parametrize("damage", [b"", b"{}", b"0" * 64 + b"\n{}", b"cut"])
def test_a_damaged_answer_is_left_aside_and_computed_again(workspace: Workspace, damage: bytes) -> None:
    with opened(workspace) as book:
        made = prepared_ledger(book, comparison=year())
        (kept,) = answers(workspace)
        whole = kept.read_bytes()
        kept.write_bytes(whole[:-7] if damage == b"cut" else damage)
        assert prepared_ledger(book, comparison=year()) == made
    assert kept.read_bytes() == whole


def test_another_method_or_another_part_of_the_question_asks_anew(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Comparison] = []

    def noted(book: Book, *, comparison: Comparison, by: tuple[str, ...] = ()) -> Ledger:
        asked.append(comparison)
        return ledger(book, comparison=comparison, by=by)

    monkeypatch.setattr(prepared, "ledger", noted)
    with opened(workspace) as book:
        for comparison in (year(), year(policy=policy("dormant-12")), year(), year(product_level="family")):
            prepared_ledger(book, comparison=comparison)
        assert len(asked) == 3
        monkeypatch.setattr(prepared, "METHOD", METHOD + 1)
        prepared_ledger(book, comparison=year())
        assert len(asked) == 4


def test_where_nothing_can_be_kept_the_ledger_is_computed_all_the_same(
    book: Book, workspace: Workspace
) -> None:
    assert prepared_ledger(book, comparison=year()) == ledger(book, comparison=year())
    (workspace.folder / "answers").write_text("in the way")
    with opened(workspace) as own:
        assert (
            prepared_ledger(own, comparison=year()).base_revenue
            == ledger(own, comparison=year()).base_revenue
        )
