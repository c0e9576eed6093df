from __future__ import annotations

import pytest

from fourfold.errors import (
    BadRequest,
    EngineFault,
    Finding,
    FourfoldError,
    Interrupted,
    NeedsConfirmation,
    RefusedFile,
    UnsafeSettings,
    WorkspaceFault,
)

ASKED = Finding("Q301", "three columns are guessed", "look at the mapping", file="orders.csv")
BROKEN = Finding("E203", "a quote is not closed", "close it", file="orders.csv", line=7, column="amount")


def every_error() -> list[FourfoldError]:
    plain = (FourfoldError, BadRequest, WorkspaceFault, EngineFault, UnsafeSettings, Interrupted)
    return [
        *(kind("cause", place="place", remedy="remedy") for kind in plain),
        NeedsConfirmation([ASKED]),
        RefusedFile([BROKEN]),
    ]


def test_every_error_of_the_tree_has_an_exit_code_of_its_own_and_tells_cause_place_and_remedy() -> None:
    made = every_error()
    assert {type(error) for error in made} == {FourfoldError, *FourfoldError.__subclasses__()}
    assert [error.exit_code for error in made] == [1, 2, 5, 6, 78, 130, 3, 4]
    assert all(error.cause and error.place and error.remedy for error in made)


@pytest.mark.parametrize(
    ("place", "remedy", "told"),
    [
        ("", "", "no such level"),
        ("--by", "", "no such level (--by)"),
        ("--by", "use region", "no such level (--by). Remedy: use region"),
    ],
)
def test_an_error_is_one_line_and_leaves_out_what_is_empty(place: str, remedy: str, told: str) -> None:
    assert str(BadRequest("no such level", place=place, remedy=remedy)) == told


def test_a_refused_file_speaks_of_its_first_finding_and_keeps_them_all() -> None:
    other = Finding("E204", "a column is missing", "add it")
    error = RefusedFile([BROKEN, other])
    assert str(error) == "E203: a quote is not closed (orders.csv, line 7, amount). Remedy: close it"
    assert error.findings == (BROKEN, other)
    assert str(RefusedFile([other])) == "E204: a column is missing. Remedy: add it"


def test_what_needs_a_yes_says_every_question() -> None:
    more = Finding("Q505", "5 changed rows", "look at them")
    error = NeedsConfirmation([ASKED, more])
    assert error.cause == "Q301: three columns are guessed; Q505: 5 changed rows"
    assert (error.place, error.questions) == ("orders.csv", (ASKED, more))
    assert "--yes" in error.remedy
