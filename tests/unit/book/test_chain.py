from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourfold.book.chain import NOTHING, START, Entry, Head, Signed, chained_line, entries_of, parse_lines
from fourfold.errors import WorkspaceFault

BY = Signed("ann@example.com", "2026-01-02T03:04:05+00:00")
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from("abc"), inside),
    max_leaves=5,
)


def lines(*appends: int) -> list[bytes]:
    """Lines of so many records each."""
    made, last = [], NOTHING
    for count in appends:
        made.append(chained_line(last, [{"n": f"{last.number + i}"} for i in range(count)], BY))
        last = entries_of(made[-1])[-1]
    return made


def head(line: bytes) -> Head:
    last = entries_of(line)[-1]
    return Head(last.number, last.hash)


@given(st.lists(st.dictionaries(st.sampled_from("xyz"), plain), min_size=1, max_size=3))
def test_what_is_written_is_read_again(records: list[dict[str, object]]) -> None:
    line = chained_line(NOTHING, records, BY)  # type: ignore[arg-type]
    read = parse_lines(line, head(line), "j").entries
    assert [dict(entry.what) for entry in read] == records
    assert {(entry.at, entry.by) for entry in read} == {(BY.at, BY.by)}
    assert [entry.number for entry in read] == list(range(1, len(records) + 1))


def test_a_changed_line_a_missing_line_and_a_missing_end_are_found_and_named() -> None:
    made = lines(1, 2, 1)
    end = head(made[-1])
    changed = made[1].replace(b'"n":"1"', b'"n":"9"')
    with pytest.raises(WorkspaceFault, match="the line was changed") as fault:
        parse_lines(b"".join([made[0], changed, made[2]]), end, "j")
    assert fault.value.place == "j, line 2"
    with pytest.raises(WorkspaceFault, match="entry 2 is missing") as fault:
        parse_lines(made[0] + made[2], end, "j")
    assert fault.value.place == "j, line 2"
    with pytest.raises(WorkspaceFault, match="entries up to 4 are missing"):
        parse_lines(made[0] + made[1], end, "j")


def test_a_line_that_follows_another_one_is_found_though_it_is_whole() -> None:
    other = chained_line(NOTHING, [{"n": "other"}], BY)
    first, second = lines(1, 1)
    for mixed in (other + second, first + chained_line(Entry(1, "", "", {}, START), [{"n": "1"}], BY)):
        with pytest.raises(WorkspaceFault, match="line was changed") as fault:
            parse_lines(mixed + b"{}\n", Head(3, START), "j")
        assert fault.value.place == "j, line 2"


def test_a_chain_made_anew_without_its_head_is_found() -> None:
    other = chained_line(NOTHING, [{"n": "forged"}], BY)
    with pytest.raises(WorkspaceFault, match="missing"):
        parse_lines(other, head(lines(1)[0]), "j")


@given(st.integers(min_value=0))
def test_a_line_beyond_the_head_that_was_cut_anywhere_is_no_entry(at: int) -> None:
    made = lines(2, 3)
    cut = made[1][: at % len(made[1])]
    found = parse_lines(made[0] + cut, head(made[0]), "j")
    assert (len(found.entries), found.whole) == (2, len(made[0]))


def test_a_whole_line_beyond_the_head_counts() -> None:
    made = lines(2, 3)
    assert len(parse_lines(b"".join(made), head(made[0]), "j").entries) == 5
    assert len(parse_lines(b"".join(made), Head(0, START), "j").entries) == 5


def test_a_record_holds_no_float_and_nothing_that_json_lacks() -> None:
    for wrong in (1.5, {1, 2}, {1: "a"}, b"x"):
        with pytest.raises(TypeError, match="cannot hold"):
            chained_line(NOTHING, [{"x": [wrong]}], BY)  # type: ignore[list-item, dict-item]
