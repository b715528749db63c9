{{ config(alias='reconciliation') }}

select
    totals.order_no,
    totals.order_total,
    paid.paid,
    totals.order_total - coalesce(paid.paid, 0) as open_amount
from {{ ref('int_order_totals') }} as totals
left join {{ ref('int_payments_by_order') }} as paid on paid.order_no = totals.order_no
where exists (select 1 from {{ ref('fct_payments') }} as payments where payments.order_no = totals.order_no)
