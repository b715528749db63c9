{{ config(alias='Revenue.Monthly') }}

select
    date_trunc('month', placed_at) as month,
    channel,
    count(*) as orders,
    sum(order_total) as revenue
from {{ ref('fct_orders') }}
where status <> 'cancelled'
group by 1, 2
