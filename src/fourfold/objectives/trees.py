"""Trees: a target handed down several levels, and sums compared on the way back up.

Guarantees that each level of a cascade sums to the one above (with its over-assignment), and that a
roll-up shows every parent whose parts do not. Leaves one level to `cascade`.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from fourfold.measures.catalogue import CATALOGUE
from fourfold.money import amount, units
from fourfold.objectives.allotment import refuse
from fourfold.objectives.cascade import Cascade, Part, Rule, Whole, cascade
from fourfold.objectives.objective import Owner
from fourfold.words import say

Key = TypeVar("Key", bound=Hashable)
Path = tuple[Owner, ...]
"""A place in the tree from the top down: who moved between two teams during the period has two."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A part and those below it; none below a seller."""

    part: Part
    below: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """One level of a cascaded tree: the cut of one owner's target, and the cuts below.

    `path` leads to the owner whose target is cut; the cuts below are those of owners with parts of
    their own.
    """

    path: Path
    cascade: Cascade
    below: tuple[Node, ...] = ()

    @property
    def targets(self) -> dict[Path, Decimal]:
        """Every target of the tree by its place: the whole's, and each part's at every level."""
        found = {self.path: self.cascade.whole.target}
        found |= {(*self.path, part.owner): part.target for part in self.cascade.parts}
        for node in self.below:
            found |= node.targets
        return found

    @property
    def parents(self) -> dict[Path, Path]:
        """Each place but the top with the place above it."""
        return {path: path[:-1] for path in self.targets if path != self.path}

    def set_by(self, owner: Owner) -> tuple[Node, ...]:
        """Return the cuts that an owner makes, each with all below it; those above are not theirs to see."""
        here = (self,) if self.path[-1] == owner else ()
        return here or tuple(found for node in self.below for found in node.set_by(owner))


@dataclass(frozen=True, slots=True)
class RollUp(Generic[Key]):
    """A parent's target against the sum of its parts.

    `target` is None where the parent has none of its own; `difference` is sum - target, above 0 where
    more is handed out than the parent has; `without` are parts that have no target at any level.
    """

    parent: Key
    target: Decimal | None
    sum: Decimal
    difference: Decimal | None
    without: tuple[Key, ...] = ()


def cascade_tree(whole: Whole, branches: Sequence[Branch], rules: Sequence[Rule]) -> Node:
    """Cut a target down a tree of any depth.

    Parameters
    ----------
    whole
        The target at the top.
    branches
        Those right below the top, each with those below it.
    rules
        One for each level from the top; the last holds for all levels further down. Over-assignments
        multiply from level to level, each rounded once.

    Raises
    ------
    BadRequest
        If there is no rule, or where `cascade` raises it; the place names whose target could not be cut.
    """
    if not rules:
        refuse(say("no rule says how to cut"), say("give one base at least"), whole.place)
    return _node(whole, branches, rules, (whole.owner,))


def _node(whole: Whole, branches: Sequence[Branch], rules: Sequence[Rule], path: Path) -> Node:
    cut = cascade(whole, [branch.part for branch in branches], rules[0])
    below = [
        _node(
            Whole(whole.measure, part.target, whole.period, part.owner),
            branch.below,
            rules[1:] or rules,
            (*path, part.owner),
        )
        for branch, part in zip(branches, cut.parts, strict=True)
        if branch.below
    ]
    return Node(path, cut, tuple(below))


def rolled_up(
    measure: str, targets: Mapping[Key, Decimal], parents: Mapping[Key, Key]
) -> tuple[RollUp[Key], ...]:
    """Compare each parent's target with the sum of its parts' targets, on any tree.

    A parent without a target of its own passes up what its parts sum to.

    Parameters
    ----------
    measure
        An additive measure of the catalogue.
    targets
        Targets by team and seller, product and family, or place in a `Node`.
    parents
        Each child with its parent. An empty mapping has no parents: the answer is empty.

    Returns
    -------
    tuple of RollUp
        One for each parent, in the order in which `parents` names them first.

    Raises
    ------
    BadRequest
        If the measure does not exist or does not add up, a target has more than four decimals, or
        the tree runs in a circle.
    """
    if measure not in CATALOGUE or not CATALOGUE[measure].is_additive:
        refuse(
            say("targets of {measure} do not add up", measure=measure),
            say("compare each with the target of the whole"),
            say("roll-up"),
        )
    children: dict[Key, list[Key]] = {}
    for child, parent in parents.items():
        _climb(child, parents)
        children.setdefault(parent, []).append(child)
    return tuple(_compared(parent, targets, children) for parent in children)


def _compared(parent: Key, targets: Mapping[Key, Decimal], children: Mapping[Key, list[Key]]) -> RollUp[Key]:
    found = {child: _value(child, targets, children) for child in children[parent]}
    whole = sum(value for value in found.values() if value is not None)
    own = targets.get(parent)
    return RollUp(
        parent,
        own,
        amount(whole),
        None if own is None else amount(whole - _units(own)),
        tuple(child for child, value in found.items() if value is None),
    )


def _value(key: Key, targets: Mapping[Key, Decimal], children: Mapping[Key, list[Key]]) -> int | None:
    """Return a target in units, or what those below sum to; None where there is none at all."""
    if key in targets:
        return _units(targets[key])
    below = [_value(child, targets, children) for child in children.get(key, [])]
    known = [value for value in below if value is not None]
    return sum(known) if known else None


def _units(target: Decimal) -> int:
    try:
        return units(target)
    except ValueError:
        return refuse(
            say("{number} is no amount with at most four decimals", number=target),
            say("write a number with at most four decimals"),
            say("roll-up"),
        )


def _climb(key: Key, parents: Mapping[Key, Key]) -> None:
    """Refuse a tree that runs in a circle."""
    seen = {key}
    while key in parents:
        key = parents[key]
        if key in seen:
            refuse(
                say("the tree runs in a circle at {key}", key=key),
                say("correct who stands above it"),
                say("roll-up"),
            )
        seen.add(key)
