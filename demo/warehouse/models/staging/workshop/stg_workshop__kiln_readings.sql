{{ config(alias='kiln_readings') }}

select kiln, celsius, read_at
from {{ source('workshop', 'kiln_readings') }}
