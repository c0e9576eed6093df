from __future__ import annotations

from fourfold.datasets import Company


def test_tables_are_in_order_of_their_ids_but_for_objectives(company: Company) -> None:
    for name, key in (("opportunities", "opportunity_id"), ("activities", "activity_id")):
        ids = company.tables[name].column(key).to_pylist()
        assert ids == sorted(ids)
        assert len(set(ids)) == len(ids)


def test_an_opportunity_names_the_product_that_was_delivered_and_the_account(company: Company) -> None:
    products = {row["product_id"]: row["product_name"] for row in company.tables["products"].to_pylist()}
    accounts = {row["account_id"]: row["account_name"] for row in company.tables["accounts"].to_pylist()}
    for row in company.tables["opportunities"].to_pylist():
        product, _, account = row["opportunity_name"].partition(" for ")
        assert product == products[row["product_id"]]
        assert account == accounts.get(row["account_id"], account)
