select session_id
from {{ ref('fct_web_sessions') }}
where ended_at < began_at
