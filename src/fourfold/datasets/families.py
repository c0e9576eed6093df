"""The product families of the invented company, and what was planted in each as a whole.

Guarantees 12 families of 5 products in 4 categories, whatever the seed. Leaves launches and
successions to `fourfold.datasets.assortment`.
"""

from __future__ import annotations

from dataclasses import dataclass

PER_FAMILY = 5


@dataclass(frozen=True, slots=True)
class Family:
    """One product family: its usual list prices in pence, pieces per line, and yearly price rises.

    `rises` are the price rises on 1 January of the second and third year, and `cost` what a product
    costs, in thousandths; `products` are the names by place.
    """

    name: str
    category: str
    prices: tuple[int, int]
    pieces: int
    rises: tuple[int, int]
    cost: int
    products: tuple[str, str, str, str, str]


FAMILIES = (
    Family(
        "Label printers",
        "Printing",
        (24000, 120000),
        1,
        (30, 20),
        640,
        (
            "Kestra 100 desktop printer",
            "Kestra 200 portable printer",
            "Kestra 300 industrial printer",
            "Kestra 400 colour printer",
            "Kestra 250 portable printer",
        ),
    ),
    Family(
        "Labels",
        "Printing",
        (450, 2800),
        36,
        (45, 30),
        550,
        ("Paper labels", "Thermal labels", "Polyester labels", "Freezer labels", "Linerless labels"),
    ),
    Family(
        "Ribbons and inks",
        "Printing",
        (900, 6400),
        12,
        (40, 35),
        520,
        ("Wax ribbon", "Resin ribbon", "Pigment ink", "Ink cartridge S", "Ink cartridge S2"),
    ),
    Family(
        "Packing tape",
        "Packing",
        (1800, 5200),
        12,
        (60, 25),
        600,
        ("PVC tape", "Reinforced tape", "Printed tape", "Paper tape", "Water-activated tape"),
    ),
    Family(
        "Cartons",
        "Packing",
        (1200, 4400),
        22,
        (80, -30),
        660,
        (
            "Single-wall cartons",
            "Double-wall cartons",
            "Telescopic cartons",
            "Book wraps",
            "Return-ready cartons",
        ),
    ),
    Family(
        "Strapping",
        "Packing",
        (1500, 9000),
        8,
        (50, 20),
        610,
        ("PP strap", "PET strap", "Steel strap", "Corded strap", "Strapping kit"),
    ),
    Family(
        "Trolleys",
        "Handling",
        (9000, 42000),
        2,
        (25, 15),
        630,
        ("Platform trolley", "Shelf trolley", "Roll cage", "Order picker's trolley", "Folding roll cage"),
    ),
    Family(
        "Conveyors",
        "Handling",
        (85000, 320000),
        1,
        (20, 40),
        700,
        (
            "Gravity conveyor",
            "Ondal belt conveyor 2",
            "Conveyor curve",
            "Ondal belt conveyor 3",
            "Ondal belt conveyor 4",
        ),
    ),
    Family(
        "Barcode scanners",
        "Handling",
        (8000, 65000),
        2,
        (-25, -20),
        650,
        (
            "Talvik H1 hand scanner",
            "Talvik wireless scanner",
            "Talvik ring scanner",
            "Talvik fixed scanner",
            "Talvik H2 hand scanner",
        ),
    ),
    Family(
        "Spare parts",
        "Services",
        (700, 14000),
        4,
        (50, 50),
        450,
        ("Print head", "Roller kit", "Belt set", "Sensor kit", "Smart battery"),
    ),
    Family(
        "Maintenance plans",
        "Services",
        (12000, 90000),
        1,
        (35, 35),
        380,
        (
            "Maintenance plan Basic",
            "Maintenance plan Plus",
            "Maintenance plan Premium",
            "Maintenance plan Night",
            "Remote monitoring",
        ),
    ),
    Family(
        "Training",
        "Services",
        (38000, 72000),
        1,
        (0, 40),
        420,
        ("Operator course", "Safety course", "Service course", "Packing workshop", "Online academy"),
    ),
)

CATEGORIES = tuple(dict.fromkeys(family.category for family in FAMILIES))

VOLUME_TRENDS = {
    "Printing": (1030, 1020),
    "Packing": (1040, 1030),
    "Handling": (960, 980),
    "Services": (1060, 1050),
}
"""Growth of pieces of a category against the year before, in thousandths, for the second and third year."""


def item(family: str, place: int) -> int:
    """Return the index of the product at that place (0 to 4) of a family."""
    return [f.name for f in FAMILIES].index(family) * PER_FAMILY + place
