"""Texts and currencies: lengths, control characters, codes, and names that only look alike.

Guarantees that text is stored as it stands or refused with its strange characters named. Leaves
references to other tables to `fourfold.book.intake.references`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.intake.codes import finding, shown
from fourfold.errors import Finding

LONGEST = 200
TRACKED = 200_000
_HIDDEN = (
    "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1b\\x7f\u0080-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
)
_TWICE = re.compile("[ÃÂ][\u0080-\u00bf\u0152-\u0178\u2013-\u2122]|â€|Ã[A-Za-zŸ¼¶¤]?$")
_CURRENCY = re.compile("[A-Z]{3}")


def faulty_texts(texts: pa.StringArray) -> npt.NDArray[np.bool_]:
    """Return which texts are longer than 200 characters or hold control or direction characters."""
    faulty: npt.NDArray[np.bool_] = np.asarray(pc.greater(pc.utf8_length(texts), LONGEST))
    if not _suspicious(texts):
        return faulty
    hidden: npt.NDArray[np.bool_] = np.asarray(pc.match_substring_regex(texts, f"[{_HIDDEN}]"))
    return faulty | hidden


def _suspicious(texts: pa.StringArray) -> bool:
    data = texts.buffers()[2]
    octets = np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)
    return bool(((octets < 32) | (octets > 126)).any())


def text_fault(text: str) -> tuple[str, str]:
    """Return code and message for a text that cannot be stored."""
    if len(text) > LONGEST:
        return "E421", f"text of {len(text):,} characters is longer than {LONGEST}"
    code = "E104" if "\0" in text else "E105"
    return code, f"{'NUL' if code == 'E104' else 'control'} character in '{shown(text)}'"


def is_currency(text: str) -> bool:
    """Whether a text is written as a currency code: three capital letters."""
    return bool(_CURRENCY.fullmatch(text))


@dataclass(slots=True)
class Names:
    """Looks at the distinct names of one column for those that are damaged or look alike."""

    column: str
    distinct: int = 0
    strange: set[str] = field(default_factory=set)
    _seen: set[str] = field(default_factory=set)

    def look(self, texts: pa.StringArray) -> None:
        """Take the distinct names of a batch into account, up to a limit."""
        if len(self._seen) > TRACKED:
            return
        fresh = set(texts.unique().to_pylist()) - self._seen - {"", None}
        self._seen |= fresh
        self.strange |= {name for name in fresh if not name.isascii()}

    def findings(self, file: str) -> list[Finding]:
        """Return W106, W425 and W426 for the names seen."""
        twice = [n for n in self.strange if _TWICE.search(n)]
        mixed = [n for n in self.strange if len(_scripts(n)) > 1]
        same = self._same()
        found = []
        if twice:
            message = f"looks double encoded in {len(twice):,} of {len(self._seen):,} names"
            found.append(("W106", message, twice))
        if same:
            found.append(("W425", f"{len(same):,} {self._plural} equal after normalisation", same))
        if mixed:
            found.append(("W426", f"mixed scripts in {len(mixed):,} of {len(self._seen):,} names", mixed))
        return [
            finding(code, message, file=file, column=self.column, value=shown(min(names)), count=len(names))
            for code, message, names in found
        ]

    @property
    def _plural(self) -> str:
        return self.column.removesuffix("_id").removesuffix("_name") + " names"

    def _same(self) -> list[str]:
        if not self.strange:
            return []
        groups: dict[str, list[str]] = {}
        for name in self._seen:
            groups.setdefault(unicodedata.normalize("NFKC", name), []).append(name)
        return [name for names in groups.values() if len(names) > 1 for name in names]


def _scripts(name: str) -> set[str]:
    letters = {unicodedata.name(c, "?").split()[0] for c in name if c.isalpha()}
    return letters & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}
