create schema statistics;

-- Most people on duty at once in a region on a day, sampled each minute; a region's peak is its own, not the sum of its parts.
create table statistics.online_peak (
  day date not null,
  region_code text not null,
  peak int not null check (peak >= 0),
  at timestamptz not null,
  primary key (region_code, day)
);

-- Periods are read by their start; without these each page would read all years.
create index attendance_started on duties.attendance (started_at);
create index record_started on duties.service_record (started_at);
create index record_confirmed_person on duties.service_record (person_id, started_at) where state = 'confirmed';
