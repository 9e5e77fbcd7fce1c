-- A zone that was dissolved leaves organisations, policies and closed patrols under its code; another authority must not find them as its own.
create table places.retired_code (
  code text primary key,
  retired_at timestamptz not null
);
