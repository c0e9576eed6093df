-- The rows of the ledger 2024 against 2023 as an analyst writes them: without netting of switching,
-- retention and counts. Plain SQL that DuckDB, PostgreSQL and Spark understand.
with lines_known as (
  select account_id, product_id, ordered_on, amount, quantity,
    case when ordered_on >= date '2023-01-01' and ordered_on < date '2024-01-01' then 1 else 0 end as is_base,
    case when ordered_on >= date '2024-01-01' then 1 else 0 end as is_current,
    case when amount > 0 then 1 else 0 end as is_purchase
  from lines
  where ordered_on < date '2025-01-01'
), pairs as (
  select account_id, product_id,
    sum(case when is_base = 1 then amount else 0 end) as base,
    sum(case when is_current = 1 then amount else 0 end) as curr,
    sum(case when is_base = 1 then quantity else 0 end) as base_quantity,
    sum(case when is_current = 1 then quantity else 0 end) as curr_quantity,
    max(is_base + is_current) as moved,
    max(is_base * is_purchase) as in_base,
    max(is_current * is_purchase) as in_curr,
    min(case when is_purchase = 1 then ordered_on end) as first_on
  from lines_known
  group by account_id, product_id
), accounts as (
  select account_id as of_account, min(first_on) as account_first,
    max(in_base) as account_base, max(in_curr) as account_curr
  from pairs group by account_id
), products as (
  select product_id as of_product, min(first_on) as product_first from pairs group by product_id
), named as (
  select pairs.*, curr - base as delta,
    case
      when account_first >= date '2024-01-01' and product_first >= date '2024-01-01'
        then 'new_product_new_account'
      when account_first >= date '2024-01-01' then 'existing_product_new_account'
      when product_first >= date '2024-01-01' and first_on >= date '2024-01-01'
        then 'new_product_existing_account'
      when first_on >= date '2024-01-01' then 'additional_product_existing_account'
      when account_base = 1 and account_curr = 0 then 'lost_account'
      when account_base = 0 and account_curr = 1 then 'returned_account'
      when account_base = 0 and account_curr = 0 then 'credits_only'
      when in_base = 1 and in_curr = 0 then 'dropped_product'
      when in_base = 0 and in_curr = 1 then 'resumed_product'
      when in_base = 0 and in_curr = 0 then 'credits_only'
      else 'repeat'
    end as kind
  from pairs
  join accounts on account_id = of_account
  join products on product_id = of_product
  where moved = 1
), parted as (
  select kind, delta,
    case
      when kind <> 'repeat' then 0
      when base_quantity > 0 and curr_quantity > 0 and base > 0 and curr > 0
        then round((curr_quantity - base_quantity) * base / base_quantity, 4)
      else delta
    end as volume
  from named
)
select kind, sum(delta) as amount,
  sum(case when volume > 0 then volume else 0 end) as volume_gain,
  sum(case when volume < 0 then volume else 0 end) as volume_loss
from parted
group by kind
