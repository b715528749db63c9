-- The shop's raw data as of yesterday: everything is in order. Nothing here is random, so every build gives the same rows.
-- Only the load times follow the clock: freshness is about now.
begin;

create schema raw_shopfront;
create schema raw_workshop;

create table raw_shopfront.web_orders as
select
    n as order_no,
    1 + (n * 7919) % 160 as customer_no,
    now() - interval '1 day' - make_interval(hours => (1200 - n) * 7) as placed_at,
    case when n % 29 = 0 then 'cancelled' when n > 1190 then 'placed' when n > 1180 then 'packed' else 'sent' end as status,
    case n % 5 when 0 then 'counter' when 1 then 'market' else 'web' end as channel,
    (array[4.50, 6.90, 9.90, 17.50])[1 + n % 4] as postage,
    now() - interval '10 minutes' as _loaded_at
from generate_series(1, 1200) as n;

create table raw_shopfront.web_order_lines as
select
    n as order_no,
    line_no,
    (array['HUR', 'TEA', 'SHP', 'GRD', 'PAP', 'MIN'])[1 + (n + line_no) % 6]
        || '-' || (array['S', 'M', 'L', 'XL'])[1 + (n * line_no) % 4] as sku,
    1 + (n + line_no) % 3 as quantity,
    (array[89.00, 19.50, 240.00, 135.00, 28.00, 118.00])[1 + (n + line_no) % 6] as unit_price,
    now() - interval '10 minutes' as _loaded_at
from generate_series(1, 1200) as n, generate_series(1, 1 + n % 3) as line_no;

create table raw_shopfront."Web Customers" as
select
    n as customer_no,
    (array['Ada', 'Bo', 'Cleo', 'Dag', 'Enid', 'Faro', 'Gaia', 'Hiro'])[1 + n % 8]
        || ' ' || (array['Ember', 'Flint', 'Glow', 'Hearth', 'Spark', 'Taper', 'Wick'])[1 + n % 7] as "Full Name",
    'Customer' || n || '@example.com' as email,
    (array['Harbour End', 'Millbrook', 'Oldgate', 'Saltness'])[1 + n % 4] as town,
    date '2024-01-01' + n as joined_on,
    now() - interval '60 days' as updated_at,
    now() - interval '20 hours' as _loaded_at
from generate_series(1, 160) as n;

create table raw_shopfront."Returns ""B-stock""" as
select
    n as return_no,
    n * 23 as order_no,
    'HUR-M' as sku,
    (array['cracked', 'too small', 'wrong colour'])[1 + n % 3] as reason,
    date '2026-01-01' + n as returned_on,
    now() - interval '4 days' as _loaded_at
from generate_series(1, 40) as n;

create table raw_shopfront.web_events as
select
    n as event_id,
    1 + n / 6 as session_id,
    (array['look', 'look', 'search', 'basket', 'look', 'pay'])[1 + n % 6] as event_name,
    '/lanterns/' || n % 24 as page,
    now() - make_interval(mins => (3000 - n) * 4) as happened_at,
    now() - interval '25 minutes' as _loaded_at
from generate_series(1, 3000) as n;

create table raw_shopfront.giftcards as
select n as card_no, n * 11 as bought_in_order, 50.00 as face_value, n % 50 as spent
from generate_series(1, 60) as n;

create table raw_shopfront."PAYMENTS_V2" as
select
    n as payment_no,
    n as order_no,
    (array['card', 'transfer', 'cash', 'gift card'])[1 + n % 4] as method,
    40.00 + n % 90 as amount,
    now() - interval '1 day' - make_interval(hours => (1200 - n) * 7) as paid_at,
    now() - interval '15 minutes' as _loaded_at
from generate_series(1, 1200) as n;

create table raw_workshop."MATERIAL_MASTER" as
select
    n as material_no,
    (array['amber glass', 'cobalt glass', 'clear glass', 'brass sheet', 'cotton wick', 'lamp oil'])[1 + n % 6]
        || ' no. ' || n as name,
    (array['kg', 'm', 'l'])[1 + n % 3] as unit,
    2.50 + n as unit_price,
    1 + n % 5 as supplier_no,
    now() - interval '90 days' as updated_at
from generate_series(1, 36) as n;

create table raw_workshop.wo_header as
select
    n as work_order_no,
    'HUR-' || (array['S', 'M', 'L', 'XL'])[1 + n % 4] as sku,
    now() - make_interval(days => 120 - n) as started_at,
    now() - make_interval(days => 118 - n) as finished_at,
    20 + n % 7 as planned,
    18 + n % 7 as finished,
    (array['Mirela', 'Jonas', 'Oyin'])[1 + n % 3] as lamplighter,
    now() - interval '9 days' as _loaded_at
from generate_series(1, 100) as n;

create table raw_workshop."glass.batches" as
select
    n as batch_no,
    (array['amber', 'cobalt', 'clear', 'ruby'])[1 + n % 4] as colour,
    1 + n % 4 as kiln,
    40 + n % 9 as poured,
    35 + n % 5 as good,
    now() - make_interval(days => 150 - n) as poured_at,
    now() - interval '3 days' as _loaded_at
from generate_series(1, 140) as n;

create table raw_workshop.vendor as
select n as supplier_no, 'Supplier ' || n as name, 'Millbrook' as town
from generate_series(1, 5) as n;

create table raw_workshop.kiln_log as
select 1 + n % 4 as kiln, 900 + (n * 37) % 260 as celsius, now() - make_interval(mins => (400 - n) * 15) as read_at
from generate_series(1, 400) as n;

commit;
