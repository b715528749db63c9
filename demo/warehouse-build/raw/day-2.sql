-- What came in since: new orders, and the four things that go wrong in this demo.
begin;

insert into raw_shopfront.web_orders
select
    n, 1 + (n * 7919) % 160, now() - make_interval(mins => (1220 - n) * 30), 'placed', 'web', 6.90, now() - interval '10 minutes'
from generate_series(1201, 1220) as n;

insert into raw_shopfront.web_order_lines
select n, 1, 'TEA-S', 2, 19.50, now() - interval '10 minutes'
from generate_series(1201, 1220) as n;

-- Changes for the two snapshots to notice.
update raw_shopfront."Web Customers" set town = 'Harbour End', updated_at = now() - interval '20 hours' where customer_no % 40 = 1;
update raw_workshop."MATERIAL_MASTER" set unit_price = unit_price + 0.80 where material_no % 9 = 0;

-- 1. The copy ran twice: three returns are there two times (a test of a source fails).
insert into raw_shopfront."Returns ""B-stock"""
select return_no, order_no, sku, reason, returned_on, _loaded_at
from raw_shopfront."Returns ""B-stock""" where return_no <= 3;

-- 2. The till learned a new word (a test of a model fails).
insert into raw_shopfront."PAYMENTS_V2"
select n, n, 'cheque', 45.90, now() - interval '1 hour', now() - interval '15 minutes'
from generate_series(1201, 1220) as n;

-- 3. A batch of which nothing was poured (a model divides by zero).
insert into raw_workshop."glass.batches"
values (141, 'cobalt', 3, 0, 0, now() - interval '3 days', now() - interval '3 days');

-- 4. Samples, booked at no price (a test warns).
insert into raw_workshop."MATERIAL_MASTER"
values (37, 'sample: smoked glass', 'kg', 0, 1, now()), (38, 'sample: steel mesh', 'm', 0, 2, now());

commit;
