-- One inventory of seats with two sales channels: seats_for_units is what the officer set aside, seats_kept what of it is
-- not to be grabbed now. A seat is free when it is neither taken nor kept; both are counted under the patrol's row lock.
alter table duties.patrol
  add column seats_for_units int not null default 0 check (seats_for_units between 0 and seats),
  add column seats_kept int not null default 0 check (seats_kept between 0 and seats_for_units),
  add column units_until timestamptz,
  add check ((seats_for_units > 0) = (units_until is not null)),
  add check (units_until < starts_at),
  add check (seats_taken + seats_kept <= seats);
create index patrol_for_units on duties.patrol (units_until) where seats_for_units > 0 and state = 'open';

-- A unit's hold on seats. The name is the one it had when it reserved.
create table duties.reservation (
  id uuid primary key,
  patrol_id uuid not null references duties.patrol,
  organisation_id uuid not null,
  organisation_name text not null,
  seats int not null check (seats > 0),
  state text not null check (state in ('standing', 'released', 'returned', 'cancelled')),
  reserved_by uuid not null,
  reserved_at timestamptz not null,
  ended_at timestamptz
);
create unique index reservation_of_unit on duties.reservation (patrol_id, organisation_id) where state in ('standing', 'released');
create index reservation_organisation on duties.reservation (organisation_id, id);

-- Why a claim exists when it was not grabbed. Apart from the claim, so that grabbing a seat has nothing further to write.
create table duties.assignment (
  claim_id uuid primary key references duties.claim,
  reservation_id uuid not null references duties.reservation,
  person_id uuid not null,
  assigned_by uuid not null,
  assigned_at timestamptz not null,
  acknowledged_at timestamptz,
  ended_at timestamptz,
  ended_because text check (ended_because in ('declined', 'taken-off', 'replaced', 'returned', 'cancelled')),
  check ((ended_at is null) = (ended_because is null))
);
create index assignment_reservation on duties.assignment (reservation_id);
