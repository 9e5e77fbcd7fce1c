create schema ledger;

-- A person's account keeps its balance in the row. A system account (`city:…`) is in every transfer; a running balance
-- there would make all postings queue for one row, so its balance is summed from the transfers when asked.
create table ledger.account (
  id text primary key,
  owner text not null,
  currency text not null check (currency in ('points', 'minutes')),
  balance bigint not null default 0,
  opened_at timestamptz not null,
  unique (owner, currency)
);

-- Appended only; a wrong transfer is answered by its reversal.
create table ledger.transfer (
  id uuid primary key,
  key text not null unique,
  currency text not null check (currency in ('points', 'minutes')),
  debit text not null,
  credit text not null check (credit <> debit),
  amount bigint not null check (amount > 0),
  -- Balance of the personal side right after this transfer; null for system accounts.
  debit_balance bigint,
  credit_balance bigint,
  reason text not null,
  params jsonb not null default '{}',
  subject text not null,
  actor text not null,
  at timestamptz not null,
  reverses uuid unique references ledger.transfer
);
create index transfer_debit on ledger.transfer (debit, id desc);
create index transfer_credit on ledger.transfer (credit, id desc);
create index transfer_subject on ledger.transfer (subject);

create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'transfers are never edited or deleted, only reversed';
end $$;
create trigger transfer_is_final before update or delete on ledger.transfer for each row execute function ledger.refuse_change();
