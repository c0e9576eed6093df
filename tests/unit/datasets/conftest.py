"""One invented company per process, whole and in the parts it is drawn from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from fourfold.datasets import Company, make_company
from fourfold.datasets.assortment import Assortment, draw_assortment
from fourfold.datasets.buying import Plan, draw_plan
from fourfold.datasets.customers import Customers, draw_customers
from fourfold.datasets.invoices import Lines, Trade, draw_lines
from fourfold.datasets.sales_force import SalesForce, draw_sales_force


@dataclass(frozen=True)
class Parts:
    """What a company is made of, before it becomes tables."""

    customers: Customers
    assortment: Assortment
    plan: Plan
    force: SalesForce
    lines: Lines


@pytest.fixture(scope="session")
def company() -> Company:
    return make_company(1)


@pytest.fixture(scope="session")
def parts() -> Parts:
    rng = np.random.Generator(np.random.PCG64(5))
    customers, assortment = draw_customers(rng), draw_assortment(rng)
    plan = draw_plan(rng, customers, assortment)
    force = draw_sales_force(rng, customers)
    return Parts(customers, assortment, plan, force, draw_lines(rng, Trade(customers, assortment, plan)))
