"""What was bought, by whom, at which rate: order lines, accounts, products and exchange rates.

Guarantees what `fourfold.book.schema` does, which hands these tables on; nobody else imports them.
"""

from __future__ import annotations

from fourfold.book.columns import Column, Kind, Table

ORDER_LINES = Table(
    name="order_lines",
    grain="one line of an order, invoice, return or credit note",
    key=("order_id", "line_id"),
    converted_on=("ordered_on",),
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
