"""Invented names of companies, people and places of work.

Guarantees that names are unique and drawn from made-up stems; any likeness to a company or a
person is accidental. Leaves who is who to `customers` and `sales_force`.
"""

from __future__ import annotations

import numpy as np

_STEMS_BRITISH = (
    "Quellmoor",
    "Tharnley",
    "Oskwick",
    "Brelstead",
    "Yarrowmere",
    "Zeldcombe",
    "Mirrandale",
    "Calvoholt",
    "Pendrowan",
    "Fennaby",
    "Hollisthorn",
    "Garvenby",
    "Averlode",
    "Dunmarrow",
    "Kirrinham",
    "Lorstead",
    "Wexcombe",
    "Ombury",
    "Tressock",
    "Vaneholt",
    "Sallowby",
    "Crayfold",
    "Noxley",
    "Ibberstone",
    "Rundlemoor",
    "Eskmarsh",
    "Hathwold",
    "Pellinge",
    "Stourwold",
    "Umberley",
    "Jossmere",
    "Dravenby",
)
_STEMS_CONTINENTAL = (
    "Vrandel",
    "Möllvik",
    "Ostravik",
    "Brévandre",
    "Lindqvarn",
    "Kessendorf",
    "Valdré",
    "Hoogmeer",
    "Tannried",
    "Süderhain",
    "Marensy",
    "Delvoorde",
    "Rautamo",
    "Keltavirta",
    "Oisseau",
    "Grünsee",
    "Vermandel",
    "Zwartveen",
    "Aalstermark",
    "Féronne",
    "Lohtaja",
    "Birkental",
    "Corvelle",
    "Duinrijk",
)
_TRADES = {
    "Food": ("Foods", "Bakeries", "Dairy", "Provisions", "Beverages", "Fine Foods"),
    "Retail": ("Stores", "Homeware", "Outfitters", "Direct", "Garden Centres", "Trading"),
    "Logistics": ("Logistics", "Freight", "Warehousing", "Parcels", "Haulage", "Cold Chain"),
    "Manufacturing": ("Tooling", "Engineering", "Plastics", "Components", "Metalworks", "Castings"),
    "Pharma": ("Pharma", "Diagnostics", "Laboratories", "Medical", "Biologics", "Devices"),
    "Public": (
        "Council Stores",
        "Hospital Supplies",
        "College Stores",
        "Transport Board",
        "Archive",
        "Works Depot",
    ),
}
INDUSTRIES = ("Food", "Retail", "Logistics", "Manufacturing", "Pharma")
_FORMS = {
    "Germany": "GmbH",
    "Austria": "GmbH",
    "France": "SARL",
    "Netherlands": "BV",
    "Belgium": "NV",
    "Ireland": "DAC",
    "Finland": "Oy",
}
_FIRST_NAMES = (
    "Amara",
    "Tobias",
    "Ines",
    "Callum",
    "Priya",
    "Mateo",
    "Freya",
    "Jonas",
    "Leila",
    "Rhys",
    "Noor",
    "Anselm",
    "Sinead",
    "Idris",
    "Marta",
    "Owen",
    "Yuki",
    "Pascal",
    "Elodie",
    "Kwame",
    "Saskia",
    "Bram",
    "Aino",
    "Declan",
    "Zofia",
    "Hamza",
    "Greta",
    "Luis",
    "Nerys",
    "Viktor",
    "Chloé",
    "Ewan",
    "Tamsin",
    "Arun",
    "Birgit",
    "Felix",
    "Oona",
    "Silas",
    "Maëlle",
    "Hugo",
)
_LAST_NAMES = (
    "Tarrowby",
    "Vennick",
    "Osterholm",
    "Quarrie",
    "Bellamont",
    "Drayshaw",
    "Ilvesto",
    "Marchbane",
    "Kerrigold",
    "Sandvoort",
    "Penhallick",
    "Rothmere",
    "Adeyinde",
    "Lamberque",
    "Wickersley",
    "Thornvale",
    "Castelbrun",
    "Grünfelder",
    "Hallorane",
    "Nakashiro",
    "Eskildane",
    "Farrowell",
    "Jessamy",
    "Oduyale",
    "Pryderch",
    "Stellmark",
    "Umbrell",
    "Varsanyi",
    "Whitlorne",
    "Yarborne",
    "Zellwick",
    "Corrigale",
    "Brannoch",
    "Delacour",
    "Engstrand",
    "Fothermoor",
    "Gilderoyd",
    "Heskelund",
    "Inverallan",
    "Kovarenko",
)


def stems(rng: np.random.Generator, continental: list[bool]) -> list[str]:
    """Return one name stem per account, of the right part of Europe."""
    picks = rng.integers(0, 1 << 30, len(continental))
    choices = [(_STEMS_CONTINENTAL if far else _STEMS_BRITISH) for far in continental]
    return [options[int(pick) % len(options)] for options, pick in zip(choices, picks, strict=True)]


def company_names(stem_of: list[str], industry_of: list[str], region_of: list[str]) -> tuple[str, ...]:
    """Return unique company names: stem, trade, legal form; repeated ones get a number of works."""
    seen: dict[tuple[str, str], int] = {}
    names = []
    for stem, industry, region in zip(stem_of, industry_of, region_of, strict=True):
        trades, form = _TRADES[industry], _FORMS.get(region, "Ltd")
        turn = seen[stem, industry] = seen.get((stem, industry), -1) + 1
        works = f" {turn // len(trades) + 1}" if turn >= len(trades) else ""
        ending = "" if industry == "Public" else f" {form}"
        names.append(f"{stem} {trades[turn % len(trades)]}{works}{ending}")
    return tuple(names)


def person_names(rng: np.random.Generator, count: int) -> tuple[str, ...]:
    """Return `count` (at most 40) unique names of people."""
    first, last = rng.permutation(len(_FIRST_NAMES))[:count], rng.permutation(len(_LAST_NAMES))[:count]
    return tuple(f"{_FIRST_NAMES[f]} {_LAST_NAMES[n]}" for f, n in zip(first, last, strict=True))
