{{ config(alias='gift_cards') }}

select
    card_no,
    bought_in_order,
    face_value,
    spent
from {{ source('shopfront', 'gift_cards') }}
