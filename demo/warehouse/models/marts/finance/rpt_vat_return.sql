{{ config(alias='VAT return', materialized='view') }}

select month, round(sum(revenue) * 19 / 119, 2) as vat
from {{ ref('fct_revenue_by_month') }}
group by month
