"""Results into sentences, tables, files and documents; knows results only, no query and no framework.

Guarantees that every outlet says the same figures under the same names, net of switching where it
is a headline, and that names from files are never run as formulas, markup or control sequences.
Leaves asking the questions to `fourfold.growth` and printing and writing files to delivery. The
HTML document is entered by `fourfold.reports.document`, which alone loads the chart libraries.
"""

from fourfold.reports.exports import csv_text, grid_records, json_text, payload, xlsx_bytes
from fourfold.reports.grids import (
    Column,
    Grid,
    Kind,
    breakdown_grid,
    figures_grid,
    groups_grid,
    ledger_grid,
    series_grid,
)
from fourfold.reports.opened import opened_grid, opened_table
from fourfold.reports.receipts import findings_text, import_account, status
from fourfold.reports.sentence import sentence
from fourfold.reports.tables import Look
from fourfold.reports.terminal import breakdown_table, grid_table, ledger_table, series_table

__all__ = [
    "Column",
    "Grid",
    "Kind",
    "Look",
    "breakdown_grid",
    "breakdown_table",
    "csv_text",
    "figures_grid",
    "findings_text",
    "grid_records",
    "grid_table",
    "groups_grid",
    "import_account",
    "json_text",
    "ledger_grid",
    "ledger_table",
    "opened_grid",
    "opened_table",
    "payload",
    "sentence",
    "series_grid",
    "series_table",
    "status",
    "xlsx_bytes",
]
