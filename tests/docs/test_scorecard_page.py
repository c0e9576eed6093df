"""The worked tables of the scorecard's page are what the library answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from fourfold.objectives.attainment import Attainment, Formula, attain
from fourfold.objectives.forecast import Course, Past, forecast
from fourfold.objectives.pace import Season, pace, status
from fourfold.objectives.score import score
from fourfold.periods import parse_period
from tests.docs.pages import DOCS, Block, blocks
from tests.unit.objectives.setting import figure, objective

Row = Mapping[str, str | None]


def rows(block: Block) -> list[Row]:
    """The lines of a block by the words of its first line; `-` is an empty cell."""
    header = block.lines[0].split()
    split = [line.split() for line in block.lines[1:]]
    return [
        dict(zip(header, [None if word == "-" else word for word in words], strict=True))
        for words in split
        if len(words) == len(header) and words[0] not in ("elapsed", "error", "score")
    ]


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _attainment(block: Block) -> None:
    for row in rows(block):
        aim = objective(row["measure"], row["target"], threshold=_decimal(row["threshold"]))
        assert str(attain(aim, figure(row["figure"])).share) == row["attainment"], row


def _score(block: Block) -> None:
    told = rows(block)
    attained = []
    for row in told:
        aim = objective(row["objective"], weight=Decimal(row["weight"]), cap=_decimal(row["cap"]))
        exact = None if row["attainment"] is None else Fraction(row["attainment"])
        attained.append((aim, Attainment(exact, exact, Formula.QUOTIENT)))
    found = score(attained)
    assert [(part.counted, part.points) for part in found.parts] == [
        (_decimal(row["counted"]), _decimal(row["points"])) for row in told
    ]
    assert block.lines[-1] == f"score {found.share} coverage {found.coverage}"


def _pace(block: Block) -> None:
    for row in rows(block):
        whole = _decimal(row["last_year"])
        season = None if whole is None else Season(Decimal(row["last_year_to_date"]), whole)
        found = pace(parse_period(row["period"]), date.fromisoformat(row["as_of"]), season=season)
        assert (str(found.share), found.basis) == (row["due"], row["by"]), row


def _status(block: Block) -> None:
    for row in rows(block):
        aim = objective(row["measure"], row["target"], period=parse_period(row["period"]))
        as_of, value = date.fromisoformat(row["as_of"]), figure(row["figure"])
        found = status(aim, value, attain(aim, value), (as_of, pace(aim.period, as_of)))
        assert (found.of_due, found.standing) == (_decimal(row["of_due"]), row["standing"]), row


def _forecast(block: Block) -> None:
    *earlier, now = rows(block)
    past = [Past(Decimal(row["to_date"]), Decimal(row["final"])) for row in earlier]
    elapsed = Fraction(block.lines[-2].split()[1])
    found = forecast(Course(Decimal(now["to_date"]), elapsed), past)
    back = found.backtest
    assert block.lines[-2:] == (
        f"elapsed 0.5 forecast {found.amount} from {found.low} to {found.high}",
        f"error {back.error} run_rate_error {back.run_rate_error}"
        f" within {back.within} of {back.with_interval}",
    )


READ: Mapping[str, Callable[[Block], None]] = {
    "attainment": _attainment,
    "score": _score,
    "pace": _pace,
    "status": _status,
    "forecast": _forecast,
}


@pytest.mark.parametrize(
    "block", blocks(DOCS / "methods" / "scorecard.md"), ids=lambda block: f"{block.word}:{block.line}"
)
def test_a_table_of_the_page_is_what_the_library_answers(block: Block) -> None:
    READ[block.word](block)
