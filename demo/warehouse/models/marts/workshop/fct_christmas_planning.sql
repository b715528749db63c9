{{ config(alias='christmas_planning', tags=['paused']) }}

select sku, sum(planned) as planned
from {{ ref('fct_work_orders') }}
group by sku
