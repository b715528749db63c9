select
    lines.sku,
    count(distinct returns.return_no) as returned,
    sum(lines.quantity) as sold,
    count(distinct returns.return_no) * 1.0 / sum(lines.quantity) as return_rate
from {{ ref('stg_shopfront__order_lines') }} as lines
left join {{ ref('stg_shopfront__returns') }} as returns
    on returns.order_no = lines.order_no and returns.sku = lines.sku
group by lines.sku
