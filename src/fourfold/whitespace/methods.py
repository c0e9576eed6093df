"""Methods that rank without being taught: popularity lists, item-kNN, EASE; and the settings of them all.

Guarantees that a method sees one cut-off and its settings, nothing else. Leaves the mathematics to the
scorers, and choosing among methods to the back-test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product

from fourfold.whitespace.judging import rank
from fourfold.whitespace.purchases import Cutoff, Purchases, at, truth
from fourfold.whitespace.scorers import (
    Scorer,
    adoption,
    buyers_ever,
    buyers_recent,
    decayed,
    ease,
    item_knn,
    scored,
)


class Method(StrEnum):
    """A way to rank what an account never bought."""

    BUYERS_EVER = "buyers_ever"
    BUYERS_RECENT = "buyers_recent"
    ADOPTION = "adoption"
    ITEM_KNN = "item_knn"
    EASE = "ease"
    DECAYED_EASE = "decayed_ease"
    LEARNED = "learned"


LISTS = (Method.BUYERS_EVER, Method.BUYERS_RECENT, Method.ADOPTION)
"""The simple lists: the same for every account, less what it owns."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the methods are told.

    Parameters
    ----------
    horizon
        Days within which a first purchase counts.
    least_buyers
        Accounts that bought an item before it is a candidate.
    strength, decayed_strength
        L2 penalties of EASE, plain and on decayed purchases.
    half_life, window
        Days: of the decay, and of the recent lists.
    """

    horizon: int = 90
    least_buyers: int = 5
    strength: float = 200.0
    decayed_strength: float = 100.0
    half_life: float = 90.0
    window: int = 45


GRID_STRENGTH = (20.0, 50.0, 100.0, 200.0, 400.0)
GRID_HALF_LIFE = (30.0, 60.0, 120.0, 240.0)
GRID_WINDOW = (30, 45, 90, 180)

_MADE: Mapping[Method, Callable[[Cutoff, Settings], Scorer]] = {
    Method.BUYERS_EVER: lambda cutoff, _: buyers_ever(cutoff),
    Method.BUYERS_RECENT: lambda cutoff, settings: buyers_recent(cutoff, settings.window),
    Method.ADOPTION: lambda cutoff, settings: adoption(cutoff, settings.window),
    Method.ITEM_KNN: lambda cutoff, _: item_knn(cutoff.owned),
    Method.EASE: lambda cutoff, settings: ease(cutoff.owned, settings.strength),
    Method.DECAYED_EASE: lambda cutoff, settings: ease(
        decayed(cutoff, settings.half_life), settings.decayed_strength
    ),
}
UNTAUGHT = tuple(_MADE)


def made(method: Method, cutoff: Cutoff, settings: Settings) -> Scorer:
    """Return the scorer of an untaught method at a cut-off; a taught one has no entry (KeyError)."""
    return _MADE[method](cutoff, settings)


def tuned(purchases: Purchases, day: int, settings: Settings) -> Settings:
    """Return the settings whose NDCG was best at one earlier cut-off, by the horizon from `day` on.

    Each of plain EASE, decayed EASE and the better of the two recent lists is tuned by itself. Without any
    first purchase after the day, the first setting of each grid that ties, so the settings of least strength,
    come back; ask only where the horizon from `day` on is over.
    """
    cutoff = at(purchases, day, least_buyers=settings.least_buyers)
    came = truth(purchases, cutoff, settings.horizon)

    def best(method: Method, tried: Iterable[Settings]) -> Settings:
        return max(tried, key=lambda one: rank(scored(made(method, cutoff, one), cutoff), came).ndcg)

    plain = best(Method.EASE, (replace(settings, strength=one) for one in GRID_STRENGTH))
    pairs = product(GRID_STRENGTH, GRID_HALF_LIFE)
    decay = best(
        Method.DECAYED_EASE,
        (replace(plain, decayed_strength=strength, half_life=half) for strength, half in pairs),
    )
    recent = (replace(decay, window=one) for one in GRID_WINDOW)
    return best(Method.ADOPTION, recent)
