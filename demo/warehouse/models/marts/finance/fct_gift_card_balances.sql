{{ config(alias='gift_card_balances') }}

select card_no, face_value - spent as balance
from {{ ref('stg_shopfront__gift_cards') }}
