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

from fourfold.book.columns import FILE_LINE, IMPORT_NUMBER, PROVENANCE, SOURCE, Column, Kind, Table

ORDER_LINES = Table(
    name="order_lines",
    grain="one line of an order, invoice, return or credit note",
    key=("order_id", "line_id"),
    columns=(
        Column(
            "line_id",
            Kind.TEXT,
            "the line within its order; may be missing, then equal lines are told apart by their occurrence",
            known_as="lineid linenumber lineno line salesorderlinenumber orderline position pos itemno",
        ),
        Column(
            "order_id",
            Kind.TEXT,
            "the document the line stands on",
            known_as="orderid order ordernumber orderno salesordernumber invoice invoiceno invoicenumber "
            "invoiceid document documentno auftrag auftragsnr auftragsnummer rechnung rechnungsnr "
            "rechnungsnummer beleg belegnr belegnummer commande facture",
        ),
        Column(
            "account_id",
            Kind.TEXT,
            "who bought; empty is counted as unidentified",
            references="accounts",
            known_as="accountid account customerid customer customerno customernumber client clientid "
            "resellerkey reseller soldto kunde kundennr kundennummer kundenr company buyer "
            "debitor cust custid",
        ),
        Column(
            "product_id",
            Kind.TEXT,
            "what was bought; empty is counted as unidentified",
            references="products",
            known_as="productid product sku item itemid itemcode stockcode article articleno material "
            "productalternatekey productkey productcode artikel artikelnr artikelnummer produit "
            "partnumber partno",
        ),
        Column(
            "ordered_on",
            Kind.DATE,
            "the day of the document, in the business time zone",
            required=True,
            known_as="orderedon orderdate date invoicedate documentdate salesdate datum bestelldatum "
            "auftragsdatum rechnungsdatum belegdatum datecommande bookingdate transactiondate "
            "postingdate",
        ),
        Column(
            "quantity",
            Kind.QUANTITY,
            "how many, signed like the amount",
            unit="pieces",
            known_as="quantity qty orderquantity units menge anzahl quantite stueck pieces pcs",
        ),
        Column(
            "amount",
            Kind.MONEY,
            "net of discount, without tax; returns and credit notes negative",
            required=True,
            unit="currency",
            known_as="amount salesamount netamount netamt revenue linetotal net value total sales betrag "
            "nettobetrag netto umsatz montant montantht extendedprice extendedamount lineamount "
            "netvalue",
        ),
        Column(
            "currency",
            Kind.CURRENCY,
            "ISO 4217 code of the amount",
            required=True,
            known_as="currency currencycode curr waehrung devise ccy whrung",
        ),
        Column(
            "cost_amount",
            Kind.MONEY,
            "cost of what was sold, in the line's currency",
            unit="currency",
            known_as="costamount cost totalproductcost cogs kosten einstandswert",
        ),
        Column(
            "seller_id",
            Kind.TEXT,
            "who is credited; empty falls to the account's primary assignment",
            references="sellers",
            known_as="sellerid seller salesperson salesrep rep employeekey salespersonid vertreter "
            "verkaeufer owner repid",
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
            known_as="accountid account customerid customer id resellerkey kundennr kundennummer "
            "customerno customernumber clientid",
        ),
        Column(
            "account_name",
            Kind.TEXT,
            "its name",
            known_as="accountname name customername resellername company companyname firma kundenname",
        ),
        Column(
            "parent_id",
            Kind.TEXT,
            "the account above it, of the same customer",
            references="accounts",
            known_as="parentid parent parentaccount parentaccountid ultimateparent group konzern",
        ),
        Column(
            "segment",
            Kind.TEXT,
            "kind of customer, in the company's words",
            known_as="segment businesstype customertype type tier class kundengruppe",
        ),
        Column(
            "region",
            Kind.TEXT,
            "where it is, in the company's words",
            known_as="region country territory area land gebiet state salesterritory",
        ),
        Column(
            "industry",
            Kind.TEXT,
            "its industry",
            known_as="industry sector productline branche vertical",
        ),
        Column(
            "merged_into",
            Kind.TEXT,
            "the account that continues this one",
            references="accounts",
            known_as="mergedinto mergedintoid survivor masterid",
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
            known_as="productid product sku id item itemid stockcode productalternatekey productcode "
            "artikelnr article material itemcode",
        ),
        Column(
            "product_name",
            Kind.TEXT,
            "its name",
            known_as="productname name description englishproductname title bezeichnung artikelbezeichnung",
        ),
        Column(
            "family",
            Kind.TEXT,
            "the level above the product",
            known_as="family productfamily subcategory productsubcategory subgroup produktgruppe "
            "warengruppe productgroup englishproductsubcategoryname",
        ),
        Column(
            "category",
            Kind.TEXT,
            "the level above the family",
            known_as="category productcategory hauptgruppe department englishproductcategoryname productline",
        ),
        Column(
            "division",
            Kind.TEXT,
            "the level above the category",
            known_as="division businessunit sparte",
        ),
        Column(
            "launched_on",
            Kind.DATE,
            "first day it could be bought, if known",
            known_as="launchedon launchdate launch introduced startdate markteinfuehrung",
        ),
        Column(
            "successor_of",
            Kind.TEXT,
            "the product that this one continues",
            references="products",
            known_as="successorof replaces predecessor nachfolgervon",
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
            known_as="sellerid seller employeekey employeeid id salesperson repid rep",
        ),
        Column("seller_name", Kind.TEXT, "the seller's name", known_as="sellername name fullname"),
        Column("email", Kind.TEXT, "links the seller to a sign-in", known_as="email emailaddress mail"),
        Column("hired_on", Kind.DATE, "first day of work", known_as="hiredon hiredate startdate"),
        Column("left_on", Kind.DATE, "first day no longer there", known_as="lefton enddate leavedate"),
    ),
)

TEAMS = Table(
    name="teams",
    grain="one person's membership of one team from a day to a day",
    key=("team_id", "seller_id", "starts_on"),
    columns=(
        Column("team_id", Kind.TEXT, "the team", required=True, known_as="teamid team"),
        Column(
            "seller_id",
            Kind.TEXT,
            "the member",
            required=True,
            references="sellers",
            known_as="sellerid seller member memberid",
        ),
        Column("team_name", Kind.TEXT, "the team's name", known_as="teamname name"),
        Column("parent_team_id", Kind.TEXT, "the team above it", known_as="parentteamid parentteam"),
        Column(
            "role",
            Kind.TEXT,
            "a team has at most one manager at a time",
            required=True,
            choices=("member", "manager"),
            known_as="role",
        ),
        Column(
            "starts_on",
            Kind.DATE,
            "first day",
            required=True,
            known_as="startson start from startdate validfrom",
        ),
        Column(
            "ends_on",
            Kind.DATE,
            "first day no longer; empty is open",
            known_as="endson end to enddate validto",
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
            known_as="accountid account customerid customer",
        ),
        Column(
            "seller_id",
            Kind.TEXT,
            "the seller",
            required=True,
            references="sellers",
            known_as="sellerid seller owner rep repid salesperson",
        ),
        Column(
            "role",
            Kind.TEXT,
            "primary assignments share the credit of a line; an overlay stands outside the ledger",
            required=True,
            choices=("primary", "overlay"),
            known_as="role",
        ),
        Column(
            "share",
            Kind.SHARE,
            "part of the credit, 0 to 1; the primaries of a day sum to 1",
            required=True,
            unit="fraction",
            known_as="share split sharerate",
        ),
        Column(
            "starts_on",
            Kind.DATE,
            "first day",
            required=True,
            known_as="startson start from startdate validfrom",
        ),
        Column(
            "ends_on",
            Kind.DATE,
            "first day no longer; empty is open",
            known_as="endson end to enddate validto",
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
            known_as="currency currencycode from ccy",
        ),
        Column(
            "rate_on",
            Kind.DATE,
            "first day of the rate",
            required=True,
            known_as="rateon date day validfrom",
        ),
        Column(
            "rate",
            Kind.RATE,
            "book currency for one unit of this currency; above 0",
            required=True,
            unit="book currency per unit",
            known_as="rate fxrate exchangerate kurs",
        ),
    ),
)

TABLES: Mapping[str, Table] = {
    t.name: t for t in (ORDER_LINES, ACCOUNTS, PRODUCTS, SELLERS, TEAMS, ASSIGNMENTS, FX_RATES)
}
"""The tables of a book by name, in the order in which they are best imported last to first."""

__all__ = [
    "ACCOUNT_ATTRIBUTES",
    "ACCOUNT_LEVELS",
    "DIMENSIONS",
    "FILE_LINE",
    "IMPORT_NUMBER",
    "PRODUCT_LEVELS",
    "PROVENANCE",
    "SOURCE",
    "TABLES",
    "Column",
    "Kind",
    "Table",
]

ACCOUNT_LEVELS = ("account", "parent")
PRODUCT_LEVELS = ("product", "family", "category", "division")
ACCOUNT_ATTRIBUTES = ("segment", "region", "industry")
DIMENSIONS = (*ACCOUNT_LEVELS, *ACCOUNT_ATTRIBUTES, *PRODUCT_LEVELS, "seller", "team")
"""What a ledger can be broken down by."""
