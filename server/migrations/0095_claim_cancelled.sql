-- A check-in that was made offline on a patrol cancelled meanwhile looks for its seat among the cancelled ones.
create index claim_cancelled on duties.claim (patrol_id) where state = 'cancelled';
