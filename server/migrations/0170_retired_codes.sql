-- A zone that was dissolved leaves organisations, policies and closed patrols under its code; another authority must not find them as its own.
create table places.retired_code (
  code text primary key,
  retired_at timestamptz not null
);
-- The log of acts knows those that were dissolved before.
insert into places.retired_code (code, retired_at)
select substr(subject, length('region:') + 1), max(at) from platform.audit a where action = 'places.zone-removed'
  and not exists (select from places.region r where 'region:' || r.code = a.subject) group by subject;
