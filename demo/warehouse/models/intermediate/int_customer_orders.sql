{{ config(materialized='view') }}

select
    customer_no,
    count(*) as orders,
    min(placed_on) as first_order_on,
    max(placed_on) as last_order_on
from {{ ref('stg_shopfront__orders') }}
where status <> 'cancelled'
group by customer_no
