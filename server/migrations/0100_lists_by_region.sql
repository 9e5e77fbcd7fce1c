-- Lists of one's regions, newest first, read only the rows they show: an index for each depth of the tree (county or zone, town,
-- community) by the code that the path has there and then by the list's order. The whole city walks the order itself. What lies
-- deeper is filtered within its community. Written by `beneath` in platform/db.ts, which must say the same expression.
create index record_county on duties.service_record (split_part(ltree2text(region_path), '.', 2), id desc);
create index record_town on duties.service_record (split_part(ltree2text(region_path), '.', 3), id desc);
create index record_community on duties.service_record (split_part(ltree2text(region_path), '.', 4), id desc);
-- Few are not confirmed; each state's list would otherwise read all records of the region.
create index record_open_city on duties.service_record (state, id desc) where state <> 'confirmed';
create index record_open_county on duties.service_record (state, split_part(ltree2text(region_path), '.', 2), id desc) where state <> 'confirmed';
create index record_open_town on duties.service_record (state, split_part(ltree2text(region_path), '.', 3), id desc) where state <> 'confirmed';
create index record_open_community on duties.service_record (state, split_part(ltree2text(region_path), '.', 4), id desc) where state <> 'confirmed';
drop index duties.record_region;
drop index duties.record_rejected;
drop index duties.record_waiting;

create index patrol_county on duties.patrol (split_part(ltree2text(region_path), '.', 2), starts_at desc, id desc);
create index patrol_town on duties.patrol (split_part(ltree2text(region_path), '.', 3), starts_at desc, id desc);
create index patrol_community on duties.patrol (split_part(ltree2text(region_path), '.', 4), starts_at desc, id desc);
create index patrol_open_city on duties.patrol (state, starts_at desc, id desc) where state <> 'finished';
create index patrol_open_county on duties.patrol (state, split_part(ltree2text(region_path), '.', 2), starts_at desc, id desc) where state <> 'finished';
create index patrol_open_town on duties.patrol (state, split_part(ltree2text(region_path), '.', 3), starts_at desc, id desc) where state <> 'finished';
create index patrol_open_community on duties.patrol (state, split_part(ltree2text(region_path), '.', 4), starts_at desc, id desc) where state <> 'finished';
create index patrol_name on duties.patrol using gin (name gin_trgm_ops);

create index audit_county on platform.audit (split_part(ltree2text(region_path), '.', 2), id desc);
create index audit_town on platform.audit (split_part(ltree2text(region_path), '.', 3), id desc);
create index audit_community on platform.audit (split_part(ltree2text(region_path), '.', 4), id desc);
create index audit_action on platform.audit (action text_pattern_ops);
create index audit_actor on platform.audit (actor, id desc);
drop index platform.audit_region;

create index person_county on people.person (split_part(ltree2text(region_path), '.', 2), id desc);
create index person_town on people.person (split_part(ltree2text(region_path), '.', 3), id desc);
create index person_community on people.person (split_part(ltree2text(region_path), '.', 4), id desc);
create index person_pending on people.person using gist (region_path) where real_name = 'pending';
create index person_to_check on people.person (real_name, id desc) where real_name in ('pending', 'rejected');

-- What I work on.
create index case_handler on cases."case" (handler_id, reported_at desc, id desc) where handler_id is not null;
create index case_words on cases."case" using gin (words gin_trgm_ops, address gin_trgm_ops, region_name gin_trgm_ops, number gin_trgm_ops);

-- Without figures about the new expressions the first plans would be wrong.
analyze duties.service_record, duties.patrol, platform.audit, people.person, cases."case";
