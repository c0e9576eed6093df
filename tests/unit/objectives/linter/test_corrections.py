"""Corrections: the last word on a text counts for all who ask, nothing is deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from fourfold.book import journal
from fourfold.book.chain import Signed
from fourfold.book.settings import Settings
from fourfold.book.workspace import Workspace, create_workspace
from fourfold.errors import BadRequest, WorkspaceFault
from fourfold.objectives.linter import Confidence, Label, lint
from fourfold.objectives.linter.corrections import JOURNAL, add, read

ANNA, BEN = (Signed(f"{name}@example.com", "2026-01-02T03:04:05+00:00") for name in ("anna", "ben"))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "book", Settings("EUR"))


def test_the_last_word_on_a_text_counts_wherever_its_words_stand_again(workspace: Workspace) -> None:
    assert read(workspace) == ()
    assert add(workspace, "Project Falcon", ["S1"], signed=ANNA)
    assert add(workspace, "PROJECT: Falcon!", ["service", "keep"], signed=BEN)
    assert not add(workspace, "project falcon", ["keep", "service"], signed=ANNA)
    (line,) = lint("- Project Falcon", read(workspace)).lines
    assert line.labels == (Label.KEEP, Label.SERVICE)
    assert (line.corrected_by, line.confidence) == ("ben@example.com", Confidence.HIGH)
    assert len(journal.read(workspace, JOURNAL)) == 2


def test_without_a_label_the_rules_decide_again(workspace: Workspace) -> None:
    add(workspace, "Win new customers", ["other"], signed=ANNA)
    assert add(workspace, "Win new customers", [], signed=ANNA)
    assert read(workspace) == ()
    assert not add(workspace, "Win new customers", [], signed=ANNA)


@pytest.mark.parametrize(
    ("text", "labels"), [("", ["S1"]), (" - ", ["S1"]), ("x" * 1001, ["S1"]), ("x", ["S5"])]
)
def test_what_cannot_be_meant_is_refused_and_not_written(
    workspace: Workspace, text: str, labels: list[str]
) -> None:
    with pytest.raises(BadRequest):
        add(workspace, text, labels, signed=ANNA)
    assert journal.read(workspace, JOURNAL) == ()


@pytest.mark.parametrize(
    "record", [{"text": "x"}, {"text": 1, "labels": []}, {"text": "x", "labels": ["S5"]}]
)
def test_an_entry_that_means_nothing_is_named(workspace: Workspace, record: dict[str, object]) -> None:
    journal.append(workspace, JOURNAL, [record], signed=ANNA, expected=0)  # type: ignore[list-item]
    with pytest.raises(WorkspaceFault, match="entry 1 cannot be meant"):
        read(workspace)
