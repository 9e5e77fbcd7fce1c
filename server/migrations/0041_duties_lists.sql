-- The list of a patrol shows no-shows too, which the index of standing claims does not hold; without this it reads every claim of the city.
create index claim_no_show on duties.claim (patrol_id) where state = 'no-show';
-- Few records are rejected; a city's list of them would otherwise read all records.
create index record_rejected on duties.service_record (id) where state = 'rejected';
