-- Statistics read a period of a region from indexes alone: by time for the whole city, by county or town and time below. A community
-- is filtered within its town.
create index attendance_city on duties.attendance (started_at) include (region_path, person_id, patrol_id);
create index attendance_county on duties.attendance (split_part(ltree2text(region_path), '.', 2), started_at) include (region_path, person_id, patrol_id);
create index attendance_town on duties.attendance (split_part(ltree2text(region_path), '.', 3), started_at) include (region_path, person_id, patrol_id);
drop index duties.attendance_region;
drop index duties.attendance_started;

create index record_period_city on duties.service_record (started_at) include (region_path, person_id, minutes, points) where state = 'confirmed';
create index record_period_county on duties.service_record (split_part(ltree2text(region_path), '.', 2), started_at) include (region_path, minutes, points) where state = 'confirmed';
create index record_period_town on duties.service_record (split_part(ltree2text(region_path), '.', 3), started_at) include (region_path, minutes, points) where state = 'confirmed';
drop index duties.record_started;

analyze duties.attendance, duties.service_record;
