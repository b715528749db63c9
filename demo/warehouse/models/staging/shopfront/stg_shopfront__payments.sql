{{ config(alias='payments') }}

select
    payment_no,
    order_no,
    method,
    amount,
    paid_at
from {{ source('shopfront', 'payments') }}
