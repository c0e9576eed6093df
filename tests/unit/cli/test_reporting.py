from __future__ import annotations

from pathlib import Path

from tests.unit.cli.conftest import Run


def test_a_report_is_one_file_that_needs_no_network(run: Run, shop: Path, tmp_path: Path) -> None:
    target = tmp_path / "growth.html"
    asked = ("report", "--current", "2012", "--grain", "year", "--company", "Acme & Sons", "--output", target)
    said = run("--workspace", shop, *asked)
    assert (said.code, said.out) == (0, "")
    text = target.read_text("utf-8")
    assert "Acme &amp; Sons" in text
    assert "Acme & Sons" not in text
    assert "252.75" in text or "253" in text
    assert 'src="http' not in text
    assert "<link" not in text
    assert list(tmp_path.iterdir()) == [target]


def test_a_report_without_a_name_bears_that_of_the_workspace(run: Run, shop: Path, tmp_path: Path) -> None:
    target = tmp_path / "growth.html"
    run("--workspace", shop, "report", "--current", "2012", "--grain", "year", "--output", target)
    assert f"{shop.name}" in target.read_text("utf-8").split("</h1>")[0]


def test_a_report_that_cannot_be_made_writes_nothing(run: Run, shop: Path, tmp_path: Path) -> None:
    wrong = (
        ("--grain", "week", "--output", tmp_path / "a.html"),
        ("--output", tmp_path / "missing" / "a.html", "--grain", "year"),
    )
    for options in wrong:
        said = run("--workspace", shop, "report", "--current", "2012", *options)
        assert (said.code, said.out) == (2, "")
        assert "Remedy: " in said.err
    assert list(tmp_path.iterdir()) == []


def test_the_demo_takes_no_folder_that_holds_something(run: Run, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    said = run("demo", tmp_path)
    assert (said.code, said.out) == (2, "")
    assert "choose another" in said.err
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]
