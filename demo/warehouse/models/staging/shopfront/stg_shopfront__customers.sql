{{ config(alias='customers') }}

select
    customer_no,
    "Full Name" as full_name,
    lower(email) as email,
    town,
    joined_on
from {{ source('shopfront', 'customers') }}
