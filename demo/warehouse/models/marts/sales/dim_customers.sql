{{ config(alias='customers') }}

select
    cast(customers.customer_no as integer) as customer_no,
    cast(customers.full_name as varchar) as full_name,
    cast(customers.email as varchar) as email,
    cast(customers.town as varchar) as town,
    cast(coalesce(history.orders, 0) as integer) as orders,
    cast(history.last_order_on as date) as last_order_on
from {{ ref('stg_shopfront__customers') }} as customers
left join {{ ref('int_customer_orders') }} as history on history.customer_no = customers.customer_no
