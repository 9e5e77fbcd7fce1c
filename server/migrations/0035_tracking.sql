create schema tracking;

-- An attendance that may be tracked: from check-in to check-out and not a second longer.
create table tracking.walk (
  attendance_id uuid primary key,
  person_id uuid not null,
  region_path ltree not null,
  started_at timestamptz not null,
  until timestamptz not null,
  ended_at timestamptz,
  shape jsonb
);
create index walk_open on tracking.walk (until) where ended_at is null;

-- Raw fixes, one partition a day, dropped whole when the retention is over.
create table tracking.position (
  attendance_id uuid not null,
  -- Phones number their fixes with 32 unsigned bits.
  sequence bigint not null,
  at timestamptz not null,
  lon_e7 int not null,
  lat_e7 int not null,
  accuracy_m real,
  speed_mps real,
  mock boolean not null,
  received_at timestamptz not null,
  primary key (attendance_id, sequence, at)
) partition by range (at);

-- What stays: one compressed line per attendance and the figures made from it, with the filter version that made them.
create table tracking.track (
  attendance_id uuid primary key references tracking.walk,
  line bytea not null,
  distance_m real not null,
  moving_s real not null,
  covered_share real,
  inside_share real,
  fixes int not null,
  mock_fixes int not null,
  gaps int not null,
  gap_s real not null,
  dropped jsonb not null,
  filter_version int not null,
  made_at timestamptz not null
);

create view tracking.track_v1 as select attendance_id, distance_m, moving_s, covered_share, fixes, filter_version from tracking.track;
