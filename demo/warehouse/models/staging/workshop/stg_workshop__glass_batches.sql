{{ config(alias='glass_batches') }}

select
    batch_no,
    colour,
    kiln,
    poured,
    good,
    poured_at
from {{ source('workshop', 'glass_batches') }}
