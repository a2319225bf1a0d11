-- Problem areas: what a run found, what people watch, rounds and follow-ups. Counts of people, never who they are.
create table desk.area_run (
    id        bigint generated always as identity primary key,
    day       date not null,                       -- it counted up to the end of the day before
    made_at   timestamptz not null default now(),
    ended     boolean not null,                    -- the data reach no further than that day, and that is long ago
    q         real not null,                       -- so large a share of what it found may be chance
    weeks     integer not null,                    -- of history that it read
    reports   integer not null,                    -- that it counted
    no_place  integer not null,                    -- of them, in no place
    tested    integer not null,                    -- places times topics
    left_out  jsonb not null,                      -- {"outside": n, "no_topic": n}: not read at all
    apart     jsonb not null                       -- default places: [{name, lon, lat, reports, share, topics}]
);
create index on desk.area_run (day);

create table desk.area_finding (
    id                bigint generated always as identity primary key,
    run_id            bigint not null references desk.area_run (id) on delete cascade,
    position          integer not null,            -- the surest first
    topic_id          integer not null references city.topic (id),
    place_kind        text not null check (place_kind in ('neighbourhood', 'hexagon', 'segment')),
    place             bigint not null,             -- its number among places of its kind
    name              text not null,               -- as it was called then
    beside            text not null,               -- a street that meets this part of a long one
    neighbourhood_id  integer references city.neighbourhood (id) on delete set null,
    street_id         integer references city.street (id) on delete set null,   -- where most of its reports are
    lon               double precision not null,
    lat               double precision not null,
    outline           jsonb not null,              -- as city.neighbourhood.rings
    kind              text not null check (kind in ('new', 'lasting', 'moving', 'fading')),
    since             date not null,
    weeks             integer not null,
    observed          integer not null,
    expected          double precision not null,
    p                 double precision not null,
    q                 double precision not null,
    reporters         integer not null,            -- distinct ones: a number, no names
    last_found        date not null,               -- day of the last run that found it, of fading ones an earlier one
    moved_from        bigint,
    moved_name        text,
    within_kind       text,                        -- the stronger finding that shares most of its reports
    within_place      bigint,
    repeats           jsonb,
    series            jsonb not null,              -- its calendar: [[start, observed, expected, upper], ...]
    unique (run_id, topic_id, place_kind, place)
);
create index on desk.area_finding (topic_id, place_kind, place);

create table desk.area_ticket (                    -- the reports that a finding counted
    finding_id  bigint not null references desk.area_finding (id) on delete cascade,
    ticket_id   bigint not null references desk.ticket (id) on delete cascade,
    primary key (finding_id, ticket_id)
);
create index on desk.area_ticket (ticket_id);

create table desk.area_act (                       -- what people decided about a topic at a place; it outlives the runs
    id          bigint generated always as identity primary key,
    kind        text not null check (kind in ('watch', 'round', 'reminder', 'ticket')),
    topic_id    integer not null references city.topic (id),
    place_kind  text not null,
    place       bigint not null,
    name        text not null,                     -- as the finding had it
    beside      text not null,
    lon         double precision not null,
    lat         double precision not null,
    on_day      date,                              -- of a round or a reminder
    team_id     integer references desk.team (id),
    ticket_id   bigint references desk.ticket (id) on delete cascade,
    words       text not null default '',
    user_id     bigint not null references guard.user (id) on delete cascade,
    state       text not null default 'open' check (state in ('open', 'done', 'undone')),
    check (kind not in ('round', 'reminder') or on_day is not null),
    check ((kind = 'ticket') = (ticket_id is not null))
);
-- Clicked twice it is one.
create unique index on desk.area_act (kind, topic_id, place_kind, place, user_id, on_day, team_id) nulls not distinct
    where state = 'open' and kind <> 'ticket';
create index on desk.area_act (kind, on_day) where state = 'open';

create table desk.area_event (                     -- who did what when
    id       bigint generated always as identity primary key,
    act_id   bigint not null references desk.area_act (id) on delete cascade,
    at       timestamptz not null default now(),
    user_id  bigint,
    what     text not null check (what in ('made', 'done', 'undone'))
);
create index on desk.area_event (act_id);

-- Topics that this person may see: findings and acts of a restricted one follow the topic as it is now.
create function guard.may_see_topic(topic integer) returns boolean language sql stable as
    $$ select not o.restricted or o.id = any (guard.my_topics()) from city.topic o where o.id = topic $$;

-- A ticket that was made just now is taken back by whoever made it, as long as nothing of it left the house.
create function desk.take_back(the_ticket bigint) returns boolean language plpgsql security definer
    set search_path = pg_catalog, pg_temp as $$
begin
    perform from desk.outbox where ticket_id = the_ticket and kind = 'create' and created_by = guard.my_id()
        and state in ('waiting', 'held') for update;
    if not found then return false; end if;
    update desk.outbox set state = 'dropped', done_at = now() where ticket_id = the_ticket and state in ('waiting', 'held');
    update desk.ticket set gone = true where id = the_ticket and external_id is null;
    return true;
end $$;

revoke execute on function guard.may_see_topic(integer), desk.take_back(bigint) from public;
grant execute on function guard.may_see_topic(integer) to {people_roles};
grant execute on function desk.take_back(bigint) to {db}_patrol, {db}_team, {db}_coordinator;

grant select on desk.area_run, desk.area_finding to {people_roles};
grant select on desk.area_ticket, desk.area_act, desk.area_event to {staff_roles};
grant insert on desk.area_act to {db}_team, {db}_manager, {db}_coordinator, {db}_admin;
grant update (state) on desk.area_act to {staff_roles};
grant insert on desk.area_event to {staff_roles};
grant select, insert, update, delete on desk.area_run, desk.area_finding, desk.area_ticket, desk.area_act, desk.area_event to {db}_service;

alter table desk.area_finding enable row level security;
create policy staff on desk.area_finding for select to {people_roles} using (guard.may_see_topic(topic_id));
create policy service on desk.area_finding to {db}_service using (true) with check (true);

alter table desk.area_ticket enable row level security;
create policy staff on desk.area_ticket for select to {staff_roles}
    using (exists (select 1 from desk.area_finding f where f.id = finding_id));
create policy service on desk.area_ticket to {db}_service using (true) with check (true);

-- Rounds and tickets are everybody's, what a person watches or wants to be reminded of is that person's.
alter table desk.area_act enable row level security;
create policy staff on desk.area_act for select to {staff_roles}
    using (guard.may_see_topic(topic_id) and (kind in ('round', 'ticket') or user_id = guard.my_id()));
create policy make on desk.area_act for insert to {db}_team, {db}_manager, {db}_coordinator, {db}_admin
    with check (guard.may_see_topic(topic_id) and user_id = guard.my_id());
create policy finish on desk.area_act for update to {staff_roles}
    using (guard.may_see_topic(topic_id) and (kind = 'round' or user_id = guard.my_id()));
create policy service on desk.area_act to {db}_service using (true) with check (true);

alter table desk.area_event enable row level security;
create policy staff on desk.area_event for select to {staff_roles}
    using (exists (select 1 from desk.area_act a where a.id = act_id));
create policy make on desk.area_event for insert to {staff_roles}
    with check (user_id = guard.my_id() and exists (select 1 from desk.area_act a where a.id = act_id));
create policy service on desk.area_event to {db}_service using (true) with check (true);
