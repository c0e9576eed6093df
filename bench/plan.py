"""What is measured: sizes and places.

Guarantees that a quick run measures the same things at sizes that take seconds. Leaves measuring
to the benchmarks.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
DATA = HERE / "data"
RESULTS = HERE / "RESULTS.md"

THREADS = 2
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """The sizes of one run.

    Parameters
    ----------
    quick
        Small sizes, to see that everything runs; goals do not apply to them.
    largest
        No book has more lines than this.
    """

    quick: bool = False
    largest: int = 50 * MILLION

    @property
    def ledger_sizes(self) -> tuple[int, ...]:
        """Lines of the books that the ledger is measured on."""
        return self._upto(20_000, 100_000) if self.quick else self._upto(1, 5, 20, 50)

    @property
    def pandas_sizes(self) -> tuple[int, ...]:
        """Lines of the books that pandas is measured on."""
        return self._upto(100_000) if self.quick else self._upto(1, 5, 20)

    @property
    def server_sizes(self) -> tuple[int, ...]:
        """Lines of the books that PostgreSQL and Spark are measured on."""
        return self._upto(20_000) if self.quick else self._upto(1, 5)

    @property
    def usual_size(self) -> int:
        """Lines of the book that the usual screens are measured on."""
        return self._upto(100_000)[-1] if self.quick else self._upto(1, 5, 20)[-1]

    @property
    def scorecard_sizes(self) -> tuple[int, ...]:
        """Lines of the books that scorecards are measured on."""
        return self._upto(20_000) if self.quick else self._upto(1, 20)

    @property
    def web_sizes(self) -> tuple[int, ...]:
        """Lines of the books that the web application is measured on."""
        return self._upto(100_000) if self.quick else self._upto(1, 10)

    @property
    def file_bytes(self) -> int:
        """Size of the file that is imported."""
        return 4 * 10**6 if self.quick else 10**9

    @property
    def kills(self) -> int:
        """How many importing processes are killed."""
        return 2 if self.quick else 150

    def _upto(self, *sizes: int) -> tuple[int, ...]:
        lines = [size if self.quick else size * MILLION for size in sizes]
        return tuple(size for size in lines if size <= self.largest) or (min(lines[0], self.largest),)
