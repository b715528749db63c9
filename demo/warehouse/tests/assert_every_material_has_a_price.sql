{{ config(severity='warn') }}

-- The ledger books samples at nothing; worth a look, no reason to stop.
select material_no
from {{ ref('dim_materials') }}
where unit_price = 0
