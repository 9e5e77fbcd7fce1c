-- The standing policy of a region, appended only. A version holds from its time until a later version does; keys that it
-- leaves out are inherited from the nearest region above that sets them, and from the product's defaults at last.
create table duties.standing_policy (
  region_code text not null,
  region_path ltree not null,
  version int not null check (version > 0),
  settings jsonb not null,
  holds_from timestamptz not null,
  set_by uuid not null,
  set_at timestamptz not null,
  reason text not null,
  primary key (region_code, version),
  -- Never backwards: what has begun keeps what it began under.
  check (holds_from >= set_at)
);
create index standing_policy_region on duties.standing_policy using gist (region_path);

-- What held when the attendance began; of those before there were settings, the defaults held.
alter table duties.attendance add column policy jsonb;

-- How far outside its route or area a fix still counts as inside.
alter table tracking.walk add column fence_m int not null default 200;
