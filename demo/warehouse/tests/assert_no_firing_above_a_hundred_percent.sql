select batch_no
from {{ ref('fct_firings') }}
where percent_good > 100
