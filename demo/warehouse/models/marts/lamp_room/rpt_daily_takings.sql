{{ config(alias='Daily Takings') }}

select
    placed_on as day,
    count(*) as "Orders",
    sum(order_total) as "Takings (EUR)"
from {{ ref('fct_orders') }}
where status <> 'cancelled'
group by placed_on
