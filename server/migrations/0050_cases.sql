create schema cases;

-- The day's last case number; taken outside the report's transaction so that reports do not queue behind each other.
create table cases.day_number (
  day date primary key,
  last int not null
);

create table cases."case" (
  id uuid primary key,
  number text not null unique,
  state text not null,
  outcome text,
  -- Rises with every step that others may see; a command names the version it looked at.
  version int not null,
  -- Rises with every step, internal ones too: the history's next number.
  steps int not null,
  category text not null,
  sensitive boolean not null,
  answers jsonb not null,
  words text not null,
  device_time timestamptz not null,
  reported_at timestamptz not null,
  reporter_id uuid not null,
  attendance_id uuid,
  lon double precision,
  lat double precision,
  address text not null,
  region_code text not null,
  region_name text not null,
  region_path ltree not null,
  desk_kind text not null,
  desk_code text not null,
  desk_name text not null,
  desk_path ltree not null,
  due_at timestamptz,
  -- When the answer was given that ended the work; the clock stands still from here.
  handled_at timestamptz,
  closed_at timestamptz,
  handler_id uuid,
  assignee text,
  last_urged_at timestamptz,
  extended boolean not null default false,
  objected boolean not null default false,
  supervised boolean not null default false,
  reopened_times int not null default 0,
  duplicate_of uuid references cases."case" (id)
);
create index case_reporter on cases."case" (reporter_id, reported_at desc, id desc);
create index case_newest on cases."case" (reported_at desc, id desc);
create index case_open_newest on cases."case" (reported_at desc, id desc) where closed_at is null;
create index case_open_due on cases."case" (due_at, id) where closed_at is null;
create index case_open_place on cases."case" (category, lat, lon) where closed_at is null;
create index case_region on cases."case" using gist (region_path);
create index case_desk on cases."case" using gist (desk_path);

-- What happened, in order; nothing is ever changed or taken out.
create table cases.step (
  case_id uuid not null references cases."case" (id),
  seq int not null,
  step text not null,
  from_state text,
  to_state text not null,
  at timestamptz not null,
  party text not null,
  actor text not null,
  by_name text,
  note text,
  details jsonb not null,
  internal boolean not null,
  primary key (case_id, seq)
);
create function cases.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the history of cases is append-only';
end $$;
create trigger step_append_only before update or delete or truncate on cases.step for each statement execute function cases.refuse_change();

create table cases.photo (
  file_id uuid primary key,
  case_id uuid not null references cases."case" (id),
  seq int not null,
  ordinal int not null,
  width int not null,
  height int not null
);
create index photo_case on cases.photo (case_id, seq, ordinal);

create table cases.follower (
  case_id uuid not null references cases."case" (id),
  person_id uuid not null,
  followed_at timestamptz not null,
  primary key (case_id, person_id)
);
create index follower_person on cases.follower (person_id);

create table cases.leg (
  id uuid primary key,
  case_id uuid not null references cases."case" (id),
  channel text not null,
  state text not null,
  note text,
  number text,
  attempts int not null default 0,
  created_at timestamptz not null,
  next_try_at timestamptz,
  sent_at timestamptz,
  ended_at timestamptz,
  last_error text
);
create index leg_case on cases.leg (case_id, created_at);
create unique index leg_running on cases.leg (case_id) where ended_at is null;

-- Messages of outside desks that were taken in; the same one again changes nothing.
create table cases.outside_message (
  leg_id uuid not null references cases.leg (id),
  message_id text not null,
  kind text not null,
  at timestamptz not null,
  primary key (leg_id, message_id)
);

-- For statistics. in_time: null where the case does not count (withdrawn, merged, still within its deadline).
create view cases.case_v1 as
  select id, number, state, category, region_code, region_path, desk_kind, reported_at, handled_at, closed_at, due_at, outcome, reopened_times,
    attendance_id is not null as during_patrol,
    case
      when outcome in ('withdrawn', 'duplicate') then null
      when closed_at is not null then due_at is null or handled_at <= due_at
    end as in_time
  from cases."case";
