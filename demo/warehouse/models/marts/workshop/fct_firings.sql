{{ config(alias='firings') }}

select batch_no, colour, kiln, poured_at, percent_good
from {{ ref('int_glass_yield') }}
