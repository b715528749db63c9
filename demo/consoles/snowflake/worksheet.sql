-- Lanterns sold last week, by kind and town.
-- scratch.orders is somebody's copy and not dbt's; neither is anything in this comment: sales.returns.
with recent as (
    select order_no, customer_no, order_total
    from orders
    where placed_on > current_date - 7
)

select
    kinds.burns,
    people.town,
    sum(recent.order_total) as takings
from recent
join order_lines as lines on lines.order_no = recent.order_no
join reference.lamp_types as kinds on kinds.type_code = left(lines.sku, 3)
join analytics.sales.customers as people on people.customer_no = recent.customer_no
left join raw.raw_shopfront."Web Customers" as account on account.customer_no = people.customer_no
left join history.customers as earlier on earlier.customer_no = people.customer_no
left join scratch.orders as copied on copied.order_no = recent.order_no
group by 1, 2
order by takings desc;
