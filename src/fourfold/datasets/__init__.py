"""Companies that never existed, with the truths planted in them.

Guarantees that a company is the same for the same seed and that its truths were planted, not
computed from a ledger. Leaves importing its files to `fourfold.book` and finding the truths again
to the recovery tests.
"""

from __future__ import annotations

from fourfold.datasets.company import Company, make_company
from fourfold.datasets.files import CompanyFile, write_files
from fourfold.datasets.truths import Truths

__all__ = ["Company", "CompanyFile", "Truths", "make_company", "write_files"]
