-- Events are read in the order of their position. What holds them back is no longer the oldest transaction of the whole
-- database server but a transaction that writes into this table (docs/decisions/0080-order-of-events.md).
-- The sequence must stay without cache: a position is drawn after the table's lock is taken.
update platform.consumer c set position = coalesce(
  (select min(e.position) - 1 from platform.event e where (e.transaction_id, e.position) > (c.transaction_id, c.position)),
  (select max(e.position) from platform.event e), 0);
drop index platform.event_order;
alter table platform.event drop column transaction_id;
-- A reaction asks for its types only.
create index event_type on platform.event (type, position);

-- A reaction that fails waits until then before it tries again.
alter table platform.consumer drop column transaction_id, add column retry_at timestamptz;
