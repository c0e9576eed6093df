from __future__ import annotations

from decimal import Decimal

from fourfold.measures import MONEY, SOURCES
from fourfold.measures.catalogue import CATALOGUE, CHANNEL_OF, LEVELS, Needs, Serves


def test_what_a_measure_serves_sums_to_one_and_names_its_channels() -> None:
    for measure in CATALOGUE.values():
        assert sum(measure.serves.values()) == 1, measure.id
        pointed = sum(part for target, part in measure.serves.items() if target in CHANNEL_OF)
        assert sum(measure.channels.values()) == pointed


def test_every_measure_says_what_it_is_and_when_it_is_empty() -> None:
    for own, measure in CATALOGUE.items():
        assert measure.id == own
        assert measure.name and measure.definition and measure.formula and measure.unit  # noqa: PT018
        assert measure.when_missing.partition(":")[0] in {"0", "empty"}
        assert set(LEVELS) <= set(measure.levels)


def test_each_source_of_growth_is_a_measure_that_serves_itself() -> None:
    for source in SOURCES:
        assert CATALOGUE[source].serves == {Serves(source): Decimal(1)}
        assert CATALOGUE[source].unit == MONEY
        assert CATALOGUE[source].is_money


def test_revenue_tells_no_source_and_new_accounts_are_of_the_new_channel() -> None:
    assert CATALOGUE["revenue"].channels == {"new": 0, "existing": 0}
    assert CATALOGUE["new_accounts"].channels == {"new": 1, "existing": 0}
    assert CATALOGUE["nrr"].channels == {"new": 0, "existing": 1}


def test_rates_do_not_add_up_and_losses_are_better_when_less() -> None:
    assert {own for own, m in CATALOGUE.items() if not m.is_additive} == {
        "nrr", "grr", "penetration", "attach_rate",
    }  # fmt: skip
    assert {own for own, m in CATALOGUE.items() if m.is_lower_better} == {"lost_accounts", "dropped_products"}


def test_activities_and_opportunities_are_narrowed_by_what_is_computed_of_them() -> None:
    for measure in CATALOGUE.values():
        if measure.needs in {Needs.ACTIVITIES, Needs.OPPORTUNITIES}:
            assert "channel" in measure.filters
