-- The city: what tickets are about and where they can be. No personal data, readable by every role.
create schema city;

create table city.neighbourhood (
    id           integer generated always as identity primary key,
    name         text not null unique,
    village      text not null default '',
    inhabitants  integer check (inhabitants >= 0),
    rings        jsonb not null,              -- polygons: list of rings, each a list of [lon, lat]; first ring is the outside
    lat          double precision not null,   -- a point inside, for labels
    lon          double precision not null
);

create table city.street (
    id                integer generated always as identity primary key,
    name              text not null,
    village           text not null default '',
    neighbourhood_id  integer references city.neighbourhood (id),   -- where most of it lies
    key               text not null,              -- name as compared: lower case, no accents, abbreviations written out
    lines             jsonb not null,             -- list of lines, each a list of [lon, lat], 5 decimals
    length_m          double precision not null,
    min_lon           double precision not null,
    min_lat           double precision not null,
    max_lon           double precision not null,
    max_lat           double precision not null,
    unique (name, village)                        -- all ways of one name within one village
);
create index on city.street (key);

create table city.backdrop (                      -- drawn under the streets: water, parks, railway, outline
    id        integer generated always as identity primary key,
    kind      text not null check (kind in ('boundary', 'water', 'park', 'rail', 'built')),
    name      text not null default '',
    geometry  jsonb not null                      -- GeoJSON geometry
);

create table city.topic (
    id           integer generated always as identity primary key,
    key          text not null unique,
    name_nl      text not null,
    name_fr      text not null,
    name_en      text not null,
    icon         text not null default 'label',   -- Material symbol
    colour       smallint not null default 8,     -- 1 to 7 have a colour of their own, 8 is the shared grey
    position     smallint not null default 100,
    restricted   boolean not null default false,  -- only its teams see its tickets
    placeless    boolean not null default false,  -- no place is expected
    patrol       boolean not null default true,   -- a tile on the patrol's form
    radius_m     integer not null default 50,     -- how near an open ticket is "near" for this topic
    questions    jsonb not null default '[]'      -- [{key, label, kind, options, field}]
);
