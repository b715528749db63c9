{{ config(alias='returns') }}

select
    returns.return_no,
    returns.order_no,
    returns.sku,
    returns.reason,
    returns.returned_on,
    rates.return_rate
from {{ ref('stg_shopfront__returns') }} as returns
left join {{ ref('int_return_rates') }} as rates on rates.sku = returns.sku
