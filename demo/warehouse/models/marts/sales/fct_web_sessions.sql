{{ config(alias='web_sessions') }}

select session_id, began_at, ended_at, events, has_paid
from {{ ref('int_sessions') }}
