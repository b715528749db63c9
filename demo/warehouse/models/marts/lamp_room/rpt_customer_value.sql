{{ config(alias='Customer Value (EUR)') }}

select
    customers.customer_no,
    customers.full_name,
    customers.orders,
    sum(orders.order_total) as spent
from {{ ref('dim_customers') }} as customers
left join {{ ref('fct_orders') }} as orders on orders.customer_no = customers.customer_no
group by 1, 2, 3
