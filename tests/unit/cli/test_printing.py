from __future__ import annotations

import io
from pathlib import Path

import pytest

from fourfold.cli import printing
from fourfold.cli.printing import Progress, complain, look, show, write
from fourfold.errors import BadRequest, Finding, NeedsConfirmation


def test_a_file_is_written_whole_and_said_on_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "a.csv"
    target.write_text("before")
    write("größer\r\n", str(target))
    assert target.read_bytes() == "größer\r\n".encode()
    assert list(tmp_path.iterdir()) == [target]
    assert capsys.readouterr() == ("", f"written: {target}\n")


def test_a_file_that_cannot_be_written_leaves_nothing_of_it(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for target in (tmp_path / "missing" / "a.csv", tmp_path / "folder"):
        with pytest.raises(BadRequest, match="cannot write") as refused:
            write("text", str(target))
        assert refused.value.place == str(target)
    assert [p.name for p in tmp_path.rglob("*")] == ["folder"]


def test_without_a_file_text_goes_to_standard_output_as_it_is_and_bytes_go_nowhere(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write("a,b\r\n", None)
    assert capsys.readouterr().out == "a,b\r\n"
    with pytest.raises(BadRequest) as refused:
        write(b"PK", None)
    assert refused.value.remedy == "add --output FILE"
    assert capsys.readouterr().out == ""


def test_piped_output_is_80_columns_wide_unless_columns_says_otherwise(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert look().width == 80
    show("[bold]not markup[/bold] :smile: 12")
    assert capsys.readouterr().out == "[bold]not markup[/bold] :smile: 12\n"
    monkeypatch.setenv("COLUMNS", "120")
    assert look().width == 120


@pytest.mark.parametrize(("encoding", "ascii_only"), [("utf-8", False), ("UTF8", False), ("latin-1", True)])
def test_what_the_output_can_show_decides_its_characters(
    monkeypatch: pytest.MonkeyPatch, encoding: str, *, ascii_only: bool
) -> None:
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(io.BytesIO(), encoding))
    assert look().ascii_only is ascii_only


def test_an_error_is_told_with_cause_place_and_remedy_on_standard_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    complain(BadRequest("no such level [sku]", place="--product-level", remedy="use: product"))
    said = capsys.readouterr()
    assert said == ("", "Error: no such level [sku] (--product-level)\nRemedy: use: product\n")


def test_what_needs_a_yes_is_told_question_by_question_with_how_to_say_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    questions = [Finding(f"Q80{n}", f"question {n}", "look", file="orders.csv") for n in (1, 2)]
    complain(NeedsConfirmation(questions))
    said = capsys.readouterr().err
    assert said.startswith("Needs a yes, nothing was changed (orders.csv):\n")
    assert "Q801 question 1" in said
    assert "Q802 question 2" in said
    assert said.rstrip().endswith("Confirm with --yes, or correct the file, the profile or --map.")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands still unless a test moves it."""
    now = [0.0]
    monkeypatch.setattr(printing.time, "monotonic", lambda: now[0])
    return now


def test_short_work_shows_no_progress_and_long_work_its_rate_and_time_left(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    progress = Progress()
    clock[0] = 1.9
    progress("reading", 10_000_000, 100_000_000)
    progress.close()
    assert capsys.readouterr().err == ""
    clock[0] = 20.0
    progress("reading", 50_000_000, 100_000_000)
    clock[0] = 25.0
    progress("reading", 60_000_000, 100_000_000)
    clock[0] = 31.0
    progress("weighing", 5, 0)
    # 50 of 100 MB in the 18.1 seconds since the stage was first heard of: 2.8 MB/s, 18 s left
    assert capsys.readouterr().err == "reading: 50%, 2.8 MB/s, 18 s left\nweighing ...\n"


def test_on_a_terminal_one_line_is_rewritten_and_cleared(
    clock: list[float], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    progress = Progress()
    progress("series", 0, 8)
    clock[0] = 4.0
    progress("series", 2, 8)
    progress.close()
    said = capsys.readouterr().err
    assert said.startswith("\rseries: 25%, 0.5/s, 12 s left")
    assert "\n" not in said
    assert said.endswith("\r")
