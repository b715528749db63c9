{{ config(alias='work_orders') }}

select
    work_order_no,
    sku,
    started_at,
    finished_at,
    planned,
    finished,
    lamplighter
from {{ source('workshop', 'work_orders') }}
