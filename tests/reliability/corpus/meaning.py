"""B-79 to B-110: dates, keys, references, hostile values, whole files."""

from __future__ import annotations

import json
import pickle
from collections.abc import Sequence

from fourfold.book.intake.profile import Rule
from tests.reliability.corpus.case import PLAIN, Case, Earlier, accounts, csv, orders
from tests.reliability.corpus.workbooks import packed

KEYED = "order_id,line_id,ordered_on,amount"
US = {"date_format": "%m/%d/%Y"}
RANGE = {"dates": {"earliest": "2000-01-01", "latest": "2027-12-31"}}
DATES = ("infinity", "9999-12-31", "1900-01-01", "0000-00-00", "20260203", "26-2-3", "2026-W53-1")
KNOWN = Earlier(b"account_id,account_name\nK1,Acme\n", "accounts.csv", "accounts", {})
FORMULAS = ("=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(1)", " =1", "\u00a0=2", "\uff1d3")
SCRIPTS = ("<script>alert(1)</script>", "{{7*7}}", "${7*7}", "%n%s", "'; DROP TABLE order_lines; --")
KINDS = (
    ("ELF", b"\x7fELF\x02\x01\x01\0", "ELF"),
    ("PDF", b"%PDF-1.7\n%\xe2\xe3", "PDF"),
    ("PNG", b"\x89PNG\r\n\x1a\n\0", "PNG"),
    ("HTML", b"<!DOCTYPE html><html><body>", "HTML"),
    ("JSON", json.dumps([{"order_id": "A"}]).encode(), "JSON"),
    ("pickle", pickle.dumps({"order_id": "A"}), "pickle"),
    ("zip", packed({}), "zip"),
    ("gzip", b"\x1f\x8b\x08\0", "gzip"),
)


def lines(count: int, changed: int = 0) -> list[str]:
    return [f"A{n},1,2026-01-02,{'11' if n < changed else '10'}.00" for n in range(count)]


def late_days() -> bytes:
    rows = [f"A{n},01/{n % 28 + 1:02d}/2026,1.00" for n in range(30_000)]
    return csv(*rows, *(f"B{n},25/12/2026,1.00" for n in range(12)))


def every_fault() -> bytes:
    """Return one good row and 5,000 faulty ones: 25 kinds of fault, every value different."""
    kinds = [
        lambda n: f"B{n},2026-01-02,x{n}",
        lambda n: f"B{n},2026-13-{n % 90 + 10},1",
        lambda n: f"B{n},1066-01-02,{n}",
        lambda n: f"B{n},2026-01-02,{n}.000001",
        lambda n: f"B{n},2026-01-02,1{n:016d}",
        lambda n: f"B{n},2026-01-02,",
        lambda n: f"B{n},2026-01-02,{n},x",
        lambda n: f"B{n},{n}",
        lambda n: f"B{n},2026-01-02,({n})",
        lambda n: f"B{'y' * 200}{n},2026-01-02,1",
    ]
    return csv(*orders(1), *(kinds[n % len(kinds)](n) for n in range(5_000)), *orders(1, 2))


PERIODS: Sequence[Case] = (
    Case(
        "B-79",
        csv(*(f"A{n},03/04/2026,{n}.50" for n in range(980))),
        "Q",
        "Q801",
        ["day/month or month/day? all 980 rows fit both"],
        profile=None,
    ),
    Case("B-80", late_days, "F", "E413", ["12 rows contradict month/day"], line=30_002, profile=US),
    Case(
        "B-81",
        csv(*orders(1), *(f"B{n},{day},1.00" for n, day in enumerate(DATES))),
        "R",
        "E412",
        ["outside 2000-01-01…2027-12-31"],
        4,
        "ordered_on",
        rows=1,
        profile=RANGE,
        codes=["E411", "E412", "E412", "E411", "E411", "E411", "E411"],
    ),
)

KEYS: Sequence[Case] = (
    Case(
        "B-85",
        csv(*orders(9)),
        "A",
        told=["already imported as #1"],
        new=0,
        before=[Earlier(csv(*orders(9)))],
    ),
    Case(
        "B-86 order",
        csv(*reversed(lines(98)), header=KEYED),
        "A",
        told=["98 known, 0 new"],
        new=0,
        before=[Earlier(csv(*lines(98), header=KEYED))],
    ),
    Case(
        "B-86 name",
        csv(*lines(98), header=KEYED, end="\r\n"),
        "A",
        told=["98 known, 0 new"],
        new=0,
        name="other.csv",
        before=[Earlier(csv(*lines(98), header=KEYED))],
    ),
    Case(
        "B-87",
        csv(*lines(98, changed=5), header=KEYED),
        "Q",
        "Q505",
        ["5 changed: old -> new"],
        before=[Earlier(csv(*lines(90), header=KEYED))],
    ),
    Case(
        "B-88",
        csv("A,1,2026-01-02,10.00", "B,1,2026-01-02,1.00", "A,1,2026-01-02,12.00", header=KEYED),
        "R",
        "E501",
        ["lines 2 and 4"],
        2,
        codes=["E501", "E501"],
        rows=1,
    ),
    Case(
        "B-89",
        csv(*orders(9)),
        "Q",
        "Q507",
        ["another source"],
        before=[Earlier(csv(*orders(4)), profile={"source": "web shop", "name": "web"})],
    ),
    Case(
        "B-90",
        csv(*orders(1), *orders(1), *orders(1, 2)),
        "Q",
        "Q502",
        ["2 identical rows; no line number column"],
    ),
    Case(
        "B-94",
        accounts("K1", "K9", "K9"),
        "R",
        "E601",
        ["K9"],
        3,
        "account_id",
        codes=["E601", "E601"],
        before=[KNOWN],
    ),
    Case(
        "B-94 currency",
        csv("A,2026-01-02,1.00,EUR", "B,2026-01-02,1.00,XYZ", header=f"{PLAIN},currency"),
        "R",
        "E602",
        ["XYZ"],
        3,
        "currency",
        rows=1,
    ),
    Case(
        "B-93",
        csv(*orders(3), "A9,2026-01-02,4.50", header=PLAIN),
        "A",
        lines="1 excluded: test",
        rows=3,
        profile={"rules": (Rule("order_id", "test", equals="A9"),)},
    ),
    Case(
        "B-97",
        b"account_id,seller_id,role,share,starts_on\nK1,S1,primary,0.6,2026-01-01\nK1,S2,primary,0.5,2026-01-01\n"
        b"K2,S1,primary,1,2026-01-01\n",
        "R",
        "E513",
        [],
        table="assignments",
        rows=1,
    ),
    Case(
        "B-96",
        b"product_id,product_name,successor_of\nA,a,B\nB,b,A\nC,c,\n",
        "R",
        "E511",
        ["cycle"],
        table="products",
        rows=1,
        profile={
            "columns": {
                "product_id": "product_id",
                "product_name": "product_name",
                "successor_of": "successor_of",
            }
        },
    ),
)

HOSTILE: Sequence[Case] = (
    Case(
        "B-101",
        accounts("K", *FORMULAS),
        "A",
        rows=8,
        stored={"account_id": ["K", *FORMULAS]},
    ),
    Case("B-102", accounts("K", *SCRIPTS), "A", rows=6, stored={"account_id": ["K", *SCRIPTS]}),
    *(
        Case(f"B-103 {n}", csv(*orders(2)), "A", rows=2, name=name)
        for n, name in enumerate(
            ("con.csv", "x" * 250 + ".csv", "a\r\nb.csv", ".htaccess", "..csv", "%2e%2e.csv")
        )
    ),
    Case(
        "B-104",
        csv("A,2026-01-02,1,a,b,c,d", header=f"{PLAIN},__proto__,constructor,select,rowid"),
        "A",
        rows=1,
    ),
    Case(
        "B-104 long",
        csv("A,2026-01-02,1,a", header=f"{PLAIN},{'x' * 10_000}"),
        "F",
        "E307",
        ["longer than 200"],
    ),
    Case(
        "B-105 marker",
        accounts("E402", "_error", "rejected"),
        "A",
        rows=3,
        stored={"account_id": ["E402", "_error", "rejected"]},
    ),
    Case(
        "B-105 delimiter", csv(*orders(2)).replace(b",", b"\x1f"), "A", rows=2, profile={"delimiter": "\x1f"}
    ),
    *(Case(f"B-106 {name}", content, "F", "E103", [kind]) for name, content, kind in KINDS),
    Case("B-107", b"sep=;\n" + csv(*orders(2)).replace(b",", b";"), "A", rows=2),
)

WHOLE: Sequence[Case] = (
    Case("B-108", every_fault, "R", "E402", ["x0"], 3, "amount", rows=2),
    Case(
        "B-109",
        csv(*(f"A{n},2026-01-02,x" for n in range(980))),
        "F",
        "E806",
        ["0 of 980 accepted; profile probably wrong"],
    ),
    Case("B-110", csv(*orders(979), "B,2026-01-02,x"), "Q", "Q508", ["1 of 980 rows rejected"]),
)

MEANING: Sequence[Case] = (*PERIODS, *KEYS, *HOSTILE, *WHOLE)
