create schema if not exists people;

-- One human being, once. Identifying values are sealed under the person's own key; the key is sealed under the
-- installation's. Deleting the key makes every copy of the values unreadable while ids in histories stay.
create table people.person (
  id uuid primary key,
  key_sealed text,
  phone_sealed text,
  phone_index text unique,
  phone_mask text not null,
  name_sealed text,
  name_index text,
  name_mask text,
  id_number_sealed text,
  id_number_index text unique,
  id_number_mask text,
  guardian_sealed text,
  birth_date date,
  sex text check (sex in ('female', 'male')),
  real_name text not null default 'unverified' check (real_name in ('unverified', 'pending', 'verified', 'rejected')),
  region_code text,
  region_path ltree,
  skills text[] not null default '{}',
  language text not null default 'zh',
  big_letters boolean not null default false,
  created_at timestamptz not null,
  deleted_at timestamptz
);
create index person_region on people.person using gist (region_path);
create index person_name on people.person (name_index);

create table people.real_name_application (
  id uuid primary key,
  person_id uuid not null references people.person,
  state text not null check (state in ('pending', 'verified', 'rejected')),
  submitted_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  reason text
);
create unique index application_pending on people.real_name_application (person_id) where state = 'pending';
create index application_queue on people.real_name_application (state, id);

create table people.sign_in_code (
  id uuid primary key,
  phone_index text not null,
  code_hash text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  attempts int not null default 0,
  used_at timestamptz
);
create index sign_in_code_phone on people.sign_in_code (phone_index, created_at desc);

create table people.session (
  id uuid primary key,
  person_id uuid not null references people.person,
  token_hash text not null unique,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  device text not null,
  ip text not null
);
create index session_person on people.session (person_id);

-- Appended only: the newest row of a person and purpose is what holds.
create table people.consent (
  id uuid primary key,
  person_id uuid not null references people.person,
  purpose text not null,
  version int not null,
  given_at timestamptz not null,
  withdrawn_at timestamptz,
  ip text not null
);
create index consent_person on people.consent (person_id, purpose, given_at desc);

create table people.organisation (
  id uuid primary key,
  name text not null,
  kind text not null,
  credit_code text unique,
  region_code text not null,
  region_path ltree not null,
  created_at timestamptz not null,
  created_by text not null
);
create index organisation_region on people.organisation using gist (region_path);

create table people.team (
  id uuid primary key,
  name text not null,
  kind text not null,
  about text not null,
  organisation_id uuid references people.organisation,
  region_code text not null,
  region_path ltree not null,
  created_at timestamptz not null,
  created_by text not null,
  closed_at timestamptz
);
create index team_region on people.team using gist (region_path);
create index team_organisation on people.team (organisation_id);

create table people.membership (
  id uuid primary key,
  team_id uuid not null references people.team,
  person_id uuid not null references people.person,
  joined_at timestamptz not null,
  joined_by text not null check (joined_by in ('request', 'link', 'invitation', 'founding')),
  left_at timestamptz,
  left_because text
);
create unique index membership_active on people.membership (team_id, person_id) where left_at is null;
create index membership_person on people.membership (person_id) where left_at is null;

create table people.join_request (
  id uuid primary key,
  team_id uuid not null references people.team,
  person_id uuid not null references people.person,
  message text not null,
  state text not null check (state in ('pending', 'approved', 'refused', 'withdrawn')),
  created_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  reason text
);
create unique index join_request_pending on people.join_request (team_id, person_id) where state = 'pending';
create index join_request_person on people.join_request (person_id);

-- A QR invitation. The token is sealed as well as hashed so that the leader can show the same picture again.
create table people.team_link (
  id uuid primary key,
  team_id uuid not null references people.team,
  token_hash text not null unique,
  token_sealed text not null,
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz not null,
  uses_max int not null,
  uses int not null default 0,
  revoked_at timestamptz,
  check (uses <= uses_max)
);
create index team_link_team on people.team_link (team_id);

create table people.role_grant (
  id uuid primary key,
  person_id uuid not null references people.person,
  role text not null check (role in ('officer', 'police', 'liaison', 'leader')),
  region_code text,
  region_path ltree,
  organisation_id uuid references people.organisation,
  team_id uuid references people.team,
  granted_at timestamptz not null,
  granted_by text not null,
  revoked_at timestamptz,
  revoked_by text,
  check (num_nonnulls(region_path, organisation_id, team_id) = 1),
  check ((role in ('officer', 'police')) = (region_path is not null)),
  check ((role = 'liaison') = (organisation_id is not null)),
  check ((role = 'leader') = (team_id is not null))
);
create index grant_person on people.role_grant (person_id) where revoked_at is null;
create index grant_region on people.role_grant using gist (region_path) where revoked_at is null;
create unique index grant_once on people.role_grant (person_id, role, coalesce(region_code, organisation_id::text, team_id::text)) where revoked_at is null;
create unique index grant_leader on people.role_grant (team_id) where role = 'leader' and revoked_at is null;
create index grant_organisation on people.role_grant (organisation_id) where revoked_at is null;

-- An invitation by phone: nobody is registered by it. The person who owns the phone signs in and accepts.
create table people.invitation (
  id uuid primary key,
  phone_index text not null,
  phone_mask text not null,
  team_id uuid references people.team,
  role text check (role in ('officer', 'police', 'liaison')),
  region_code text,
  region_path ltree,
  organisation_id uuid references people.organisation,
  invited_by uuid not null references people.person,
  state text not null check (state in ('open', 'accepted', 'refused', 'withdrawn')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  answered_at timestamptz,
  answered_by text,
  check ((team_id is null) <> (role is null))
);
create index invitation_phone on people.invitation (phone_index) where state = 'open';
create index invitation_sender on people.invitation (invited_by, id);

create table people.first_officer_token (
  token_hash text primary key,
  created_at timestamptz not null
);

-- The register of teams for statistics: open teams and members by region and kind.
create view people.team_register_v1 as
select t.id as team_id, t.name, t.kind, t.organisation_id, t.region_code, t.region_path, t.created_at, t.closed_at,
  (select g.person_id from people.role_grant g where g.team_id = t.id and g.role = 'leader' and g.revoked_at is null) as leader_id,
  (select count(*)::int from people.membership m where m.team_id = t.id and m.left_at is null) as members
from people.team t;

-- Memberships for statistics (growth, active share); ids only.
create view people.membership_v1 as select team_id, person_id, joined_at, left_at from people.membership;
