"""The linter: labels with reasons, corrections, shares, what is missing, languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from fourfold.objectives.linter import Confidence, Correction, Label, Share, lint
from fourfold.objectives.objective import COMPANY, Objective
from fourfold.periods import Period
from fourfold.words import speaking

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))


def missing(text: str) -> list[str]:
    return [one.subject for one in lint(text).missing]


def test_what_is_missing_does_not_depend_on_the_direction() -> None:
    assert missing("Win 5 new customers") == ["existing", "keep", "relationship", "service"]
    assert missing("Churn under 5 %\nKnow the decision makers\nAnswer complaints in a day") == ["new"]
    assert missing("") == []


def test_a_proposal_for_what_is_missing_is_in_the_language_of_the_list() -> None:
    linted = lint("Zehn Neukunden gewinnen\nUmsatz 2 Mio. €")
    wordings = {one.subject: one.proposals[0].wording for one in linted.missing}
    assert linted.language == "de"
    assert wordings["keep"] == "Netto-Umsatzbindung (NRR) Ihrer Kunden: ... % in ..."


def test_reasons_are_in_the_language_of_the_reader() -> None:
    with speaking("fr"):
        assert "clients qui partent" in lint(["Reduce churn"]).lines[0].why[0]


def test_a_list_in_no_known_language_counts_as_english() -> None:
    assert lint("Zwiększyć sprzedaż").language == "en"


def test_a_correction_overrides_the_rules_for_the_same_words() -> None:
    corrections = [Correction("sales PLAN", ("S1",), "eva"), Correction("Sales Plan!", ("keep", "S4"), "jo")]
    line, other = lint(["Sales plan", "Sales"], corrections).lines
    assert line.labels == (Label.S4, Label.KEEP)
    assert (line.corrected_by, line.confidence, line.why[0]) == ("jo", Confidence.HIGH, "jo said so")
    assert other.corrected_by == ""


def test_shares_are_of_lines_and_of_weight_and_a_line_counts_in_equal_parts() -> None:
    linted = lint("objective,weight\nCold calls,30\nReduce churn,70\n")
    assert linted.shares == {
        Label.NEW: Share(Decimal("0.25"), Decimal("0.15")),
        Label.KEEP: Share(Decimal("0.5"), Decimal("0.7")),
        Label.ACTIVITY: Share(Decimal("0.25"), Decimal("0.15")),
    }
    assert linted.channels["existing"] == Share(Decimal("0.5"), Decimal("0.7"))


def test_weights_of_some_lines_only_give_no_share_of_weight_and_it_is_said() -> None:
    linted = lint("objective,weight\nCold calls,\nReduce churn,70\n")
    assert linted.shares[Label.KEEP].weight is None
    assert linted.notes == ("1 of 2 objectives have no weight: shares of weight are left out",)


def test_an_objective_of_the_product_is_what_its_measure_and_filters_say() -> None:
    visits = Objective(
        "o1", "Win new logos", "activities", COMPANY, YEAR, Decimal(5), filters=(("purpose", ("service",)),)
    )
    (line,) = lint([visits]).lines
    assert (line.labels, line.why) == ((Label.SERVICE,), ("it is measured by Activities",))
    assert line.is_measurable
    assert line.line.weight == Decimal(1)
