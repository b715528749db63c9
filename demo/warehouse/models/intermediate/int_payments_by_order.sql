select
    order_no,
    count(*) as payments,
    sum(amount) as paid
from {{ ref('stg_shopfront__payments') }}
group by order_no
