"""What an objective addresses, how sure the linter is of it, and what a person said instead.

Guarantees a fixed list of labels, each with the channel that it points at. Leaves finding them to
`judging`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from fourfold.errors import BadRequest
from fourfold.measures.catalogue import Serves
from fourfold.words import say


class Label(StrEnum):
    """What a line addresses: a source, a channel whose product is not said, or another subject."""

    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    S4 = "S4"
    NEW = "new"
    EXISTING = "existing"
    KEEP = "keep"
    RELATIONSHIP = "relationship"
    SERVICE = "service"
    ACTIVITY = "activity"
    OTHER = "other"


CHANNELS: Mapping[Label, str] = MappingProxyType(
    {
        Label.S1: "new",
        Label.S2: "new",
        Label.NEW: "new",
        Label.S3: "existing",
        Label.S4: "existing",
        Label.EXISTING: "existing",
        Label.KEEP: "existing",
        Label.RELATIONSHIP: "existing",
        Label.SERVICE: "existing",
        Label.ACTIVITY: "neither",
        Label.OTHER: "neither",
    }
)
"""The channel of a label: new or existing accounts, or neither."""

OF_SERVES: Mapping[Serves, Label] = MappingProxyType(
    {
        Serves.S1: Label.S1,
        Serves.S2: Label.S2,
        Serves.S3: Label.S3,
        Serves.S4: Label.S4,
        Serves.KEEP: Label.KEEP,
        Serves.RELATIONSHIP: Label.RELATIONSHIP,
        Serves.SERVICE: Label.SERVICE,
        Serves.ACTIVITY: Label.ACTIVITY,
        Serves.OTHER: Label.OTHER,
    }
)
"""The label of what a measure of the catalogue serves."""


class Confidence(StrEnum):
    """How sure the linter is of a line's labels; `judging` states the rule."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person said a text addresses; it overrides the rules wherever the same words stand again.

    Case, accents and punctuation do not matter. Of several for one text the last counts.
    """

    text: str
    labels: tuple[str, ...]
    by: str

    def __post_init__(self) -> None:
        """Refuse a correction without a label, and one with a label that does not exist."""
        known = [str(label) for label in Label]
        wrong = [label for label in self.labels if label not in known]
        if wrong or not self.labels:
            raise BadRequest(
                say("no label {name}", name=repr(wrong[0] if wrong else "")),
                place="correction",
                remedy=say("use one of {names}", names=", ".join(known)),
            )
