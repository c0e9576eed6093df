"""Which part of a list's lines, and of its weight, falls to each label and each channel.

Guarantees that parts sum to 1 but for rounding: a line with several labels counts for each in equal parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fourfold.objectives.linter.labels import CHANNELS, Label

_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Share:
    """The part of the lines, and of the weight if every line has one; 0 to 1, four decimals."""

    lines: Decimal
    weight: Decimal | None


def shares(
    labels: Sequence[Sequence[Label]], weights: Sequence[Decimal | None]
) -> tuple[Mapping[Label, Share], Mapping[str, Share]]:
    """Return the shares by label, and by channel (new, existing, neither); none of an empty list.

    Each line has its labels and its weight. There is no share of weight where a line has none, or all
    have 0.
    """
    known = [weight for weight in weights if weight is not None]
    by_line = _parts(labels, [Decimal(1)] * len(labels))
    is_weighted = len(known) == len(labels) and sum(known) > 0
    by_weight = _parts(labels, known) if is_weighted else None
    found = {label: _share([label], by_line, by_weight) for label in by_line}
    channels = {
        channel: _share([label for label in by_line if CHANNELS[label] == channel], by_line, by_weight)
        for channel in ("new", "existing", "neither")
        if labels
    }
    return found, channels


def _parts(labels: Sequence[Sequence[Label]], weights: Sequence[Decimal]) -> dict[Label, Decimal]:
    whole = sum(weights, Decimal(0))
    parts = {label: Decimal(0) for label in Label if any(label in found for found in labels)}
    for found, weight in zip(labels, weights, strict=True):
        for label in found:
            parts[label] += weight / len(found) / whole
    return parts


def _share(
    labels: Sequence[Label], by_line: Mapping[Label, Decimal], by_weight: Mapping[Label, Decimal] | None
) -> Share:
    return Share(_sum(labels, by_line), _sum(labels, by_weight) if by_weight else None)


def _sum(labels: Sequence[Label], parts: Mapping[Label, Decimal]) -> Decimal:
    return sum((parts[label] for label in labels), Decimal(0)).quantize(_PLACES)
