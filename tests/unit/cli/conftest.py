"""One workspace for all tests of the command line, made once; those that change it get a copy.

2012 against 2011: 160 became 252.75. acme's widget went from 10 pieces for 100 to 12 for 132
(volume 2 x 100/10 = 20, price 12); bolt's 60 is lost; "=1+1" is new with 80.50; newton is new with
40.25. One row of the file is faulty, worth nothing that can be read.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from fourfold.book import reading
from fourfold.book.imports import ImportRequest, import_file
from fourfold.book.intake.content import Content
from fourfold.book.settings import Settings
from fourfold.book.workspace import create_workspace
from fourfold.cli import main

HEADER = "order_id,line_id,account_id,product_id,ordered_on,quantity,amount,currency"
ROWS = (
    "SO1,1,acme,widget,2010-01-15,1,1.00,EUR",
    "SO2,1,acme,widget,2011-03-01,10,100.00,EUR",
    "SO3,1,bolt,widget,2011-04-01,1,60.00,EUR",
    "SO4,1,acme,widget,2012-03-01,12,132.00,EUR",
    "SO5,1,=1+1,widget,2012-05-01,2,80.50,EUR",
    "SO6,1,acme,newton,2012-12-31,1,40.25,EUR",
    "SO7,1,acme,widget,2012-12-31,1,much,EUR",
)


@dataclass(frozen=True)
class Said:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in this process (a child for each would cost a second), 80 columns wide."""
    monkeypatch.setattr(reading, "open_content", Content)
    for name in ("FOURFOLD_WORKSPACE", "FOURFOLD_ENGINE_URL", "COLUMNS", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one command as the console script does; an error never shows a traceback."""

    def call(*arguments: object) -> Said:
        code = 0
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        heard = capsys.readouterr()
        assert "Traceback" not in heard.err
        return Said(code, heard.out, heard.err)

    return call


def orders(path: Path, *rows: str) -> Path:
    """A file of order lines."""
    path.write_text("".join(f"{row}\n" for row in (HEADER, *rows)), "utf-8")
    return path


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reading, "open_content", Content)
        workspace = create_workspace(folder / "book", Settings("EUR", "Europe/Berlin"))
        import_file(workspace, ImportRequest(orders(folder / "orders.csv", *ROWS), confirmed=True))
    return workspace.folder


@pytest.fixture
def shop(_made: Path) -> Path:
    """The workspace, to be read only."""
    return _made


@pytest.fixture
def own_shop(_made: Path, tmp_path: Path) -> Path:
    """A copy of the workspace, to be changed."""
    return Path(shutil.copytree(_made, tmp_path / "book"))


def state(folder: Path) -> dict[Path, bytes]:
    """Every file of a workspace with its content, but for the lock that imports take."""
    found = {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    return {path: content for path, content in found.items() if path != Path("tmp/lock")}
