-- What concerns a person, told once: the event and the person together are told one time however often the event is delivered.
create table people.notice (
  id uuid primary key,
  person_id uuid not null references people.person,
  event_id uuid not null,
  kind text not null,
  subject text not null,
  params jsonb not null,
  at timestamptz not null,
  read_at timestamptz,
  texted_at timestamptz,
  unique (event_id, person_id)
);
create index notice_person on people.notice (person_id, id desc);
create index notice_unread on people.notice (person_id, id desc) where read_at is null;
create index notice_age on people.notice (at);

-- Whether what cannot wait comes as a text message too.
alter table people.person add column text_notices boolean not null default true;
