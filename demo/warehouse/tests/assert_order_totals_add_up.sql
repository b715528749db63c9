-- An order costs its lines and its postage, nothing else.
select order_no
from {{ ref('int_order_totals') }}
where order_total <> goods_total + postage
