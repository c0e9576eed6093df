"""B-01 to B-43: bytes, encodings, and the structure of delimited text."""

from __future__ import annotations

import gzip
from collections.abc import Sequence

from tests.reliability.corpus.case import PLAIN, WITH_ACCOUNT, Case, Earlier, accounts, csv, orders
from tests.reliability.corpus.workbooks import packed

BOM = b"\xef\xbb\xbf"
TWO = csv(*orders(2))
LATE_BYTE = csv(*orders(29_999)) + b"B1,2026-01-02,\xfc\n" + csv(*orders(5, 40_000), header="B2,2026-01-02,1")
NINE = "order_id,line_id,account_id,product_id,ordered_on,quantity,amount,currency,note"
NINE_ROWS = [f"A{n},1,K,P,2026-01-02,1,10.00,EUR,x" for n in range(5)]
MONTH = [Earlier(csv(*orders(300 + n, 1000 * n)), f"month{n}.csv") for n in range(6)]


def stray_quotes() -> bytes:
    rows = orders(1000)
    rows[9], rows[499] = 'A10,2026-01-02,"10.00', 'A500,2026-01-02,"10.00'
    return csv(*rows)


def mixed_semicolons() -> bytes:
    rows = orders(700)
    return csv(*rows[:498], *(row.replace(",", ";") for row in rows[498:]))


def encrypted() -> bytes:
    content = bytearray(packed({"orders.csv": TWO}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    return bytes(content)


def doubled() -> bytes:
    names = [f"MÃ¼ller {n}" if n < 12 else f"Meyer {n}" for n in range(400)]
    return accounts(*names)


BYTES: Sequence[Case] = (
    Case("B-01", b"", "F", "E101", ["file is empty (0 bytes)"]),
    Case("B-02", f"{PLAIN}\n".encode(), "F", "E213", ["header found, 0 data rows"]),
    Case("B-03", BOM, "F", "E101", ["file is empty (0 bytes)", "after byte order mark"]),
    Case("B-04", BOM + TWO, "A", rows=2),
    Case(
        "B-05",
        b"\xff\xfe" + TWO.decode().encode("utf-16-le"),
        "Q",
        "Q107",
        ["UTF-16; profile says UTF-8; 2 rows preview"],
    ),
    Case(
        "B-06",
        csv("A1,Müller,2026-01-02,1.00", header=WITH_ACCOUNT, encoding="cp1252"),
        "F",
        "E102",
        ["byte 0xFC at line 2, byte 5 is not UTF-8; looks like Windows-1252"],
        line=2,
    ),
    Case("B-07", LATE_BYTE, "F", "E102", ["line 30001"], line=30_001),
    Case("B-08", doubled, "W", "W106", ["looks double encoded in 12 of 400 names"], column="account_id"),
    Case("B-09", accounts("K1", "K\0 2"), "R", "E104", ["NUL character"], line=3, rows=1),
    Case("B-10", accounts("K1", "A\u202eB", "A\x1bB"), "R", "E105", ["<U+202E>"], 3, "account_id", rows=1),
    Case(
        "B-11",
        accounts("Caf\u00e9", "Cafe\u0301"),
        "W",
        "W425",
        ["2 account names equal after normalisation"],
    ),
    Case("B-12", accounts("Acme", "\u0410cme"), "W", "W426", ["mix"]),
    Case(
        "B-13",
        csv(*orders(1), "B,2026-01-02,1\u00a0234.50", "C,2026-01-02,1\u2009234.50"),
        "R",
        "E405",
        ["thousands separator U+00A0 not in profile"],
        3,
        "amount",
        codes=["E405", "E405"],
    ),
    Case(
        "B-14",
        accounts("K1", "\U0001f600", "x" * 10_000),
        "R",
        "E421",
        ["longer than 200"],
        4,
        "account_id",
        rows=2,
    ),
    Case(
        "B-15",
        csv(*orders(1)) + b"A\xed\xa0\x80,2026-01-02,1\n",
        "F",
        "E102",
        ["invalid UTF-8 at byte"],
        line=3,
    ),
)

STRUCTURE: Sequence[Case] = (
    Case(
        "B-16",
        stray_quotes,
        "F",
        "E205",
        ["quote opened at line 11 closes at line 501: 490 lines inside one value"],
        line=11,
    ),
    Case(
        "B-17",
        csv(*orders(3), 'B,2026-01-02,"10.00', *orders(3, 7)),
        "F",
        "E206",
        ["opened at line 5 never closes"],
        line=5,
    ),
    Case("B-18", csv(*orders(2), 'B,2026-01-02,"10.00'), "R", "E203", ["unbalanced quote"], line=4, rows=2),
    Case("B-19 rejected", accounts("K1", '5" pipe'), "R", "E204", ["quote"], line=3, rows=1),
    Case(
        "B-19 kept",
        accounts("K1", '5" pipe'),
        "A",
        rows=2,
        profile={"stray_quotes": "keep"},
        stored={"account_id": ["K1", '5" pipe']},
    ),
    Case(
        "B-20", csv(*orders(1), "A2,2026-01-02,5.00,x"), "R", "E201", ["4 values, expected 3"], line=3, rows=1
    ),
    Case(
        "B-21",
        csv(*orders(1), "A2,5.00", *orders(1, 3)),
        "R",
        "E202",
        ["2 values, expected 3"],
        line=3,
        rows=2,
    ),
    Case("B-22", TWO.replace(b",", b";"), "F", "E207", ["1 column; header splits into 3 with ';'"]),
    Case("B-23", mixed_semicolons, "F", "E208", ["line 500"], line=500),
    Case(
        "B-24",
        b"order_id,ordered_on,amount\r\nA,2026-01-02,1\nB,2026-01-02,1\rC,2026-01-02,1\r\n",
        "W",
        "W221",
        ["2 CRLF", "1 LF", "1 CR"],
        rows=3,
    ),
    Case("B-25", accounts('"Acme\n1 Road"', "K", "K\0"), "R", "E104", [], line=5, record=3, rows=2),
    Case("B-26", csv("", *orders(1), "", *orders(1, 2), ""), "A", lines="3 blank lines ignored", rows=2),
    Case(
        "B-27",
        b"Report: Orders\nRun: 2026-02-01\n\n" + TWO,
        "Q",
        "Q313",
        ["header found at line 4; lines 1–3 skipped"],
        profile=None,
    ),
    Case(
        "B-28",
        csv(*orders(900), "Total,15.00"),
        "F",
        "E210",
        ["line 902 looks like a total: key 'Total'", "9,000.00"],
        line=902,
    ),
    Case(
        "B-28 declared",
        csv(*orders(900), "Total,,9000.00"),
        "W",
        "W705",
        ["line 902"],
        lines="1 trailer",
        rows=900,
        profile={"trailer": "total"},
    ),
    Case(
        "B-29",
        csv(*orders(2), "Subtotal,,20.00", *orders(2, 3), "Subtotal,,20.00", *orders(1, 9)),
        "F",
        "E210",
        ["line 7 looks like a total"],
        line=7,
    ),
    Case(
        "B-30",
        csv(*orders(4_999), PLAIN, *orders(9, 6_000)),
        "R",
        "E211",
        ["header row repeated"],
        line=5_001,
        rows=5_008,
    ),
    Case(
        "B-31",
        csv("A,1,1,2026-01-02", header="order_id,amount,amount,ordered_on"),
        "F",
        "E301",
        ["'amount' at positions 2 and 3"],
        column="amount",
    ),
    Case("B-32 no name", csv("A,2026-01-02,1,x", header=f"{PLAIN},"), "F", "E302", ["position 4"]),
    Case(
        "B-32 other case",
        csv("A,2026-01-02,1", header="Order ID ,Date, AMOUNT"),
        "Q",
        "Q803",
        ["order_id = Order ID; ordered_on = Date; amount = AMOUNT"],
        profile=None,
    ),
    Case(
        "B-34",
        csv("10.00,A,2026-01-02", header="amount,order_id,ordered_on"),
        "A",
        rows=1,
        stored={"order_id": ["A"]},
    ),
    Case(
        "B-35 removed",
        csv("A,2026-01-02", header="order_id,ordered_on"),
        "F",
        "E303",
        ["expected 'net_amount'"],
        profile={"columns": {"amount": "net_amount"}},
    ),
    Case(
        "B-35 renamed",
        csv("A,2026-01-02,1", header="order_id,ordered_on,net_amt"),
        "Q",
        "Q312",
        ["expected 'net_amount'; nearest 'net_amt'"],
        profile={"columns": {"amount": "net_amount"}},
    ),
    Case(
        "B-35 added",
        csv("A,2026-01-02,1,x", header=f"{PLAIN},colour"),
        "W",
        "W311",
        ["colour"],
        rows=1,
        profile={"seen": PLAIN.split(",")},
    ),
    Case("B-36", csv(*orders(9), header="A0,2026-01-02,10.00"), "F", "E305", ["first row looks like data"]),
    Case(
        "B-37",
        csv(*NINE_ROWS, header=NINE) + b"A9,1,K,P",
        "F",
        "E209",
        ["last row has 4 of 9 values; file may be cut"],
        line=7,
    ),
    Case(
        "B-38",
        csv(*orders(9_412), "Total rows,,9800"),
        "F",
        "E212",
        ["trailer says 9,800 rows, file has 9,412"],
        line=9_414,
        profile={"trailer": "total"},
    ),
    Case(
        "B-39",
        lambda: csv(*orders(65_535)),
        "W",
        "W222",
        ["exactly Excel's row limit; may be cut"],
        rows=65_535,
    ),
    Case("B-40", csv(*orders(120, 9_000)), "Q", "Q804", ["120 rows; usual 300–305"], before=MONTH),
    Case("B-41 line", lambda: csv("A,2026-01-02," + "1" * 34_000_000), "F", "E901", ["limit"], line=2),
    Case(
        "B-41 columns",
        lambda: csv("1", header=",".join(f"c{n}" for n in range(20_000))),
        "F",
        "E902",
        ["20,000 columns; limit 2,000"],
    ),
    Case(
        "B-42",
        csv("# made by hand", *orders(2), "# end"),
        "A",
        lines="2 comment",
        rows=2,
        profile={"comment": "#"},
    ),
    Case("B-43 gz", gzip.compress(TWO), "A", rows=2, name="orders.csv.gz"),
    Case("B-43 zip", packed({"orders.csv": TWO}), "A", rows=2, name="orders.zip"),
    Case("B-43 two", packed({"a.csv": TWO, "b.csv": TWO}), "Q", "Q916", ["a.csv, b.csv"], name="orders.zip"),
    Case("B-43 nested", packed({"a.zip": packed({"a.csv": TWO})}), "F", "E913", ["zip"], name="orders.zip"),
    Case("B-43 encrypted", encrypted, "F", "E912", ["encrypted"], name="orders.zip"),
)
