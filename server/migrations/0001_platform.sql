create schema if not exists platform;
create extension if not exists ltree;
create extension if not exists pg_trgm;
create extension if not exists btree_gist;

-- One row per setting of the installation (mode, city name, colours …).
create table platform.setting (
  key text primary key,
  value jsonb not null,
  updated_at timestamptz not null
);

-- Transactional outbox. Readers go in (transaction, position) order and stop at the oldest running transaction,
-- so an event that commits late is never skipped.
create table platform.event (
  position bigint generated always as identity primary key,
  transaction_id xid8 not null default pg_current_xact_id(),
  id uuid not null unique,
  type text not null,
  version int not null,
  at timestamptz not null,
  actor text not null,
  subject text not null,
  payload jsonb not null
);
create index event_order on platform.event (transaction_id, position);

create table platform.consumer (
  name text primary key,
  transaction_id xid8 not null default '0',
  position bigint not null default 0,
  failures int not null default 0,
  last_error text
);

-- Who did or read what; appended only.
create table platform.audit (
  id uuid primary key,
  at timestamptz not null,
  actor text not null,
  action text not null,
  subject text not null,
  region_path ltree,
  reason text,
  details jsonb not null default '{}',
  ip text
);
create index audit_at on platform.audit (at desc);
create index audit_region on platform.audit using gist (region_path);
create index audit_subject on platform.audit (subject, at desc);

-- Content-addressed files; bytes lie in the file store under their hash.
create table platform.file (
  id uuid primary key,
  sha256 text not null,
  media_type text not null,
  bytes int not null,
  width int,
  height int,
  owner text not null,
  created_at timestamptz not null
);
create index file_sha256 on platform.file (sha256);
