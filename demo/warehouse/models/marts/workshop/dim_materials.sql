{{ config(alias='materials') }}

select material_no, name, unit, unit_price, supplier
from {{ ref('int_material_costs') }}
