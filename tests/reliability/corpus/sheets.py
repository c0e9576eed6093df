"""B-56 to B-78: workbooks and Parquet files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq

from tests.reliability.corpus.case import Case
from tests.reliability.corpus.workbooks import MAIN, Value, Xml, packed, row, sheet, table, workbook

HEADER = ("order_id", "ordered_on", "amount")
SKUS = ("order_id", "ordered_on", "amount", "product_id")
DAY = date(2026, 1, 2)
XLSX, PARQUET = {"format": "excel"}, {"format": "parquet"}
GOOD: list[Value] = ["A1", DAY, 10]
LATE = datetime(2026, 12, 31, 23, 30)  # noqa: DTZ001  (a moment without a zone, as files hold it)
STALE = Xml('<c r="{at}"><f>B1*2</f><v>7</v></c>')
ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<!DOCTYPE w [<!ENTITY a0 "ha">{ENTITIES}]><worksheet {MAIN}><sheetData/></worksheet>'
HOSTNAME = f'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]><worksheet {MAIN}>&x;</worksheet>'


def macros() -> bytes:
    kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    return workbook(
        table(HEADER, GOOD), related=f'<Relationship Id="m" Type="{kind}" Target="vbaProject.bin"/>'
    )


def book(*rows: Sequence[Value], header: Sequence[Value] = HEADER) -> bytes:
    return workbook(table(header, GOOD if header is HEADER else [*GOOD, "P"], *rows))


def serials(*texts: str) -> bytes:
    return book(*([f"B{t}", Xml(f'<c r="{{at}}" s="1"><v>{t}</v></c>'), 1] for t in texts))


def skus() -> bytes:
    rows = [[f"B{n}", DAY, 1, 123 + n] for n in range(14)]
    return book(*rows, header=SKUS)


def far_cell() -> bytes:
    last = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return workbook(sheet(row(1, HEADER) + row(2, GOOD) + last))


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        with zipfile.ZipFile(io.BytesIO(book())) as plain:
            for name in plain.namelist():
                package.writestr(name, plain.read(name))
        package.writestr("xl/media/image1.bmp", bytes(60_000_000))
    return out.getvalue()


def lying() -> bytes:
    content = bytearray(
        workbook(sheet(row(1, HEADER) + row(2, GOOD)), parts={"xl/z.xml": "<z/>" + " " * 900_000})
    )
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.rindex(mark) + offset
        content[at : at + 4] = (10).to_bytes(4, "little")
    return bytes(content)


def overlapping() -> bytes:
    content = bytearray(book())
    last = content.rindex(b"PK\x01\x02")
    content[last + 42 : last + 46] = (4).to_bytes(4, "little")
    return bytes(content)


def parquet(**columns: pa.Array) -> bytes:
    out = io.BytesIO()
    count = len(next(iter(columns.values()), [1]))
    plain = {
        "order_id": pa.array([f"A{n}" for n in range(count)]),
        "ordered_on": pa.array([DAY] * count),
        "amount": pa.array([Decimal("1.50")] * count),
    }
    pq.write_table(pa.table({**plain, **columns}), out, write_page_checksum=True, compression="none")
    return out.getvalue()


def flipped() -> bytes:
    content = bytearray(parquet(product_id=pa.array([f"product {n}" for n in range(50)])))
    content[content.index(b"product 30")] ^= 1
    return bytes(content)


def ole(name: str) -> bytes:
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0"))
    head[30:32] = (9).to_bytes(2, "little")
    return bytes(head) + name.encode("utf-16-le").ljust(512, b"\0")


def case(id: str, content: bytes, out: str, code: str = "", *told: str, **more: object) -> Case:  # noqa: A002
    """Return a case of a workbook, or of Parquet if its bytes are."""
    is_parquet = content.startswith(b"PAR1") or more.get("name", "").endswith(".parquet")  # type: ignore[attr-defined]
    usual = (
        {"name": "orders.parquet", "profile": PARQUET}
        if is_parquet
        else {"name": "orders.xlsx", "profile": XLSX}
    )
    return Case(id, content, out, code, told, **{**usual, **more})  # type: ignore[arg-type]


TWO_SHEETS = workbook(table(HEADER, GOOD), table(HEADER, GOOD))
MERGED = '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'
MOMENTS = pa.array([LATE], pa.timestamp("us", "UTC"))
UUID = pa.ExtensionArray.from_storage(pa.uuid(), pa.array([bytes(16)], pa.binary(16)))

TWO_ROWS = workbook(
    sheet(
        row(1, ["Order", None, "Value"]) + row(2, ["Order", "Date", "Amount"]) + row(3, GOOD),
        after='<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>',
    )
)

SHEETS: Sequence[Case] = (
    case("B-33", TWO_ROWS, "Q", "Q314", "rows 1 and 2", profile=None, line=2),
    case(
        "B-56",
        book(["B", Xml('<c r="{at}" s="1"><f>TODAY()</f></c>'), 1]),
        "R",
        "E451",
        "cell B3 holds a formula with no stored value; open and save in Excel",
        line=3,
        column="ordered_on",
        rows=1,
    ),
    case("B-57", book(*([f"B{n}", DAY, STALE] for n in range(27))), "W", "W461", "27 formula cells", rows=28),
    case(
        "B-58",
        book(["B", DAY, Xml('<c r="{at}" t="e"><v>#REF!</v></c>')]),
        "R",
        "E452",
        "cell C3",
        "#REF!",
        line=3,
        column="amount",
        rows=1,
    ),
    case(
        "B-59",
        book([1234567890123456789, DAY, 1]),
        "R",
        "E453",
        "number that has more than 15 digits; store ids as text",
        line=3,
        column="order_id",
        rows=1,
    ),
    case(
        "B-60 numbers",
        skus(),
        "W",
        "W454",
        "id column holds numbers/dates in 14 rows",
        column="product_id",
        rows=15,
    ),
    case(
        "B-60 dates",
        book(["B", DAY, 1, date(2026, 3, 1)], header=SKUS),
        "R",
        "E454",
        "cell D3",
        "id column",
        line=3,
        column="product_id",
        rows=1,
    ),
    case("B-61", bomb(), "F", "E911", "limits 100:1", limited=True),
    case("B-62", lying(), "F", "E923", "damaged"),
    case("B-63", overlapping(), "F", "E913", "overlapping"),
    case(
        "B-64",
        packed({f"{n}.xml": b"" for n in range(2_100)} | {"xl/workbook.xml": b""}),
        "F",
        "E914",
        "2,101 entries",
    ),
    case(
        "B-67", far_cell(), "F", "E921", "sheet claims 17,179,869,184 cells; limit 50,000,000", limited=True
    ),
    case(
        "B-67 declared",
        workbook(sheet(row(1, HEADER) + row(2, GOOD), '<dimension ref="A1:XFD1048576"/>')),
        "F",
        "E921",
        "17,179,869,184 cells",
    ),
    case("B-68", workbook(LAUGHS), "F", "E922", "DTD", limited=True),
    case("B-69", workbook(HOSTNAME), "F", "E922", "DTD"),
    case(
        "B-69 UTF-16",
        workbook(parts={"xl/worksheets/sheet1.xml": HOSTNAME.encode("utf-16")}),
        "F",
        "E922",
        "DTD",
    ),
    case(
        "B-70",
        workbook(
            table(HEADER, ["A", Xml('<c r="{at}" s="1"><v>44562</v></c>'), 1]),
            properties='<workbookPr date1904="1"/>',
        ),
        "W",
        "W464",
        "1904",
        stored={"ordered_on": [date(2026, 1, 2)]},
    ),
    case(
        "B-71",
        serials("60", "0", "-5", "2958466"),
        "R",
        "E455",
        "serial 60",
        line=3,
        column="ordered_on",
        codes=["E455"] * 4,
        rows=1,
    ),
    case(
        "B-72",
        book(["B", "2026-01-05", 1], ["C", "2026-02-30", 1]),
        "R",
        "E411",
        "2026-02-30",
        line=4,
        rows=2,
    ),
    case("B-73 decimal", parquet(amount=pa.array([Decimal("1.5")], pa.decimal128(38, 10))), "A", rows=1),
    case("B-73 zone", parquet(ordered_on=MOMENTS), "Q", "Q467", "zone UTC", column="ordered_on"),
    case("B-73 dictionary", parquet(product_id=pa.array(["P"]).dictionary_encode()), "A", rows=1),
    case("B-73 list", parquet(amount=pa.array([[1]])), "F", "E456", "list<", column="amount"),
    case("B-73 extension", parquet(order_id=UUID), "F", "E456", "uuid", column="order_id"),
    case("B-73 empty", parquet(product_id=pa.nulls(1)), "W", "W463", "holds no value", column="product_id"),
    case("B-74 flip", flipped(), "F", "E457", "checksum"),
    case("B-74 cut", parquet()[:-9], "F", "E457", "footer"),
    case(
        "B-75",
        parquet(amount=pa.array([1.5, 0.1 + 0.2])),
        "R",
        "E406",
        "decimals",
        column="amount",
        line=2,
        rows=1,
    ),
    case("B-76 sheets", TWO_SHEETS, "Q", "Q466", "'Sheet1', 'Sheet2'"),
    case("B-76 named", TWO_SHEETS, "A", rows=1, profile={**XLSX, "sheet": "Sheet2"}),
    case(
        "B-76 hidden",
        workbook(sheet(row(1, HEADER) + row(2, GOOD, 'hidden="1"'))),
        "W",
        "W462",
        "1 hidden row included",
    ),
    case(
        "B-76 merged",
        workbook(sheet(row(1, HEADER) + row(2, GOOD) + row(3, [None, DAY, 1]), after=MERGED)),
        "R",
        "E458",
        "A2:A3",
        line=3,
        column="order_id",
        rows=1,
    ),
    case("B-76 password", ole("EncryptedPackage"), "F", "E923", "password"),
    case("B-76 xls", ole("Workbook"), "F", "E103", "Excel 97-2003 workbook (.xls)"),
    case("B-76 xlsb", packed({"xl/workbook.bin": b""}), "F", "E103", ".xlsb"),
    case("B-76 ods", packed({"mimetype": b"", "content.xml": b""}), "F", "E103", ".ods"),
    case("B-76 html", b"<html><table><tr><td>order_id", "F", "E103", "HTML saved as .xls", name="orders.xls"),
    case("B-77", macros(), "W", "W465", "macros ignored", name="orders.xlsm", rows=1),
    case(
        "B-78",
        b"12345678DUCK".ljust(64, b"\0"),
        "F",
        "E103",
        "content is a DuckDB database",
        name="o.parquet",
    ),
)
