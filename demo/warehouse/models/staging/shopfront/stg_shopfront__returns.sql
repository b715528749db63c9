{{ config(alias='returns', materialized='table') }}

select
    return_no,
    order_no,
    sku,
    reason,
    returned_on
from {{ source('shopfront', 'returns') }}
