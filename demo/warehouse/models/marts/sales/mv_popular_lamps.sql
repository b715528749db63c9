{{
    config(
        alias='popular_lamps',
        materialized='dynamic_table' if target.type == 'snowflake' else 'materialized_view',
        target_lag='1 day',
        snowflake_warehouse='transforming'
    )
}}

select lamp, sum(quantity) as sold
from {{ ref('fct_order_lines') }}
group by lamp
