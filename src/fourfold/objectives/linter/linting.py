"""The linter of objectives: what each line of a list addresses and why, and what the list misses.

Guarantees the same answer for the same list and corrections, with every match that led to it, and the
same treatment of new and of existing accounts. Leaves keeping corrections to whoever calls.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fourfold.objectives.linter.figures import Measured, measured
from fourfold.objectives.linter.folding import Folded, folded
from fourfold.objectives.linter.judging import confidence, counted, labels
from fourfold.objectives.linter.labels import OF_SERVES, Confidence, Correction, Label
from fourfold.objectives.linter.matching import Match, matches
from fourfold.objectives.linter.proposals import Proposal, for_label, for_line
from fourfold.objectives.linter.reading import Line, listed
from fourfold.objectives.linter.rules import rules
from fourfold.objectives.linter.shares import Share, shares
from fourfold.objectives.objective import Objective
from fourfold.words import ENGLISH, LANGUAGES, language, message, say

SUBJECTS: Mapping[str, tuple[Label, ...]] = {
    "new": (Label.S1, Label.S2, Label.NEW),
    "existing": (Label.S3, Label.S4, Label.EXISTING, Label.KEEP),
    "keep": (Label.KEEP,),
    "relationship": (Label.RELATIONSHIP,),
    "service": (Label.SERVICE,),
}
"""What a balanced list addresses, and the labels of which one at least stands for it."""

_MISSING = {
    "new": message("no objective addresses new accounts"),
    "existing": message("no objective addresses existing accounts"),
    "keep": message("no objective addresses keeping what existing accounts buy"),
    "relationship": message("no objective addresses the relationship with existing accounts"),
    "service": message("no objective addresses service"),
}


@dataclass(frozen=True, slots=True)
class LintedLine:
    """What one line addresses.

    Parameters
    ----------
    line
        The line as it was read.
    labels
        What it addresses, in the order of `Label`; at least one.
    why
        One sentence for each match, denied ones too, in the reader's language.
    confidence
        How sure the labels are; `judging` states the rule.
    measured
        The words that give a figure, a unit and a period.
    language
        The language it is written in.
    proposals
        Measurable wording, if it is not measurable as it stands.
    corrected_by
        Who said what it addresses; empty where the rules did.
    """

    line: Line
    labels: tuple[Label, ...]
    why: tuple[str, ...]
    confidence: Confidence
    measured: Measured
    language: str
    proposals: tuple[Proposal, ...] = ()
    corrected_by: str = ""

    @property
    def is_measurable(self) -> bool:
        """Whether it says how much, and of what or by when; an objective of the product always does."""
        return self.line.objective is not None or self.measured.is_measurable


@dataclass(frozen=True, slots=True)
class Missing:
    """A subject that no line addresses: its name in `SUBJECTS`, a sentence, what would address it."""

    subject: str
    said: str
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Linted:
    """What a list addresses and what it misses; `shares` by label, `channels` by new, existing, neither."""

    lines: tuple[LintedLine, ...]
    language: str
    missing: tuple[Missing, ...]
    shares: Mapping[Label, Share]
    channels: Mapping[str, Share]
    notes: tuple[str, ...]


def lint(given: str | Iterable[str | Objective], corrections: Iterable[Correction] = ()) -> Linted:
    """Return what a list of objectives addresses, why, and what it misses.

    Parameters
    ----------
    given
        A text, pasted (one objective a line) or CSV with a header; or texts; or objectives of the product,
        whose measure and filters decide.
    corrections
        What people said of texts before; the last for a text counts.

    Returns
    -------
    Linted
        In the order of the list. An empty list has no lines, no shares, and misses nothing.

    Raises
    ------
    BadRequest
        By `Correction`, if a label does not exist.
    """
    read = listed(given)
    known = {folded(one.text).key: one for one in corrections}
    texts = [folded(line.text) for line in read.lines]
    found = [matches(text) for text in texts]
    spoken = [_hits(*pair) for pair in zip(texts, found, strict=True)]
    tongue = _most(sum(spoken, Counter()), ENGLISH)
    lines = tuple(
        _judged(_Met(line, text, matched, _most(hits, tongue)), known.get(text.key))
        for line, text, matched, hits in zip(read.lines, texts, found, spoken, strict=True)
    )
    by_label, channels = shares([line.labels for line in lines], [line.line.weight for line in lines])
    notes = (*read.notes, *_weight_notes(lines))
    return Linted(lines, tongue, _missing(lines, tongue), by_label, channels, notes)


@dataclass(frozen=True, slots=True)
class _Met:
    """A line, its words, what they met, and its language."""

    line: Line
    text: Folded
    matches: tuple[Match, ...]
    language: str


def _judged(met: _Met, correction: Correction | None) -> LintedLine:
    line, objective = met.line, met.line.objective
    standing = counted(met.matches)
    found, why, sure = (
        labels(standing),
        tuple(_why(match, standing) for match in met.matches),
        confidence(met.matches),
    )
    by = ""
    if correction:
        by = correction.by
        found = tuple(label for label in Label if label in correction.labels)
        why, sure = (say("{person} said so", person=by), *why), Confidence.HIGH
    elif objective:
        found, why, sure = _measured_by(objective), (_by_measure(objective),), Confidence.HIGH
    figures = measured(met.text)
    is_done = objective is not None or figures.is_measurable
    better = () if is_done else for_line(found, () if by else standing, met.language)
    return LintedLine(
        line, found, why or (say("no rule knows its words"),), sure, figures, met.language, better, by
    )


def _measured_by(objective: Objective) -> tuple[Label, ...]:
    served = {OF_SERVES[target] for target in objective.serves}
    return tuple(label for label in Label if label in served)


def _by_measure(objective: Objective) -> str:
    return say("it is measured by {measure}", measure=objective.of.name)


def _why(match: Match, standing: Sequence[Match]) -> str:
    name = match.rule.names[language()]
    if match.denied_by:
        return say(
            "“{words}” ({rule}) does not count: “{denial}”",
            words=match.quoted,
            rule=name,
            denial=match.denied_by,
        )
    if match not in standing:
        return say(
            "“{words}” ({rule}) does not count: surer words say otherwise", words=match.quoted, rule=name
        )
    return say("“{words}” ({rule})", words=match.quoted, rule=name)


def _hits(text: Folded, found: Sequence[Match]) -> Counter[str]:
    """Return how many words speak for each language: its small words, and what its rules found."""
    hits = Counter(
        {code: sum(word in known.common for word in text.words) for code, known in rules().languages.items()}
    )
    for match in found:
        hits.update(match.languages)
    return +hits


def _most(hits: Counter[str], otherwise: str) -> str:
    """Return the language that most speaks for; if several do alike, the other one."""
    most = max(hits.values(), default=0)
    ahead = [code for code in LANGUAGES if most and hits[code] == most]
    return ahead[0] if len(ahead) == 1 else otherwise


def _missing(lines: Sequence[LintedLine], tongue: str) -> tuple[Missing, ...]:
    addressed = {label for line in lines for label in line.labels}
    return tuple(
        Missing(subject, say(_MISSING[subject]), for_label(Label(subject), tongue))
        for subject, by in SUBJECTS.items()
        if lines and not addressed & set(by)
    )


def _weight_notes(lines: Sequence[LintedLine]) -> tuple[str, ...]:
    without = [line for line in lines if line.line.weight is None]
    if not without or len(without) == len(lines):
        return ()
    return (
        say(
            "{count} of {lines} objectives have no weight: shares of weight are left out",
            count=len(without),
            lines=len(lines),
        ),
    )
