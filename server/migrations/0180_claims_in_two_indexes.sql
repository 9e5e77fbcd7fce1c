-- A rush writes thousands of claims in a fraction of a second, and each index costs about a tenth of that: a claim is found by its
-- patrol and person, never by its id alone, and the index that finds a person's duties can keep one seat each too: nobody has two duties
-- that end at the same moment, unless they were in two places. A seat that was left early ends at another; that look is the lock's alone.
alter table duties.assignment add column patrol_id uuid;
update duties.assignment a set patrol_id = r.patrol_id from duties.reservation r where r.id = a.reservation_id;
alter table duties.assignment alter column patrol_id set not null, drop constraint assignment_claim_id_fkey;
alter table duties.attendance drop constraint attendance_claim_id_fkey;
drop index duties.claim_seat;
drop index duties.claim_no_show;
drop index duties.claim_cancelled;
drop index duties.claim_standing;
alter table duties.claim drop constraint claim_pkey, add primary key (patrol_id, person_id, id);
create unique index claim_standing on duties.claim (person_id, upper(window_at)) where state in ('claimed', 'attended');
alter table duties.attendance add foreign key (patrol_id, person_id, claim_id) references duties.claim (patrol_id, person_id, id);
alter table duties.assignment add foreign key (patrol_id, person_id, claim_id) references duties.claim (patrol_id, person_id, id);
