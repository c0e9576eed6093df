"""The canonical tables of a book: the only place that names columns.

Guarantees that every table has a documented grain, key, types, units and constraints; the data
dictionary of the manual is generated from here. Leaves reading files to `fourfold.book.intake`
and storing to `fourfold.book.snapshots`.

Conventions: ids and names are text; a date (`_on`) is a day in the book's business time zone;
`starts_on` is inclusive, `ends_on` exclusive, an empty `ends_on` is open; money, quantities and
rates are exact decimals, never floats.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

import pyarrow as pa


class Kind(Enum):
    """What a column holds, and so how its text is read and how it is stored."""

    TEXT = "text"
    DATE = "date"
    MONEY = "money"
    QUANTITY = "quantity"
    RATE = "rate"
    SHARE = "share"
    CURRENCY = "currency"

    @property
    def arrow(self) -> pa.DataType:
        """The stored type: decimal(18, 4) for money and quantity, (18, 8) for rates, (5, 4) for shares."""
        return _ARROW[self]

    @property
    def decimals(self) -> int:
        """How many decimal places are stored exactly; 0 for what is no number."""
        stored = _ARROW[self]
        return stored.scale if isinstance(stored, pa.Decimal128Type) else 0


_ARROW: Mapping[Kind, pa.DataType] = {
    Kind.TEXT: pa.string(),
    Kind.DATE: pa.date32(),
    Kind.MONEY: pa.decimal128(18, 4),
    Kind.QUANTITY: pa.decimal128(18, 4),
    Kind.RATE: pa.decimal128(18, 8),
    Kind.SHARE: pa.decimal128(5, 4),
    Kind.CURRENCY: pa.string(),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it means, in which unit, and what it must satisfy.

    `required` forbids an empty cell; `references` names the table whose key the value must be
    (checked where that table holds rows); `choices` lists the allowed values; `synonyms` are
    header words, lower case without spaces or punctuation, by which a profile is proposed.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    unit: str = ""
    references: str = ""
    choices: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One canonical table: its grain in a sentence, its key, its columns in order."""

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    stored: pa.Schema = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Derive the stored schema: the columns, then where each row came from."""
        fields = [pa.field(c.name, c.kind.arrow) for c in self.columns]
        object.__setattr__(self, "stored", pa.schema([*fields, *PROVENANCE]))

    def column(self, name: str) -> Column:
        """Return the column of that name; `KeyError` if there is none."""
        return next(c for c in self.columns if c.name == name) if name in self else _missing(name)

    def __contains__(self, name: object) -> bool:
        """Whether the table has a column of that name."""
        return any(c.name == name for c in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """The columns whose cells may not be empty."""
        return tuple(c.name for c in self.columns if c.required)


def _missing(name: str) -> Column:
    raise KeyError(name)


SOURCE, IMPORT_NUMBER, FILE_LINE = "source", "import_number", "file_line"
"""Where a stored row came from: the profile's source, the import's number, the physical line."""

PROVENANCE = (
    pa.field(SOURCE, pa.string()),
    pa.field(IMPORT_NUMBER, pa.int32()),
    pa.field(FILE_LINE, pa.int64()),
)


ORDER_LINES = Table(
    name="order_lines",
    grain="one line of an order, invoice, return or credit note",
    key=("order_id", "line_id"),
    columns=(
        Column(
            "line_id",
            Kind.TEXT,
            "the line within its order; may be missing, then equal lines are told apart by their occurrence",
            synonyms=(
                "lineid",
                "linenumber",
                "lineno",
                "line",
                "salesorderlinenumber",
                "orderline",
                "position",
                "pos",
                "itemno",
            ),
        ),
        Column(
            "order_id",
            Kind.TEXT,
            "the document the line stands on",
            synonyms=(
                "orderid",
                "order",
                "ordernumber",
                "orderno",
                "salesordernumber",
                "invoice",
                "invoiceno",
                "invoicenumber",
                "invoiceid",
                "document",
                "documentno",
                "auftrag",
                "auftragsnr",
                "auftragsnummer",
                "rechnung",
                "rechnungsnr",
                "rechnungsnummer",
                "beleg",
                "belegnr",
                "belegnummer",
                "commande",
                "facture",
            ),
        ),
        Column(
            "account_id",
            Kind.TEXT,
            "who bought; empty is counted as unidentified",
            references="accounts",
            synonyms=(
                "accountid",
                "account",
                "customerid",
                "customer",
                "customerno",
                "customernumber",
                "client",
                "clientid",
                "resellerkey",
                "reseller",
                "soldto",
                "kunde",
                "kundennr",
                "kundennummer",
                "kundenr",
                "company",
                "buyer",
                "debitor",
                "cust",
                "custid",
            ),
        ),
        Column(
            "product_id",
            Kind.TEXT,
            "what was bought; empty is counted as unidentified",
            references="products",
            synonyms=(
                "productid",
                "product",
                "sku",
                "item",
                "itemid",
                "itemcode",
                "stockcode",
                "article",
                "articleno",
                "material",
                "productalternatekey",
                "productkey",
                "productcode",
                "artikel",
                "artikelnr",
                "artikelnummer",
                "produit",
                "partnumber",
                "partno",
            ),
        ),
        Column(
            "ordered_on",
            Kind.DATE,
            "the day of the document, in the business time zone",
            required=True,
            synonyms=(
                "orderedon",
                "orderdate",
                "date",
                "invoicedate",
                "documentdate",
                "salesdate",
                "datum",
                "bestelldatum",
                "auftragsdatum",
                "rechnungsdatum",
                "belegdatum",
                "datecommande",
                "bookingdate",
                "transactiondate",
                "postingdate",
            ),
        ),
        Column(
            "quantity",
            Kind.QUANTITY,
            "how many, signed like the amount",
            unit="pieces",
            synonyms=(
                "quantity",
                "qty",
                "orderquantity",
                "units",
                "menge",
                "anzahl",
                "quantite",
                "stueck",
                "pieces",
                "pcs",
            ),
        ),
        Column(
            "amount",
            Kind.MONEY,
            "net of discount, without tax; returns and credit notes negative",
            required=True,
            unit="currency",
            synonyms=(
                "amount",
                "salesamount",
                "netamount",
                "netamt",
                "revenue",
                "linetotal",
                "net",
                "value",
                "total",
                "sales",
                "betrag",
                "nettobetrag",
                "netto",
                "umsatz",
                "montant",
                "montantht",
                "extendedprice",
                "extendedamount",
                "lineamount",
                "netvalue",
            ),
        ),
        Column(
            "currency",
            Kind.CURRENCY,
            "ISO 4217 code of the amount",
            required=True,
            synonyms=("currency", "currencycode", "curr", "waehrung", "devise", "ccy", "whrung"),
        ),
        Column(
            "cost_amount",
            Kind.MONEY,
            "cost of what was sold, in the line's currency",
            unit="currency",
            synonyms=("costamount", "cost", "totalproductcost", "cogs", "kosten", "einstandswert"),
        ),
        Column(
            "seller_id",
            Kind.TEXT,
            "who is credited; empty falls to the account's primary assignment",
            references="sellers",
            synonyms=(
                "sellerid",
                "seller",
                "salesperson",
                "salesrep",
                "rep",
                "employeekey",
                "salespersonid",
                "vertreter",
                "verkaeufer",
                "owner",
                "repid",
            ),
        ),
    ),
)

ACCOUNTS = Table(
    name="accounts",
    grain="one account: who buys",
    key=("account_id",),
    columns=(
        Column(
            "account_id",
            Kind.TEXT,
            "the account",
            required=True,
            synonyms=(
                "accountid",
                "account",
                "customerid",
                "customer",
                "id",
                "resellerkey",
                "kundennr",
                "kundennummer",
                "customerno",
                "customernumber",
                "clientid",
            ),
        ),
        Column(
            "account_name",
            Kind.TEXT,
            "its name",
            synonyms=(
                "accountname",
                "name",
                "customername",
                "resellername",
                "company",
                "companyname",
                "firma",
                "kundenname",
            ),
        ),
        Column(
            "parent_id",
            Kind.TEXT,
            "the account above it, of the same customer",
            references="accounts",
            synonyms=(
                "parentid",
                "parent",
                "parentaccount",
                "parentaccountid",
                "ultimateparent",
                "group",
                "konzern",
            ),
        ),
        Column(
            "segment",
            Kind.TEXT,
            "kind of customer, in the company's words",
            synonyms=("segment", "businesstype", "customertype", "type", "tier", "class", "kundengruppe"),
        ),
        Column(
            "region",
            Kind.TEXT,
            "where it is, in the company's words",
            synonyms=("region", "country", "territory", "area", "land", "gebiet", "state", "salesterritory"),
        ),
        Column(
            "industry",
            Kind.TEXT,
            "its industry",
            synonyms=("industry", "sector", "productline", "branche", "vertical"),
        ),
        Column(
            "merged_into",
            Kind.TEXT,
            "the account that continues this one",
            references="accounts",
            synonyms=("mergedinto", "mergedintoid", "survivor", "masterid"),
        ),
    ),
)

PRODUCTS = Table(
    name="products",
    grain="one product: what is bought",
    key=("product_id",),
    columns=(
        Column(
            "product_id",
            Kind.TEXT,
            "the product",
            required=True,
            synonyms=(
                "productid",
                "product",
                "sku",
                "id",
                "item",
                "itemid",
                "stockcode",
                "productalternatekey",
                "productcode",
                "artikelnr",
                "article",
                "material",
                "itemcode",
            ),
        ),
        Column(
            "product_name",
            Kind.TEXT,
            "its name",
            synonyms=(
                "productname",
                "name",
                "description",
                "englishproductname",
                "title",
                "bezeichnung",
                "artikelbezeichnung",
            ),
        ),
        Column(
            "family",
            Kind.TEXT,
            "the level above the product",
            synonyms=(
                "family",
                "productfamily",
                "subcategory",
                "productsubcategory",
                "subgroup",
                "produktgruppe",
                "warengruppe",
                "productgroup",
                "englishproductsubcategoryname",
            ),
        ),
        Column(
            "category",
            Kind.TEXT,
            "the level above the family",
            synonyms=(
                "category",
                "productcategory",
                "hauptgruppe",
                "department",
                "englishproductcategoryname",
                "productline",
            ),
        ),
        Column(
            "division",
            Kind.TEXT,
            "the level above the category",
            synonyms=("division", "businessunit", "sparte"),
        ),
        Column(
            "launched_on",
            Kind.DATE,
            "first day it could be bought, if known",
            synonyms=("launchedon", "launchdate", "launch", "introduced", "startdate", "markteinfuehrung"),
        ),
        Column(
            "successor_of",
            Kind.TEXT,
            "the product that this one continues",
            references="products",
            synonyms=("successorof", "replaces", "predecessor", "nachfolgervon"),
        ),
    ),
)

SELLERS = Table(
    name="sellers",
    grain="one person who sells",
    key=("seller_id",),
    columns=(
        Column(
            "seller_id",
            Kind.TEXT,
            "the seller",
            required=True,
            synonyms=("sellerid", "seller", "employeekey", "employeeid", "id", "salesperson", "repid", "rep"),
        ),
        Column("seller_name", Kind.TEXT, "the seller's name", synonyms=("sellername", "name", "fullname")),
        Column(
            "email", Kind.TEXT, "links the seller to a sign-in", synonyms=("email", "emailaddress", "mail")
        ),
        Column("hired_on", Kind.DATE, "first day of work", synonyms=("hiredon", "hiredate", "startdate")),
        Column(
            "left_on", Kind.DATE, "first day no longer there", synonyms=("lefton", "enddate", "leavedate")
        ),
    ),
)

TEAMS = Table(
    name="teams",
    grain="one person's membership of one team from a day to a day",
    key=("team_id", "seller_id", "starts_on"),
    columns=(
        Column("team_id", Kind.TEXT, "the team", required=True, synonyms=("teamid", "team")),
        Column(
            "seller_id",
            Kind.TEXT,
            "the member",
            required=True,
            references="sellers",
            synonyms=("sellerid", "seller", "member", "memberid"),
        ),
        Column("team_name", Kind.TEXT, "the team's name", synonyms=("teamname", "name")),
        Column("parent_team_id", Kind.TEXT, "the team above it", synonyms=("parentteamid", "parentteam")),
        Column(
            "role",
            Kind.TEXT,
            "a team has at most one manager at a time",
            required=True,
            choices=("member", "manager"),
            synonyms=("role",),
        ),
        Column(
            "starts_on",
            Kind.DATE,
            "first day",
            required=True,
            synonyms=("startson", "start", "from", "startdate", "validfrom"),
        ),
        Column(
            "ends_on",
            Kind.DATE,
            "first day no longer; empty is open",
            synonyms=("endson", "end", "to", "enddate", "validto"),
        ),
    ),
)

ASSIGNMENTS = Table(
    name="assignments",
    grain="one seller's part in one account from a day to a day",
    key=("account_id", "seller_id", "role", "starts_on"),
    columns=(
        Column(
            "account_id",
            Kind.TEXT,
            "the account",
            required=True,
            references="accounts",
            synonyms=("accountid", "account", "customerid", "customer"),
        ),
        Column(
            "seller_id",
            Kind.TEXT,
            "the seller",
            required=True,
            references="sellers",
            synonyms=("sellerid", "seller", "owner", "rep", "repid", "salesperson"),
        ),
        Column(
            "role",
            Kind.TEXT,
            "primary assignments share the credit of a line; an overlay stands outside the ledger",
            required=True,
            choices=("primary", "overlay"),
            synonyms=("role",),
        ),
        Column(
            "share",
            Kind.SHARE,
            "part of the credit, 0 to 1; the primaries of a day sum to 1",
            required=True,
            unit="fraction",
            synonyms=("share", "split", "sharerate"),
        ),
        Column(
            "starts_on",
            Kind.DATE,
            "first day",
            required=True,
            synonyms=("startson", "start", "from", "startdate", "validfrom"),
        ),
        Column(
            "ends_on",
            Kind.DATE,
            "first day no longer; empty is open",
            synonyms=("endson", "end", "to", "enddate", "validto"),
        ),
    ),
)

FX_RATES = Table(
    name="fx_rates",
    grain="one currency's rate from a day until its next rate",
    key=("currency", "rate_on"),
    columns=(
        Column(
            "currency",
            Kind.CURRENCY,
            "ISO 4217 code",
            required=True,
            synonyms=("currency", "currencycode", "from", "ccy"),
        ),
        Column(
            "rate_on",
            Kind.DATE,
            "first day of the rate",
            required=True,
            synonyms=("rateon", "date", "day", "validfrom"),
        ),
        Column(
            "rate",
            Kind.RATE,
            "book currency for one unit of this currency; above 0",
            required=True,
            unit="book currency per unit",
            synonyms=("rate", "fxrate", "exchangerate", "kurs"),
        ),
    ),
)

TABLES: Mapping[str, Table] = {
    t.name: t for t in (ORDER_LINES, ACCOUNTS, PRODUCTS, SELLERS, TEAMS, ASSIGNMENTS, FX_RATES)
}
"""The tables of a book by name, in the order in which they are best imported last to first."""

ACCOUNT_LEVELS = ("account", "parent")
PRODUCT_LEVELS = ("product", "family", "category", "division")
ACCOUNT_ATTRIBUTES = ("segment", "region", "industry")
DIMENSIONS = (*ACCOUNT_LEVELS, *ACCOUNT_ATTRIBUTES, *PRODUCT_LEVELS, "seller", "team")
"""What a ledger can be broken down by."""
