{{ config(alias='orders', materialized='incremental', unique_key='order_no') }}

select
    orders.order_no,
    orders.customer_no,
    orders.placed_at,
    orders.placed_on,
    orders.status,
    orders.channel,
    totals.pieces,
    totals.postage,
    totals.postage_band,
    totals.order_total
from {{ ref('stg_shopfront__orders') }} as orders
join {{ ref('int_order_totals') }} as totals on totals.order_no = orders.order_no
{% if is_incremental() %}
where orders.placed_at > (select max(placed_at) from {{ this }})
{% endif %}
