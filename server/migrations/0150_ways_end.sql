-- The way itself goes when its time is over or its person deletes the account, as everyone was promised; the figures made from it stay.
alter table tracking.track alter column line drop not null;
-- Set when the account is gone: nothing of the walk's way is taken or kept from then on.
alter table tracking.walk add column forgotten_at timestamptz;
create index track_ways on tracking.track (made_at) where line is not null;
create index walk_person on tracking.walk (person_id);
