select
    lines.order_no,
    sum(lines.quantity) as pieces,
    sum(lines.line_total) as goods_total,
    min(postage.postage) as postage,
    min(postage.band) as postage_band,
    sum(lines.line_total) + min(postage.postage) as order_total
from {{ ref('stg_shopfront__order_lines') }} as lines
join {{ ref('int_order_postage') }} as postage on postage.order_no = lines.order_no
group by lines.order_no
