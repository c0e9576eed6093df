"""Measures: what every row, figure and objective is called, counted in, and means.

Guarantees one name, unit and definition for each id. `growth` names the rows and figures of the
ledger, `catalogue` what an objective can be set on. Leaves computing to the floors above.
"""

from fourfold.measures.growth import (
    COUNT,
    FIGURES,
    GAINS,
    LOSSES,
    MEASURES,
    MONEY,
    NEW_ACCOUNT_ROWS,
    OTHERS,
    REPEAT_ROWS,
    ROWS,
    SHARE,
    SOURCES,
    TRANSFERS,
    Measure,
    label,
    short_label,
)

__all__ = [
    "COUNT",
    "FIGURES",
    "GAINS",
    "LOSSES",
    "MEASURES",
    "MONEY",
    "NEW_ACCOUNT_ROWS",
    "OTHERS",
    "REPEAT_ROWS",
    "ROWS",
    "SHARE",
    "SOURCES",
    "TRANSFERS",
    "Measure",
    "label",
    "short_label",
]
