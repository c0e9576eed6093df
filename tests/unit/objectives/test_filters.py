from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourfold.errors import BadRequest
from fourfold.objectives.filters import filters_text, parse_filters

words = st.text(st.sampled_from('ab ;|="é'), min_size=1, max_size=6)


def test_a_text_is_read_in_any_order_and_with_any_spaces() -> None:
    told = parse_filters(" segment =Retail;family = Helmets| Bikes ; ")
    assert told == (("family", ("Bikes", "Helmets")), ("segment", ("Retail",)))
    assert filters_text(told) == "family=Bikes|Helmets; segment=Retail"
    assert parse_filters("") == ()


@given(st.dictionaries(st.sampled_from(["family", "segment"]), st.sets(words, min_size=1, max_size=3)))
def test_filters_written_and_read_again_are_the_same(told: dict[str, set[str]]) -> None:
    told_filters = tuple((name, tuple(sorted(values))) for name, values in sorted(told.items()))
    assert parse_filters(filters_text(told_filters)) == told_filters


@pytest.mark.parametrize(
    "text",
    [
        "Bikes",
        "family=",
        "family=|Bikes",
        "=Bikes",
        "family=A|",
        "family=A; family=B",
        "family=A=B",
        'family="A',
        'family=12" rim',
    ],
)
def test_a_text_that_cannot_be_meant_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadRequest, match=r"filters.*Remedy: write them like family=Bikes") as refused:
        parse_filters(text)
    assert repr(text) in refused.value.cause
