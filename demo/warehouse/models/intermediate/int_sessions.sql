select
    session_id,
    min(happened_at) as began_at,
    max(happened_at) as ended_at,
    count(*) as events,
    sum(case when event_name = 'pay' then 1 else 0 end) > 0 as has_paid
from {{ ref('stg_shopfront__events') }}
group by session_id
