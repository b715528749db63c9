{{ config(alias='materials') }}

select
    material_no,
    name,
    unit,
    unit_price,
    supplier_no
from {{ source('workshop', 'materials') }}
