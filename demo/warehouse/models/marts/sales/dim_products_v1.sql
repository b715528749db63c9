select distinct
    sku,
    lamp as name
from {{ ref('fct_order_lines') }}
