-- Order lines of a company that never existed, in the stored columns of `order_lines`.
-- $start, $count: the range of lines, in the order of their days; $total: how many fill three years.
-- 20,000 accounts of uneven size, some coming and some going; each buys from an own list of about
-- 70 of 2,000 products, which grows over time; 100 products are launched in the last year;
-- 2 lines of 100 are returns.
with orders as (
  select i, i // 5 as o, cast(i * 1096 // $total as integer) as day,
    cast(20000 * pow((hash(i // 5, 1) >> 11) * pow(2.0, -53), 1.5) as bigint) * 7919 % 20000 as drawn
  from range($start, $start + $count) as numbers(i)
), owned as (
  select i, o, day,
    case
      when drawn % 5 = 0 then drawn
      when hash(drawn, 2) % 100 < 15 and cast(hash(drawn, 3) % 1096 as integer) > day then drawn - drawn % 5
      when hash(drawn, 4) % 100 < 15 and cast(hash(drawn, 5) % 1096 as integer) < day then drawn - drawn % 5
      else drawn
    end as account
  from orders
), chosen as (
  select i, o, day, account, hash(i, 6) % (45 + 25 * least(day, 1095) // 1096) as place
  from owned
), kept as (
  select i, o, day, account,
    case when place < 10 and day > 500 and hash(account, 7) % 3 = 0 then place + 10 else place end as place
  from chosen
), bought as (
  select i, o, day, account,
    case when place >= 65 then 1900 + hash(account, place) % 100 else hash(account, place) % 1900 end
      as product,
    cast(1 + hash(i, 8) % 20 as bigint) as pieces,
    case when hash(i, 9) % 50 = 0 then -1 else 1 end as sign,
    cast(80 + hash(i, 10) % 21 as bigint) as paid
  from kept
), priced as (
  select *, sign * pieces * cast(200 + hash(product, 11) % 40000 as bigint) * (100 + 2 * (day // 365)) * paid
    // 10000 as cents
  from bought
)
select
  cast(i % 5 + 1 as varchar) as line_id,
  'SO' || (100000000 + o) as order_id,
  'A' || (100000 + account) as account_id,
  'P' || (10000 + product) as product_id,
  date '2022-01-01' + day as ordered_on,
  cast(sign * pieces as decimal(18, 4)) as quantity,
  cast(cents * 0.01::decimal(3, 2) as decimal(18, 4)) as amount,
  'EUR' as currency,
  cast((cents * 6 // 10) * 0.01::decimal(3, 2) as decimal(18, 4)) as cost_amount,
  'R' || (1000 + hash(account, 12) % 1000) as seller_id,
  'erp' as source,
  cast(1 as integer) as import_number,
  i - $start + 2 as file_line
from priced
