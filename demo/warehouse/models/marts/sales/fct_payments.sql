{{ config(alias='payments') }}

select
    payments.payment_no,
    payments.order_no,
    payments.method,
    payments.amount,
    payments.paid_at
from {{ ref('stg_shopfront__payments') }} as payments
