"""Chooses a method by earlier cut-offs, gives probabilities at a cut-off, compares all methods afterwards.

Guarantees that choosing and teaching see nothing from the cut-off's day on; that the chosen method ranked no
worse than the best simple list on the latest earlier cut-off; and that every choice tells why. There the
learner is judged on accounts that did not teach it: two halves, each judged by what the other taught. Leaves
reading a book, reasons in words and money to the caller.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from fourfold.whitespace.calibration import isotonic
from fourfold.whitespace.features import Inputs, inputs
from fourfold.whitespace.judging import Difference, Level, Ranking, difference, level, rank
from fourfold.whitespace.learner import Learner, Lesson, answers, learn, lesson
from fourfold.whitespace.methods import LISTS, UNTAUGHT, Method, Settings, made
from fourfold.whitespace.purchases import Cutoff, Floats, Purchases, Scores, Truth, at, truth
from fourfold.whitespace.scorers import scored

POSITIVES = 1_500
"""First purchases at earlier cut-offs below which nothing is taught (a judgement between 1,200 and 9,200)."""

FEWEST = 30
"""First purchases below which nothing is known of how EASE does: a list is kept to."""


HAIR = 1e-4
"""The most that a probability is moved to keep the order of scores that calibration made equal."""


class Why(StrEnum):
    """Why a method was chosen."""

    BEST_BEFORE = "best_before"
    FEW_POSITIVES = "few_positives"
    LEARNER_NO_BETTER = "learner_no_better"
    LIST_NO_WORSE = "list_no_worse"
    LITTLE_HISTORY = "little_history"


@dataclass(frozen=True, slots=True)
class Choice:
    """The method that is used, why, and what it rests on.

    Parameters
    ----------
    positives
        First purchases at the earlier cut-offs that taught.
    days
        Those cut-offs, latest first.
    before
        NDCG of each method at the latest of them, by method; empty with too little history.
    """

    method: Method
    why: Why
    positives: int
    days: tuple[int, ...]
    before: Mapping[Method, float]


@dataclass(frozen=True, slots=True, eq=False)
class Suggestions:
    """Probabilities of first purchases: accounts x candidates, minus infinity where owned."""

    cutoff: Cutoff
    probabilities: Scores
    choice: Choice


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """What came of it: the chosen method beside every untaught one, on the same accounts.

    Parameters
    ----------
    shown
        How the suggestions ranked; `level` how their probabilities held.
    others
        How each untaught method ranked.
    over_list
        NDCG of the suggestions less that of the simple list that ranked best here, chosen after the fact,
        which is in the list's favour.
    """

    suggestions: Suggestions
    truth: Truth
    shown: Ranking
    level: Level
    others: Mapping[Method, Ranking]
    over_list: Difference


@dataclass(frozen=True, slots=True, eq=False)
class Earlier:
    """An earlier cut-off whose horizon is over."""

    cutoff: Cutoff
    truth: Truth


def teaching_days(purchases: Purchases, day: int, horizon: int) -> tuple[int, ...]:
    """Return earlier cut-offs whose horizon ends by `day`, latest first: day - horizon x 1, 4/3 and 5/3.

    The later two only with a horizon of history before them; the first only if anything came before it.
    """
    if not len(purchases):
        return ()
    first = int(purchases.day.min())
    days = [day - horizon, day - horizon * 4 // 3, day - horizon * 5 // 3]
    return tuple(one for number, one in enumerate(days) if one - first >= (horizon if number else 1))


def suggest(purchases: Purchases, day: int, settings: Settings) -> Suggestions:
    """Return probabilities at a cut-off, by the method that earlier cut-offs speak for.

    Parameters
    ----------
    purchases
        May reach beyond `day`; nothing from `day` on is used.
    day
        The cut-off.
    """
    known = purchases.before(day)
    days = teaching_days(known, day, settings.horizon)
    earlier = [_earlier(known, one, settings) for one in days]
    cutoff = at(known, day, least_buyers=settings.least_buyers)
    positives = sum(int(one.truth.bought.nnz) for one in earlier)
    if positives < FEWEST:
        choice = Choice(Method.BUYERS_EVER, Why.LITTLE_HISTORY, positives, days, {})
        return Suggestions(cutoff, _levelled(choice.method, cutoff, earlier, settings), choice)
    before = {method: _before(method, earlier[0], settings) for method in (*LISTS, Method.DECAYED_EASE)}
    learner = None
    if positives >= POSITIVES:
        before[Method.LEARNED], learner = _taught(earlier, settings)
    choice = _choice(before, positives, days)
    if choice.method is Method.LEARNED and learner is not None:
        return Suggestions(cutoff, learner.probabilities(cutoff, inputs(cutoff, settings)), choice)
    return Suggestions(cutoff, _levelled(choice.method, cutoff, earlier, settings), choice)


def compare(purchases: Purchases, day: int, settings: Settings) -> Comparison:
    """Return the suggestions of a cut-off whose horizon is over, beside every untaught method."""
    suggestions = suggest(purchases, day, settings)
    cutoff = suggestions.cutoff
    came = truth(purchases, cutoff, settings.horizon)
    others = {method: rank(scored(made(method, cutoff, settings), cutoff), came) for method in UNTAUGHT}
    shown = rank(suggestions.probabilities, came)
    best = max((others[method] for method in LISTS), key=lambda one: one.ndcg)
    return Comparison(
        suggestions,
        came,
        shown,
        level(suggestions.probabilities, cutoff, came),
        others,
        difference(shown, best),
    )


def _earlier(known: Purchases, day: int, settings: Settings) -> Earlier:
    cutoff = at(known, day, least_buyers=settings.least_buyers)
    return Earlier(cutoff, truth(known, cutoff, settings.horizon))


def _before(method: Method, earlier: Earlier, settings: Settings) -> float:
    return rank(scored(made(method, earlier.cutoff, settings), earlier.cutoff), earlier.truth).ndcg


def _choice(before: Mapping[Method, float], positives: int, days: tuple[int, ...]) -> Choice:
    simple = max(LISTS, key=lambda one: before[one])
    ease = Method.DECAYED_EASE
    learned = before.get(Method.LEARNED)
    if learned is not None and learned >= max(before[simple], before[ease]):
        return Choice(Method.LEARNED, Why.BEST_BEFORE, positives, days, before)
    if before[ease] < before[simple]:
        return Choice(simple, Why.LIST_NO_WORSE, positives, days, before)
    why = Why.FEW_POSITIVES if learned is None else Why.LEARNER_NO_BETTER
    return Choice(ease, why, positives, days, before)


def _taught(earlier: Sequence[Earlier], settings: Settings) -> tuple[float, Learner]:
    """Return the learner's NDCG at the latest earlier cut-off, on accounts unseen, and the learner of all."""
    lessons: list[Lesson] = []
    latest: Inputs = {}
    for number, one in enumerate(earlier):
        scorers = inputs(one.cutoff, settings)
        latest = latest if number else scorers
        lessons.append(lesson(one.cutoff, one.truth, scorers))
    return _unseen(earlier, lessons, latest), learn(lessons)


def _unseen(earlier: Sequence[Earlier], lessons: Sequence[Lesson], latest: Inputs) -> float:
    halves = [[one.cutoff.accounts % 2 == half for one in earlier] for half in (0, 1)]
    learners = [
        learn([one.of_rows(kept) for one, kept in zip(lessons, half, strict=True)]) for half in halves
    ]
    of_even, of_odd = answers(learners, earlier[0].cutoff, latest)
    scores = np.where(halves[0][0][:, None], of_odd, of_even)
    return rank(scores, earlier[0].truth).ndcg


def _levelled(method: Method, cutoff: Cutoff, earlier: Sequence[Earlier], settings: Settings) -> Scores:
    """Return probabilities of an untaught method: isotonic over its scores at earlier cut-offs."""
    scores = scored(made(method, cutoff, settings), cutoff)
    seen, came = [], []
    for one in earlier:
        found = scored(made(method, one.cutoff, settings), one.cutoff)
        open_pairs = np.isfinite(found)
        bought = np.asarray((one.truth.bought > 0).todense(), dtype=bool)
        seen.append(found[open_pairs])
        came.append(bought[open_pairs])
    if not seen:
        return np.where(np.isfinite(scores), np.float32(0), scores)
    rising = isotonic(np.concatenate(seen), np.concatenate(came))
    return _in_order(scores, rising(scores))


def _in_order(scores: Scores, probability: Floats) -> Scores:
    """Return probabilities whose ties keep the order of the scores (`HAIR` at most)."""
    level = np.unique(scores[np.isfinite(scores)])
    hair = np.searchsorted(level, scores) / max(len(level), 1) * HAIR
    return np.where(np.isfinite(scores), probability * (1 - HAIR) + hair, -np.inf).astype(np.float32)
