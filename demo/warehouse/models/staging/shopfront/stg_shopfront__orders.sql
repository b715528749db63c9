{{ config(alias='orders') }}

select
    order_no,
    customer_no,
    placed_at,
    cast(placed_at as date) as placed_on,
    status,
    channel,
    postage
from {{ source('shopfront', 'orders') }}
