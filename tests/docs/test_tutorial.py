"""The tutorial's commands do what the tutorial says, in its order."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.docs.pages import DOCS, Block, blocks

PAGE = DOCS / "tutorial.md"


@dataclass
class Session:
    """A reader at a terminal, in a folder of their own."""

    home: Path
    folder: Path
    page: Path = PAGE

    def follow(self, block: Block) -> None:
        """Do what a block says: write a file, correct one, run commands."""
        match block.word:
            case "csv":
                (self.home / block.rest).write_text("\n".join(block.lines) + "\n", "utf-8")
            case "diff":
                self.correct(self.home / block.rest, block.lines)
            case "console":
                self.run(block)

    def correct(self, file: Path, lines: tuple[str, ...]) -> None:
        """Replace each text after `-` by the one after `+`."""
        text = file.read_bytes().decode("utf-8")
        for old, new in zip(lines[::2], lines[1::2], strict=True):
            assert old[0] + new[0] == "-+", f"no correction: {old}, {new}"
            assert old[1:] in text, f"not in {file.name}: {old[1:]}"
            text = text.replace(old[1:], new[1:])
        file.write_bytes(text.encode("utf-8"))

    def run(self, block: Block) -> None:
        """Run each command; every line shown under it must be in what it says."""
        said, place = "", ""
        for number, line in enumerate(block.lines, block.line + 1):
            place = f"{self.page.name}, line {number}"
            if line.startswith("$ cd "):
                self.folder = (self.folder / line[5:]).resolve()
            elif line.startswith("$ "):
                said = self.call(line[2:], place)
            elif line.strip() != "…":
                assert _words(line) in _words(said), f"{place}: {line!r} is not in:\n{said}"

    def call(self, command: str, place: str) -> str:
        """What one command says; it must succeed."""
        name, *arguments = shlex.split(command)
        assert name == "fourfold", place
        environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
        environment.pop("FOURFOLD_WORKSPACE", None)
        run = [sys.executable, "-c", "from fourfold.cli import main; main()", *arguments]
        done = subprocess.run(
            run, cwd=self.folder, env=environment, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, (
            f"{place}: {command} ended with {done.returncode}\n{done.stdout}{done.stderr}"
        )
        return done.stdout + done.stderr


def _words(text: str) -> str:
    return " ".join(text.split())


def test_the_tutorial_works_as_written(tmp_path: Path) -> None:
    session = Session(tmp_path, tmp_path)
    for block in blocks(PAGE):
        session.follow(block)
    report = (tmp_path / "growth.html").read_text("utf-8")
    assert "<html" in report
