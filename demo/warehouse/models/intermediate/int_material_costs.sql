{{ config(materialized='view') }}

select
    materials.material_no,
    materials.name,
    materials.unit,
    materials.unit_price,
    suppliers.name as supplier
from {{ ref('stg_workshop__materials') }} as materials
left join {{ ref('stg_workshop__suppliers') }} as suppliers on suppliers.supplier_no = materials.supplier_no
