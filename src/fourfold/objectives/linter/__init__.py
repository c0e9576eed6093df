"""The linter of objectives: what a list of them addresses, why, what it misses, and how to measure it."""

from fourfold.objectives.linter.figures import Measured
from fourfold.objectives.linter.labels import CHANNELS, Confidence, Correction, Label
from fourfold.objectives.linter.linting import SUBJECTS, Linted, LintedLine, Missing, lint
from fourfold.objectives.linter.proposals import Proposal
from fourfold.objectives.linter.reading import Line
from fourfold.objectives.linter.shares import Share

__all__ = [
    "CHANNELS",
    "SUBJECTS",
    "Confidence",
    "Correction",
    "Label",
    "Line",
    "Linted",
    "LintedLine",
    "Measured",
    "Missing",
    "Proposal",
    "Share",
    "lint",
]
