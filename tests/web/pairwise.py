"""Few combinations in which every two values of any two parameters meet at least once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import TypeVar

V = TypeVar("V")

Case = dict[str, V]


def every(parameters: Mapping[str, Sequence[V]]) -> Iterator[Case[V]]:
    """Yield every combination."""
    for values in product(*parameters.values()):
        yield dict(zip(parameters, values, strict=True))


def pairwise(parameters: Mapping[str, Sequence[V]]) -> list[Case[V]]:
    """Return combinations, the same on every run, that hold every pair of values; greedy, not the fewest."""
    names = list(parameters)
    if len(names) < 2:
        return list(every(parameters))
    due = {
        pair
        for one, other in combinations(range(len(names)), 2)
        for pair in product(_places(parameters, names, one), _places(parameters, names, other))
    }
    cases = []
    while due:
        chosen: dict[int, int] = dict(min(due))
        for name in range(len(names)):
            if name not in chosen:
                choices = _places(parameters, names, name)
                chosen[name] = max(choices, key=lambda place: (_met(due, chosen, place), -place[1]))[1]
        due -= {pair for pair in due if all(chosen[name] == value for name, value in pair)}
        cases.append({names[name]: parameters[names[name]][chosen[name]] for name in range(len(names))})
    return cases


Place = tuple[int, int]


def _places(parameters: Mapping[str, Sequence[V]], names: Sequence[str], name: int) -> list[Place]:
    return [(name, value) for value in range(len(parameters[names[name]]))]


def _met(due: set[tuple[Place, Place]], chosen: Mapping[int, int], place: Place) -> int:
    """Return how many pairs a value would meet with what is chosen."""
    pairs = (tuple(sorted((place, other))) for other in chosen.items())
    return sum(pair in due for pair in pairs)
