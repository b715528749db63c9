{{ config(alias='kilns') }}

select kiln, max(celsius) as hottest, min(read_at) as first_read_at, max(read_at) as last_read_at
from {{ ref('stg_workshop__kiln_readings') }}
group by kiln
