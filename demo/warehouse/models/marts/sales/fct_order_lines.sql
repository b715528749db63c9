{{ config(alias='order_lines') }}

select
    lines.order_no,
    lines.line_no,
    lines.sku,
    types.name as lamp,
    lines.quantity,
    lines.unit_price,
    lines.line_total
from {{ ref('stg_shopfront__order_lines') }} as lines
left join {{ ref('lamp_types') }} as types on types.type_code = substr(lines.sku, 1, 3)
