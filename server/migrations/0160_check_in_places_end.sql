-- Where someone pressed check-in goes with the account like the way that begins there.
alter table duties.attendance alter column started_lon drop not null, alter column started_lat drop not null;
