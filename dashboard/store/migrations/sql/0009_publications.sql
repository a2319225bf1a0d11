-- Publications: what the city says, and which streets and neighbourhoods it is about. No personal data.
-- How fresh a feed is stands in desk.stream (source 'feed'), with what its server wants to hear again in `cursor`.
create table city.publication (
    id            bigint generated always as identity primary key,
    feed          text not null,                   -- the feed's address; '' = pasted by a person
    guid          text not null,                   -- the feed's own name for it, else its link: it comes in once
    title         text not null check (title <> ''),
    text          text not null default '',        -- plain text, cleaned
    link          text not null default '' check (link = '' or link ~ '^https?://'),
    published_at  timestamptz not null,
    expires_on    date not null,                   -- the last day on which it is shown
    works         boolean not null default false,  -- its words speak of road works or hindrance
    matched       text not null default '',        -- the gazetteer that its mentions rest on; another one is asked again
    created_by    bigint,
    unique (feed, guid)
);
create index on city.publication (expires_on);

create table city.mention (                        -- a publication is about a street or a neighbourhood
    publication_id    bigint not null references city.publication (id) on delete cascade,
    street_id         integer references city.street (id) on delete cascade,
    neighbourhood_id  integer references city.neighbourhood (id) on delete cascade,
    words             text not null default '',    -- as it is written there; '' = a person said so
    refused           boolean not null default false,   -- a person said: not about this place
    user_id           bigint,                      -- who said so; null = found in the words
    check (num_nonnulls(street_id, neighbourhood_id) = 1),
    unique nulls not distinct (publication_id, street_id, neighbourhood_id)
);
create index on city.mention (street_id) where street_id is not null;
create index on city.mention (neighbourhood_id) where neighbourhood_id is not null;

grant select on city.publication, city.mention to {people_roles};
grant select, insert, update, delete on city.publication, city.mention to {db}_service;
-- a coordinator pastes, takes back what was pasted, and corrects what it is about
grant insert, delete on city.publication to {db}_coordinator;
grant insert, update on city.mention to {db}_coordinator;
alter table city.publication enable row level security;
create policy everyone on city.publication for select to {people_roles} using (true);
create policy paste on city.publication for insert to {db}_coordinator with check (feed = '' and created_by = (select guard.my_id()));
create policy take_back on city.publication for delete to {db}_coordinator using (feed = '');
create policy service on city.publication to {db}_service using (true) with check (true);
