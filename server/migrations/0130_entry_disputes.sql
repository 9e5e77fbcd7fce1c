-- What a person says against an entry of their account, and the answer. The entry itself is never touched: when the person is right
-- its reversal is posted. Entries of patrols are disputed through their service record.
create table ledger.dispute (
  id uuid primary key,
  transfer_id uuid not null references ledger.transfer,
  person_id uuid not null,
  region_path ltree not null,
  words text not null,
  state text not null default 'open' check (state in ('open', 'kept', 'reversed')),
  answer text,
  decided_by text,
  opened_at timestamptz not null,
  decided_at timestamptz,
  check ((state = 'open') = (decided_at is null) and (state = 'open') = (answer is null))
);
create unique index dispute_open on ledger.dispute (transfer_id) where state = 'open';
create index dispute_transfer on ledger.dispute (transfer_id, id desc);
-- The officers' list: what is open first, then the newest; for each depth of the tree as in 0100.
create index dispute_city on ledger.dispute ((state = 'open') desc, id desc);
create index dispute_county on ledger.dispute (split_part(ltree2text(region_path), '.', 2), (state = 'open') desc, id desc);
create index dispute_town on ledger.dispute (split_part(ltree2text(region_path), '.', 3), (state = 'open') desc, id desc);
create index dispute_community on ledger.dispute (split_part(ltree2text(region_path), '.', 4), (state = 'open') desc, id desc);
