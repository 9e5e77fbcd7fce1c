-- The list of a patrol shows no-shows too, which the partial index does not hold; without this it reads every claim of the city.
create index claim_of_patrol on duties.claim (patrol_id, person_id);
drop index duties.claim_patrol;
