create schema gateways;

-- What the simulators of outside desks remember, so that the same leg is one ticket also after a restart.
create table gateways.simulated_ticket (
  leg_id uuid primary key,
  channel text not null,
  number text not null unique,
  case_number text not null,
  category text not null,
  received_at timestamptz not null
);
create sequence gateways.simulated_number;
