"""A process that imports or undoes is killed at every named step: nothing torn, lost or double."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fourfold.book import reading
from fourfold.book.failpoints import FAILPOINTS
from fourfold.book.intake.content import Content
from fourfold.book.rebuild import rebuild
from fourfold.book.workspace import open_workspace
from tests.reliability.killing import Deed, Killer, broken, do, left_behind, lines, make_workspace, state

REPLAYED = tuple(step for step in FAILPOINTS if step not in ("receive", "hash", "keep"))


@pytest.fixture(autouse=True)
def reads_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading in a child costs a second each time; the benchmark kills with children."""
    monkeypatch.setattr(reading, "open_content", Content)


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    started = Killer()
    yield started
    started.close()


def first_import(folder: Path) -> Deed:
    make_workspace(folder / "book")
    return Deed(folder / "book", _file(folder, "1.csv", lines(0, 30)))


def second_import(folder: Path) -> Deed:
    do(first_import(folder), in_child=False)
    return Deed(folder / "book", _file(folder, "2.csv", lines(20, 45)))


def changed_rows(folder: Path) -> Deed:
    do(second_import(folder), in_child=False)
    return Deed(folder / "book", _file(folder, "3.csv", lines(0, 40, {3: "77", 33: "-5"})))


def undo(folder: Path) -> Deed:
    do(changed_rows(folder), in_child=False)
    return Deed(folder / "book", undo=1)


def _file(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text)
    return folder / name


@pytest.mark.parametrize(
    ("prepare", "steps"),
    [
        (first_import, FAILPOINTS),
        (second_import, ("keep", "build", "fsync:2", "rename", "rename:2", "manifest", "pointer",
                         "acknowledge")),
        (changed_rows, ("build", "rename:2", "rename:3", "manifest", "pointer", "acknowledge")),
        (undo, REPLAYED),
    ],
)  # fmt: skip
def test_a_kill_at_any_step_leaves_the_old_state_or_the_new_and_a_retry_completes(
    prepare: Callable[[Path], Deed], steps: tuple[str, ...], tmp_path: Path, killer: Killer
) -> None:
    origin = tmp_path / "origin"
    origin.mkdir()
    deed = prepare(origin)
    before = state(open_workspace(deed.workspace))
    done = tmp_path / "done"
    shutil.copytree(origin, done)
    do(_moved(deed, done), in_child=False)
    after = state(open_workspace(done / "book"))
    for step in steps:
        folder = tmp_path / step.replace(":", "-")
        shutil.copytree(origin, folder)
        mine, workspace = _moved(deed, folder), open_workspace(folder / "book")
        assert killer.killed_at(mine, step) == 137, step
        assert broken(workspace) == [], step
        committed = step == "acknowledge"
        assert state(workspace) == (after if committed else before), step
        if not (committed and deed.undo):
            do(mine, in_child=False)
        assert state(workspace) == after, step
        assert broken(workspace) == [], step
        assert left_behind(workspace) == [] or committed, step
        shutil.rmtree(folder)
    rebuild(open_workspace(done / "book"))
    assert state(open_workspace(done / "book"))[:2] == after[:2]


def _moved(deed: Deed, folder: Path) -> Deed:
    return Deed(folder / "book", folder / deed.file.name if deed.file else None, deed.undo)
