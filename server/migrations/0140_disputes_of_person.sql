-- What a person said against entries stands in the copy of their data.
create index dispute_person on ledger.dispute (person_id, id);
