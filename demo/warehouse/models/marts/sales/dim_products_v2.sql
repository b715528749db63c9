select distinct
    lines.sku,
    substr(lines.sku, 1, 3) as type_code,
    types.name as lamp,
    types.burns,
    sizes.size_code,
    sizes.height_mm as "Height (mm)"
from {{ ref('fct_order_lines') }} as lines
left join {{ ref('lamp_types') }} as types on types.type_code = substr(lines.sku, 1, 3)
left join {{ ref('glass_sizes') }} as sizes on sizes.size_code = substr(lines.sku, 5)
