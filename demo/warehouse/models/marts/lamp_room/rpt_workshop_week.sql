{{ config(alias='Workshop Week') }}

select
    date_trunc('week', poured_at) as week,
    count(*) as batches,
    avg(percent_good) as percent_good
from {{ ref('fct_firings') }}
group by 1
