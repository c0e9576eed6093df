"""Which rules a line's words meet, and which of these meetings do not count.

Guarantees, for every match, the words as they were written and why it does not count: words that a
longer match holds ("win back customers" is not "win customers"), and words that are denied ("stop
chasing new logos"). Leaves what the rest adds up to to `judging`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from fourfold.objectives.linter.folding import Folded
from fourfold.objectives.linter.phrases import Phrase
from fourfold.objectives.linter.rules import Rule, rules

REACH = 7
"""How many words a denial reaches where its clause does not end before."""


@dataclass(frozen=True, slots=True)
class Match:
    """Words of a line that a rule looks for in some languages; `denied_by` turns them round."""

    rule: Rule
    languages: frozenset[str]
    words: frozenset[int]
    quoted: str
    denied_by: str = ""


@lru_cache(maxsize=2048)
def matches(line: Folded) -> tuple[Match, ...]:
    """Return the matches of a line in its order of words, denied ones too.

    Every line is read with the words of all languages: lists mix them.
    """
    found: dict[tuple[str, frozenset[int]], Match] = {}
    for rule in rules().rules:
        for language, phrases in rule.phrases.items():
            for words in _found(phrases, line):
                known = found.get((rule.id, words))
                languages = {*known.languages, language} if known else {language}
                quoted = line.quoted(min(words), max(words))
                found[rule.id, words] = Match(rule, frozenset(languages), words, quoted)
    denials = _denials(line)
    told = [_with_denial(match, denials) for match in _longest(found.values()) if match.rule.says]
    return tuple(sorted(told, key=lambda match: (min(match.words), match.rule.id)))


def _longest(found: Iterable[Match]) -> list[Match]:
    """Return the matches that no longer one holds, and of those of one rule that overlap the longest."""
    kept: list[Match] = []
    for match in sorted(found, key=lambda match: (-len(match.words), min(match.words))):
        held = any(match.words < other.words for other in kept)
        if not held and not any(match.rule is other.rule and match.words & other.words for other in kept):
            kept.append(match)
    return kept


def _found(phrases: Sequence[Phrase], line: Folded) -> list[frozenset[int]]:
    # a search costs a fraction of starting to look, and nearly all of the thousands of phrases are not there
    there = (phrase for phrase in phrases if phrase.pattern.search(line.joined))
    return [words for phrase in there for words in phrase.found(line) if words]


def _with_denial(match: Match, denials: Sequence[_Denial]) -> Match:
    """Return a match with what denies it; words such as "never bought" hold their own denial."""
    if match.rule.is_loss:
        return match
    by = (one.quoted for one in denials if match.words & one.reach and not match.words & one.words)
    return replace(match, denied_by=next(by, ""))


@dataclass(frozen=True, slots=True)
class _Denial:
    """Words that deny, and the words that they deny."""

    quoted: str
    words: frozenset[int]
    reach: frozenset[int]


def _denials(line: Folded) -> list[_Denial]:
    found = []
    for language in rules().languages.values():
        spared = _found(language.no_denial, line)
        for phrases, is_whole in ((language.deny_after, False), (language.deny_clause, True)):
            for words in _found(phrases, line):
                if not any(words & other for other in spared):
                    reach = _reach(line, words, is_whole=is_whole)
                    found.append(_Denial(line.quoted(min(words), max(words)), words, reach))
    return found


def _reach(line: Folded, words: frozenset[int], *, is_whole: bool) -> frozenset[int]:
    """Return the words after a denial, and before it if it denies its whole clause."""
    last = max(words) + 1
    while last < len(line.words) and last <= max(words) + REACH and not _begins_clause(line, last):
        last += 1
    first = min(words)
    while is_whole and first > 0 and not _begins_clause(line, first):
        first -= 1
    return frozenset(range(first, last)) - words


def _begins_clause(line: Folded, word: int) -> bool:
    return word in line.clauses or any(
        line.words[word] in known.clause for known in rules().languages.values()
    )
