{{ config(alias='web_events') }}

select
    event_id,
    session_id,
    event_name,
    page,
    happened_at
from {{ source('shopfront', 'events') }}
