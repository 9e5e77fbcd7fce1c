create schema duties;

create table duties.patrol (
  id uuid primary key,
  name text not null,
  kind text not null,
  region_code text not null,
  region_path ltree not null,
  region_name text not null,
  -- GeoJSON LineString (route) or Polygon (area), WGS-84.
  shape jsonb not null,
  meeting_lon double precision not null,
  meeting_lat double precision not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  seats int not null check (seats > 0),
  seats_taken int not null default 0 check (seats_taken between 0 and seats),
  points_per_hour int not null check (points_per_hour >= 0),
  real_name_required boolean not null,
  age_min int,
  age_max int,
  skills text[] not null default '{}',
  risk_text text not null,
  insurance_note text not null,
  release_deadline_minutes int not null,
  state text not null check (state in ('draft', 'scheduled', 'open', 'cancelled', 'finished')),
  publish_at timestamptz,
  published_at timestamptz,
  cancelled_reason text,
  created_by uuid not null,
  created_at timestamptz not null,
  version int not null default 1,
  check (ends_at > starts_at)
);
create index patrol_region on duties.patrol using gist (region_path);
create index patrol_starts on duties.patrol (starts_at desc, id desc);
create index patrol_open_near on duties.patrol (meeting_lon, meeting_lat, ends_at) where state = 'open';

create table duties.claim (
  id uuid primary key,
  patrol_id uuid not null references duties.patrol,
  person_id uuid not null,
  window_at tstzrange not null,
  state text not null check (state in ('claimed', 'attended', 'released', 'no-show', 'cancelled')),
  claimed_at timestamptz not null,
  ended_at timestamptz
);
-- One seat each. That nobody is in two places is checked under the lock that all batches of claims take: an exclusion
-- constraint says the same, but made a rush three times as slow.
create unique index claim_seat on duties.claim (patrol_id, person_id) where state in ('claimed', 'attended');
-- The list of a patrol shows no-shows too. Apart, so that taking a seat has no further index to keep.
create index claim_no_show on duties.claim (patrol_id) where state = 'no-show';
create index claim_standing on duties.claim (person_id, upper(window_at)) where state in ('claimed', 'attended');

create table duties.attendance (
  id uuid primary key,
  person_id uuid not null,
  patrol_id uuid references duties.patrol,
  claim_id uuid references duties.claim,
  name text not null,
  region_code text not null,
  region_path ltree not null,
  region_name text not null,
  points_per_hour int not null,
  planned_start timestamptz,
  planned_end timestamptz not null,
  started_at timestamptz not null,
  started_lon double precision not null,
  started_lat double precision not null,
  started_accuracy_m real not null,
  ended_at timestamptz,
  ended_lon double precision,
  ended_lat double precision,
  auto_closed boolean not null default false,
  flags text[] not null default '{}',
  proofs jsonb not null default '[]',
  received_at timestamptz not null
);
create unique index attendance_open_per_person on duties.attendance (person_id) where ended_at is null;
create index attendance_patrol on duties.attendance (patrol_id);
create index attendance_region on duties.attendance using gist (region_path);
create index attendance_person on duties.attendance (person_id, started_at desc);

create table duties.service_record (
  id uuid primary key,
  attendance_id uuid not null unique references duties.attendance,
  person_id uuid not null,
  patrol_id uuid,
  name text not null,
  region_code text not null,
  region_path ltree not null,
  region_name text not null,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  minutes_measured int not null check (minutes_measured >= 0),
  minutes int not null check (minutes between 0 and minutes_measured),
  points_per_hour int not null,
  points int not null default 0,
  proof_strength text not null check (proof_strength in ('strong', 'medium', 'weak')),
  proofs jsonb not null,
  flags text[] not null,
  distance_m int,
  moving_s int,
  covered_share real,
  fixes int not null default 0,
  filter_version int,
  state text not null check (state in ('pending', 'confirmed', 'rejected', 'disputed')),
  recorded_by text not null,
  decided_by text,
  decided_at timestamptz,
  decision_note text,
  dispute_reason text,
  -- Rises with each posting to the ledger, so that a correction posts under a new key.
  posting int not null default 0,
  created_at timestamptz not null
);
create index record_person on duties.service_record (person_id, id desc);
create index record_region on duties.service_record using gist (region_path);
-- Few are rejected; a city's list of them would otherwise read all records.
create index record_rejected on duties.service_record (id) where state = 'rejected';
create index record_waiting on duties.service_record (id) where state in ('pending', 'disputed');

-- What statistics may read.
create view duties.patrol_v1 as select id, region_path, kind, state, seats, seats_taken, starts_at, ends_at, published_at from duties.patrol;
create view duties.attendance_v1 as select id, person_id, patrol_id, region_path, started_at, ended_at, planned_end, auto_closed from duties.attendance;
create view duties.service_record_v1 as select id, person_id, patrol_id, region_path, started_at, minutes, points, state from duties.service_record;
