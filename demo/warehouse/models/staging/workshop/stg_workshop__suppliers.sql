{{ config(alias='suppliers') }}

select supplier_no, name, town
from {{ source('workshop', 'suppliers') }}
