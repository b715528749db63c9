{{ config(alias='showroom_glass', tags=['new']) }}

select colour, count(*) as batches
from {{ ref('fct_firings') }}
where percent_good > 90
group by colour
