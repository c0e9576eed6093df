"""Phrases: the small notation in which rules say what words they look for.

    kund*            a word that begins so
    *vertrag         a word that ends so; *vertrag* has it anywhere
    cross+sell*      as one word, with a hyphen, or as two words
    win .. account   up to five words between; ~ up to two that are not small words
    {account}        one of a list of words or phrases
    !{account}       one word that is not in the list

Guarantees that a match knows which words are meant, without those in between. Leaves what a phrase
means to the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fourfold.objectives.linter.folding import Folded, fold

Lists = Mapping[str, Sequence[str]]

_FAR = r"((?: [^ ]+){0,5}?)"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as it is written in the rules, and ready to be looked for."""

    written: str
    pattern: re.Pattern[str]

    def found(self, line: Folded) -> Iterator[frozenset[int]]:
        """Yield the words that each match means, as their numbers in the line."""
        for match in self.pattern.finditer(line.joined):
            gaps = [match.span(number) for number in range(1, (match.re.groups or 0) + 1)]
            yield frozenset(
                word
                for start, word in line.starts.items()
                if match.start() <= start < match.end() and not any(a <= start < b for a, b in gaps)
            )


def phrase(written: str, lists: Lists) -> Phrase:
    """Return a phrase ready to be looked for.

    Raises KeyError for a list that does not exist: the rules that are shipped name none such.
    """
    parts = ["(?<= )"]
    is_first = True
    for word in written.split():
        if word in ("..", "~"):
            parts.append(_FAR if word == ".." else _near(lists))
            continue
        parts.append(_word(word, lists) if is_first else f" {_word(word, lists)}")
        is_first = False
    return Phrase(written, re.compile("".join(parts) + "(?= )"))


def _near(lists: Lists) -> str:
    """Return the pattern of up to two words between, none of them one of the small words."""
    return rf"((?: (?!(?:{_any(lists['small'], lists)}) )[^ ]+){{0,2}}?)"


def _word(word: str, lists: Lists) -> str:
    """Return the pattern of one word of a phrase, or of one of a list."""
    if word.startswith("!{"):
        return rf"(?!(?:{_any(lists[word[2:-1]], lists)})(?= ))[^ ]+"
    if word.startswith("{"):
        return f"(?:{_any(lists[word[1:-1]], lists)})"
    return re.escape(fold(word)).replace(r"\*", "[^ ]*").replace(r"\+", " ?")


def _any(entries: Sequence[str], lists: Lists) -> str:
    return "|".join(" ".join(_word(word, lists) for word in entry.split()) for entry in entries)
