create schema places;

-- The tree city → county or functional zone → town → community → grid. The code stays for ever, the path follows the parent.
create table places.region (
  code text primary key,
  level text not null check (level in ('city', 'county', 'zone', 'town', 'community', 'grid')),
  name text not null,
  name_en text,
  parent_code text references places.region (code) deferrable initially deferred,
  path ltree not null unique,
  lon double precision not null,
  lat double precision not null,
  -- GeoJSON Polygon or MultiPolygon, WGS-84; null where the city gave none.
  boundary jsonb
);
create index region_path on places.region using gist (path);
create index region_parent on places.region (parent_code);

create table places.street (
  id bigint generated always as identity primary key,
  name text,
  class text not null check (class in ('motorway', 'trunk', 'primary', 'secondary', 'tertiary', 'residential', 'path')),
  -- GeoJSON LineString coordinates; streets that meet share the point.
  line jsonb not null
);

-- What the map draws under the streets: land against the sea, water and parks on the land.
create table places.surface (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('land', 'water', 'green')),
  name text,
  boundary jsonb not null
);

-- Rises with every change of the tables above, so that each node knows when its memory is old.
create table places.revision (
  one boolean primary key default true check (one),
  number bigint not null
);
insert into places.revision (number) values (1);
