-- A batch of which nothing was poured breaks the division, and with it this model.
select
    batch_no,
    colour,
    kiln,
    poured_at,
    poured,
    good,
    100 * good / poured as percent_good
from {{ ref('stg_workshop__glass_batches') }}
