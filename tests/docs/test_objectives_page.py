"""The commands of the how-to about objectives do what it says, in its order."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest

from fourfold.book import reading
from fourfold.book.intake.content import Content
from fourfold.cli import main
from tests.docs.pages import DOCS, blocks
from tests.docs.test_tutorial import Session

PAGE = DOCS / "how-to" / "objectives.md"


@dataclass
class Here(Session):
    """A reader whose commands run in this process: each would take a second to start."""

    heard: pytest.CaptureFixture[str] | None = None

    def call(self, command: str, place: str) -> str:
        """What one command says; it must succeed."""
        assert self.heard is not None
        name, *arguments = shlex.split(command)
        assert name == "fourfold", place
        code: object = 0
        try:
            main(arguments)
        except SystemExit as ended:
            code = ended.code
        said = self.heard.readouterr()
        assert not code, f"{place}: {command} ended with {code}\n{said.out}{said.err}"
        return said.out + said.err


def test_objectives_in_ten_minutes_works_as_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "open_content", Content)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("FOURFOLD_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)
    session = Here(tmp_path, tmp_path, PAGE, capsys)
    for block in blocks(PAGE):
        session.follow(block)
