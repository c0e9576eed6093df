"""What the linter says of a list of objectives: sentences, a bar for each label, the lines as a table.

Guarantees that new and existing accounts are told in the same words, that labels have the fixed colours
and always a name, and that the file holds every line. Leaves reading the list to
`fourfold.objectives.linter`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from fourfold.objectives.linter import CHANNELS, Confidence, Label, Linted, LintedLine, Proposal, Share
from fourfold.reports.grids import Cell, Column, Grid, Kind
from fourfold.reports.marks import NARROW, WIDE, BarRow, Bars, Picture, Segment
from fourfold.reports.numbers import percent
from fourfold.reports.plates import Plate
from fourfold.words import message, say, say_many

NAMES: Mapping[Label, str] = MappingProxyType(
    {
        Label.S1: message("S1 new product, new account"),
        Label.S2: message("S2 existing product, new account"),
        Label.S3: message("S3 new product, existing account"),
        Label.S4: message("S4 additional product, existing account"),
        Label.NEW: message("new accounts, product not said"),
        Label.EXISTING: message("existing accounts, product not said"),
        Label.KEEP: message("keeping what they buy"),
        Label.RELATIONSHIP: message("relationship"),
        Label.SERVICE: message("service"),
        Label.ACTIVITY: message("activity"),
        Label.OTHER: message("other, such as revenue"),
    }
)
"""What each label says, in full: messages for `say`."""

_SHORT: Mapping[Label, str] = {
    Label.NEW: message("new accounts"),
    Label.EXISTING: message("existing accounts"),
    Label.KEEP: message("keeping"),
    Label.RELATIONSHIP: message("relationship"),
    Label.SERVICE: message("service"),
    Label.ACTIVITY: message("activity"),
    Label.OTHER: message("other"),
}
_COLOURS: Mapping[Label, str] = {
    Label.S1: "s1",
    Label.S2: "s2",
    Label.S3: "s3",
    Label.S4: "s4",
    Label.NEW: "s2",
    Label.EXISTING: "s4",
    Label.KEEP: "existing",
    Label.RELATIONSHIP: "existing",
    Label.SERVICE: "existing",
    Label.ACTIVITY: "base",
    Label.OTHER: "other",
}
_CHANNELS: Mapping[str, str] = {
    "new": message("New accounts"),
    "existing": message("Existing accounts"),
    "neither": message("Neither"),
}
_SUBJECTS: Mapping[str, str] = {
    "new": message("new accounts"),
    "existing": message("existing accounts"),
    "keep": message("keeping what they buy"),
    "relationship": message("relationship"),
    "service": message("service"),
}
_CONFIDENCE: Mapping[Confidence, str] = {
    Confidence.HIGH: message("sure"),
    Confidence.MEDIUM: message("fairly sure"),
    Confidence.LOW: message("a guess"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A label as it stands beside a line: its short name, its full one, its colour."""

    text: str
    full: str
    kind: str


def chip(label: Label) -> Chip:
    """Return a label for a page."""
    return Chip(short(label), say(NAMES[label]), _COLOURS[label])


def short(label: Label) -> str:
    """Return the short name of a label: `S3`, `keeping`."""
    return say(_SHORT[label]) if label in _SHORT else label.value


def how_sure(confidence: Confidence) -> str:
    """Return how sure the linter is, in words."""
    return say(_CONFIDENCE[confidence])


def lint_sentence(linted: Linted) -> str:
    """Return the first sentence: how many lines tell no source, and what none addresses.

    A list without lines says so.
    """
    if not linted.lines:
        return say("There is no objective in this list.")
    silent, lines = sum(map(_is_silent, linted.lines)), len(linted.lines)
    first = say_many(
        "{count} of {lines} lines tells no source",
        "{count} of {lines} lines tell no source",
        silent,
        count=silent,
        lines=lines,
    )
    names = _missing(linted)
    if not names:
        return say(
            "{first}; together they address new and existing accounts, keeping, relationship and service.",
            first=first,
        )
    return say("{first}; none addresses {names}.", first=first, names=_or(names))


def lint_sentences(linted: Linted) -> tuple[str, ...]:
    """Return what else is to be said first: the parts of both channels, and how many can be measured."""
    if not linted.lines:
        return ()
    weights = {name: share.weight for name, share in linted.channels.items()}
    told = [_of_channels(message("Of the lines"), {n: s.lines for n, s in linted.channels.items()})]
    if all(weight is not None for weight in weights.values()):
        told.append(_of_channels(message("Of the weight"), weights))
    vague = sum(not line.is_measurable for line in linted.lines)
    if vague:
        text = say_many(
            "{count} line cannot be measured as it stands; wording is proposed beside it.",
            "{count} lines cannot be measured as they stand; wording is proposed beside them.",
            vague,
            count=vague,
        )
        told.append(text)
    return tuple(told)


def lint_plate(linted: Linted) -> Plate:
    """Return a bar for each channel and, under it, for each label, as parts of all lines."""
    rows: list[BarRow] = []
    for channel, name in _CHANNELS.items():
        own = {label: share.lines for label, share in linted.shares.items() if CHANNELS[label] == channel}
        whole = sum(own.values(), Decimal(0))
        rows.append(BarRow(say(name), percent(whole), _stacked(own), is_total=True))
        rows += [
            BarRow(say(NAMES[label]), percent(share), (Segment(Decimal(0), share, _COLOURS[label]),))
            for label, share in own.items()
        ]
    note = say("A line that addresses several counts for each in equal parts.")
    picture = Picture(Bars(tuple(rows), WIDE), Bars(tuple(rows), NARROW))
    return Plate("shares", say("What the lines address"), note, picture, shares_grid(linted))


def shares_grid(linted: Linted) -> Grid:
    """Return a row for each channel and label: its part of the lines, and of the weight if all have one."""
    columns = (
        Column("address", "Addresses", Kind.TEXT),
        Column("lines", "Of the lines", Kind.SHARE),
        Column("weight", "Of the weight", Kind.SHARE),
    )
    rows: list[tuple[Cell, ...]] = []
    for channel, name in _CHANNELS.items():
        if channel in linted.channels:
            rows.append(_shared(say(name), linted.channels[channel]))
        rows += [
            _shared(f"– {say(NAMES[label])}", share)
            for label, share in linted.shares.items()
            if CHANNELS[label] == channel
        ]
    return Grid(say("What the lines address"), columns, tuple(rows))


def lint_grid(linted: Linted) -> Grid:
    """Return one row for each line, and below one for each subject that the list misses.

    Columns: line (its number), objective, owner, weight, addresses, confidence, measurable, why, proposed
    wording, corrected by. A subject that is missing has no line number.
    """
    columns = (
        Column("line", "Line", Kind.TEXT),
        Column("objective", "Objective", Kind.TEXT),
        Column("owner", "Whose", Kind.TEXT),
        Column("weight", "Weight", Kind.TEXT),
        Column("addresses", "Addresses", Kind.TEXT),
        Column("confidence", "How sure", Kind.TEXT),
        Column("measurable", "Measurable", Kind.TEXT),
        Column("why", "Why", Kind.TEXT),
        Column("proposed", "Proposed wording", Kind.TEXT),
        Column("corrected_by", "Corrected by", Kind.TEXT),
    )
    lines: list[tuple[Cell, ...]] = [_row(line) for line in linted.lines]
    missing: list[tuple[Cell, ...]] = [
        ("", one.said, "", "", say(_SUBJECTS[one.subject]), "", "", "", _worded(one.proposals), "")
        for one in linted.missing
    ]
    return Grid(say("Objectives, linted"), columns, (*lines, *missing))


def _row(line: LintedLine) -> tuple[Cell, ...]:
    weight = line.line.weight
    return (
        str(line.line.number),
        line.line.text,
        line.line.owner,
        "" if weight is None else f"{weight.normalize():f}",
        ", ".join(short(label) for label in line.labels),
        how_sure(line.confidence),
        say("yes") if line.is_measurable else say("no"),
        "; ".join(line.why),
        _worded(line.proposals),
        line.corrected_by,
    )


def _worded(proposals: Sequence[Proposal]) -> str:
    return "; ".join(one.wording for one in proposals)


def _is_silent(line: LintedLine) -> bool:
    return all(CHANNELS[label] == "neither" for label in line.labels)


def _missing(linted: Linted) -> list[str]:
    """Name what no line addresses; keeping is not named beside existing accounts, which hold it."""
    subjects = [one.subject for one in linted.missing]
    return [say(_SUBJECTS[name]) for name in subjects if name != "keep" or "existing" not in subjects]


def _or(names: Sequence[str]) -> str:
    *before, last = names
    return say("{first} or {second}", first=", ".join(before), second=last) if before else last


def _of_channels(head: str, parts: Mapping[str, Decimal | None]) -> str:
    return say(
        "{head}, {new} point to new accounts, {existing} to existing ones, {neither} to neither.",
        head=say(head),
        new=percent(parts["new"]),
        existing=percent(parts["existing"]),
        neither=percent(parts["neither"]),
    )


def _stacked(parts: Mapping[Label, Decimal]) -> tuple[Segment, ...]:
    made, at = [], Decimal(0)
    for label, share in parts.items():
        made.append(Segment(at, at + share, _COLOURS[label]))
        at += share
    return tuple(made)


def _shared(name: str, share: Share) -> tuple[Cell, ...]:
    return name, share.lines, share.weight
