{{ config(alias='order_lines') }}

select
    order_no,
    line_no,
    sku,
    quantity,
    unit_price,
    quantity * unit_price as line_total
from {{ source('shopfront', 'order_lines') }}
