"""A line as the matcher reads it: words in lower case without accents, and where each stands.

Guarantees that ä and ae, é and e, a hyphen and a space read alike, and that every word knows the
letters of the line it came from. Leaves meaning to `phrases` and `matching`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from unicodedata import combining, normalize

_WORD = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[,;:.!?()\u2013\u2014]")
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "œ": "oe", "æ": "ae"})


def fold(text: str) -> str:
    """Return a text in lower case, its umlauts spelled out and its accents dropped.

    Examples
    --------
    >>> fold("Über Clients fidélisés")
    'ueber clients fidelises'
    """
    spelled = normalize("NFC", text).lower().translate(_SPELLED)
    return "".join(letter for letter in normalize("NFKD", spelled) if not combining(letter))


@dataclass(frozen=True)
class Folded:
    """A line's words, folded; the place of each in the line; the words that begin a new clause."""

    text: str
    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    clauses: frozenset[int]

    @cached_property
    def joined(self) -> str:
        """The words between single spaces, with a space at both ends, which phrases are looked for in."""
        return f" {' '.join(self.words)} "

    @cached_property
    def starts(self) -> dict[int, int]:
        """Which word begins at which letter of `joined`."""
        found, at = {}, 1
        for number, word in enumerate(self.words):
            found[at] = number
            at += len(word) + 1
        return found

    @property
    def key(self) -> str:
        """The same for all texts with the same words."""
        return " ".join(self.words)

    def quoted(self, first: int, last: int) -> str:
        """Return the line from one word to another, as it was written."""
        return self.text[self.places[first][0] : self.places[last][1]]


def folded(text: str) -> Folded:
    """Return a line as folded words; a text without a letter or digit has none."""
    words: list[str] = []
    places: list[tuple[int, int]] = []
    clauses: set[int] = set()
    end = 0
    for match in _WORD.finditer(text):
        if _BREAK.search(text[end : match.start()]):
            clauses.add(len(words))
        words.append(fold(match.group()))
        places.append(match.span())
        end = match.end()
    return Folded(text, tuple(words), tuple(places), frozenset(clauses))
