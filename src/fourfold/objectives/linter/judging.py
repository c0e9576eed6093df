"""What the matches of a line add up to: its labels, and how sure that is.

Guarantees one stated rule, the same for every language:

- a new product with new accounts is S1, with existing ones S3, with neither said S1 and S3; a known
  product with new accounts is S2; a product more for an account is S4;
- accounts whose product is not said are `new` or `existing`; existing accounts are not named beside
  keeping, relationship, service or more products, which mean them anyway;
- relationship, service, keeping and activity stand beside anything else; `other` stands alone;
- an unsure match yields to a sure one of the opposite channel, seeing customers to service, and a
  guess at a product to a sure match of the same words.

Confidence is high if a sure rule decided and nothing spoke against it; medium if only unsure rules
did, or both channels were named, or words were denied; low if nothing was found, or only denied words.
"""

from __future__ import annotations

from collections.abc import Sequence

from fourfold.objectives.linter.labels import Confidence, Label
from fourfold.objectives.linter.matching import Match
from fourfold.objectives.linter.rules import Sign

_NEW = frozenset({Sign.NEW_ACCOUNT})
_EXISTING = frozenset({Sign.EXISTING_ACCOUNT, Sign.MORE_PRODUCTS, Sign.KEEP, Sign.RELATIONSHIP, Sign.SERVICE})
_PRODUCTS = frozenset({Sign.NEW_PRODUCT, Sign.KNOWN_PRODUCT})
_BESIDE = {
    Sign.KEEP: Label.KEEP,
    Sign.RELATIONSHIP: Label.RELATIONSHIP,
    Sign.SERVICE: Label.SERVICE,
    Sign.ACTIVITY: Label.ACTIVITY,
}


def counted(matches: Sequence[Match]) -> tuple[Match, ...]:
    """Return the matches that count: not denied, and not unsure where a sure one says otherwise."""
    standing = [match for match in matches if not match.denied_by]
    sure = [match for match in standing if match.rule.is_sure]
    return tuple(match for match in standing if match.rule.is_sure or not _yields(match, sure))


def labels(matches: Sequence[Match]) -> tuple[Label, ...]:
    """Return what counted matches address, in the order of `Label`; `other` if nothing."""
    signs = {sign for match in matches for sign in match.rule.says}
    found = {_BESIDE[sign] for sign in signs if sign in _BESIDE} | _of_products(signs)
    if not found & {Label.S1, Label.S2, Label.S3, Label.S4}:
        found |= _of_accounts(signs, found)
    return tuple(label for label in Label if label in found) or (Label.OTHER,)


def confidence(matches: Sequence[Match]) -> Confidence:
    """Return how sure the labels of a line are, from all its matches."""
    standing = counted(matches)
    if not standing:
        return Confidence.LOW
    signs = {sign for match in matches for sign in match.rule.says}
    is_torn = bool(signs & _NEW and signs & _EXISTING)
    is_sure = any(match.rule.is_sure for match in standing)
    if not is_sure and is_torn:
        return Confidence.LOW
    is_plain = is_sure and not is_torn and not any(match.denied_by for match in matches)
    return Confidence.HIGH if is_plain else Confidence.MEDIUM


def _yields(match: Match, sure: Sequence[Match]) -> bool:
    says = set(match.rule.says) - {Sign.ACTIVITY}
    against = {sign for other in sure for sign in other.rule.says}
    if says <= _PRODUCTS:
        return any(match.words & other.words for other in sure)
    if says <= _NEW:
        return bool(against & _EXISTING)
    return bool(against & _NEW) or (says == {Sign.RELATIONSHIP} and Sign.SERVICE in against)


def _of_products(signs: set[Sign]) -> set[Label]:
    is_new, is_existing = Sign.NEW_ACCOUNT in signs, bool(signs & {Sign.EXISTING_ACCOUNT, Sign.MORE_PRODUCTS})
    if Sign.NEW_PRODUCT in signs:
        both = is_new == is_existing
        return ({Label.S1} if is_new or both else set()) | ({Label.S3} if is_existing or both else set())
    found = {Label.S4} if Sign.MORE_PRODUCTS in signs else set()
    if is_new and Sign.KNOWN_PRODUCT in signs:
        found.add(Label.S2)
    return found


def _of_accounts(signs: set[Sign], beside: set[Label]) -> set[Label]:
    found = {Label.NEW} if Sign.NEW_ACCOUNT in signs else set()
    if Sign.EXISTING_ACCOUNT in signs and not beside & {Label.KEEP, Label.RELATIONSHIP, Label.SERVICE}:
        found.add(Label.EXISTING)
    return found
