{{ config(materialized='ephemeral') }}

select
    orders.order_no,
    orders.postage,
    bands.band
from {{ ref('stg_shopfront__orders') }} as orders
left join {{ ref('postage_bands') }} as bands on bands.price = orders.postage
