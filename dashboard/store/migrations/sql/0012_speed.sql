-- What keeps live screens fast at ten million tickets.

-- The work: what is open, and what a citizen reacted to after it was closed. A narrow copy of those tickets, side by side, since in the
-- table of all tickets they lie as far apart as they are old. Written in the transaction that changes the ticket: whoever holds the ticket's
-- row holds its row here.
create table desk.work (                           -- what every question looks at stands first: it is found fastest there
    ticket_id         bigint primary key references desk.ticket (id) on delete cascade,
    opened_at         timestamptz not null,
    lane              smallint not null,          -- 1 reacted, 2 unassigned, 3 with a target date, 7 without one, 8 waiting
    is_open           boolean not null,
    restricted        boolean not null,
    is_unassigned     boolean not null,
    is_taken          boolean not null,
    topic_id          integer,
    team_id           integer,
    target_at         timestamptz,
    neighbourhood_id  integer,
    street_id         integer,
    lat               double precision,
    lon               double precision,
    status            text not null,
    priority          text,
    channel           text,
    placed_by         text not null,
    words             text not null               -- in which a search looks: title and numbers, lower case
) with (autovacuum_vacuum_scale_factor = 0.02);
create index on desk.work (street_id, opened_at) include (is_open, restricted, topic_id, team_id, neighbourhood_id, status, priority);
create index on desk.work (lane, target_at);
create index on desk.work (target_at);
create index on desk.work (lat, lon);
drop index desk.ticket_open_street, desk.ticket_open_place;

create view desk.work_now as
select t.id as ticket_id, t.opened_at,
    (case when not t.is_open then 1 when t.is_unassigned then 2 when t.status = 'waiting' then 8 when t.target_at is null then 7 else 3 end)::smallint
        as lane,
    t.is_open, t.restricted, t.is_unassigned, t.is_taken, t.topic_id, t.team_id, t.target_at, t.neighbourhood_id, t.street_id, t.lat, t.lon,
    t.status, t.priority, t.channel, t.placed_by, lower(concat_ws(chr(10), t.title, t.number, t.external_number)) as words
from desk.ticket t
where t.is_open or (t.reacted_at > t.ended_at and not t.gone);

create function desk.keep_work() returns trigger language plpgsql security definer
    set search_path = pg_catalog, pg_temp as $$
begin
    delete from desk.work w using touched x where w.ticket_id = x.id;
    insert into desk.work
    select n.* from touched x cross join lateral (select * from desk.work_now o where o.ticket_id = x.id offset 0) n;  -- by its key, always
    return null;
end $$;
create trigger ticket_work_inserted after insert on desk.ticket
    referencing new table as touched for each statement execute function desk.keep_work();
create trigger ticket_work_updated after update on desk.ticket
    referencing new table as touched for each statement execute function desk.keep_work();
insert into desk.work select * from desk.work_now;

grant select (ticket_id, opened_at, lane, is_open, restricted, is_unassigned, is_taken, topic_id, team_id, target_at, neighbourhood_id,
              street_id, lat, lon, status, priority, channel, placed_by)
    on desk.work to {db}_presenter;
grant select on desk.work to {staff_roles}, {db}_service;
alter table desk.work enable row level security;
create policy staff on desk.work for select to {people_roles}
    using (not restricted or topic_id = any ((select guard.my_topics())::integer[]));
create policy service on desk.work for select to {db}_service using (true);

-- Endings that were undone, as before; but found in one pass over the stories of those tickets, where each looked for its own endings
-- along the index of all moments. A turn: what happened up to and with a reopening.
create or replace view desk.undone with (security_invoker = true) as
select b.ticket_id, b.ended_at, b.back_at
from (select ticket_id, at as back_at, kind, min(at) filter (where kind in ('solved', 'closed')) over (partition by ticket_id, turn) as ended_at
      from (select e.ticket_id, e.at, e.kind, count(*) filter (where e.kind = 'reopened') over (
                partition by e.ticket_id order by e.at range between unbounded preceding and interval '1 microsecond' preceding) as turn
            from desk.ticket_event e
            where e.kind in ('solved', 'closed', 'reopened')
              and e.ticket_id in (select r.ticket_id from desk.ticket_event r where r.kind = 'reopened')) story) b
join desk.ticket t on t.id = b.ticket_id
where b.kind = 'reopened' and b.ended_at is not null and not t.gone and (t.ended_at is null or t.ended_at > b.back_at);

-- A person's own reports.
create index outbox_created on desk.outbox (created_by, id) where kind = 'create';

-- Who is involved in what, as of the end of a day, from what everybody on staff may see. Two years of reports are too many to count at
-- each look, so the worker counts each person's once a day and after a change (desk.keep_involved); whoever changes a ticket leaves a
-- mark on its caller, and a marked person is counted anew by the question itself: it is right at any moment, the worker makes it fast.
create table desk.involved (
    as_of      timestamptz not null,
    caller_id  bigint not null references desk.caller (id) on delete cascade,
    topic_id   integer not null,                  -- 0 = across topics
    score      double precision not null,         -- of matters of two years
    matters    integer not null,                  -- of twelve months, as what follows
    last_at    timestamptz not null,
    topics     text not null,                     -- ids of all of the person's with a space between, the most frequent first
    primary key (as_of, topic_id, caller_id)
);
create table desk.involved_mark (caller_id bigint not null);   -- added to only, so that no writer waits for another
create index ticket_restricted on desk.ticket (topic_id, opened_at) where restricted;

create function desk.mark_involved() returns trigger language plpgsql security definer
    set search_path = pg_catalog, pg_temp as $$
begin
    insert into desk.involved_mark select distinct caller_id from touched where caller_id is not null;
    return null;
end $$;
create trigger ticket_involved_inserted after insert on desk.ticket
    referencing new table as touched for each statement execute function desk.mark_involved();
create trigger ticket_involved_before after update on desk.ticket
    referencing old table as touched for each statement execute function desk.mark_involved();
create trigger ticket_involved_after after update on desk.ticket
    referencing new table as touched for each statement execute function desk.mark_involved();
create trigger ticket_involved_deleted after delete on desk.ticket
    referencing old table as touched for each statement execute function desk.mark_involved();

-- What these callers count for at a moment: one row a caller and topic, and one across topics. A matter: reports of one person about one
-- topic at one place, each within 14 days of the last; at most two a local day count; its weight halves in 180 days.
create function desk.count_involved(callers bigint[], moment timestamptz, zone text)
    returns table (caller_id bigint, topic_id integer, score double precision, matters integer, last_at timestamptz, topics text)
    language sql stable as $$
    with told as (
        select t.id, t.caller_id, t.topic_id, t.opened_at, t.opened_at - lag(t.opened_at) over (
            partition by t.caller_id, t.topic_id, coalesce(t.street_id, -t.neighbourhood_id, 0) order by t.opened_at, t.id) as since_last
        from desk.ticket t
        where t.caller_id = any (callers) and t.opened_at >= moment - interval '730 days' and t.opened_at < moment
          and t.topic_id is not null and not t.gone
          and (not t.restricted or t.topic_id = any ((select guard.my_topics())::integer[]))   -- also for who sees all
    ), matter as (
        select t.*, row_number() over (partition by t.caller_id, (t.opened_at at time zone zone)::date order by t.opened_at, t.id) as nth
        from told t where since_last is null or since_last > interval '14 days'
    ), counted as (
        select m.caller_id, m.topic_id, sum(0.5 ^ (extract(epoch from moment - m.opened_at)::float8 / 86400 / 180)) as score,
            count(*) filter (where recent) as matters, max(m.opened_at) filter (where recent) as last_at
        from matter m cross join lateral (select m.opened_at > moment - interval '365 days' as recent) r
        where m.nth <= 2 group by 1, 2
    ), across as (
        select c.caller_id, sum(c.score) as score, sum(c.matters)::integer as matters, max(c.last_at) as last_at,
            string_agg(c.topic_id::text, ' ' order by c.matters desc, c.topic_id) filter (where c.matters > 0) as topics
        from counted c group by 1
    )
    select c.caller_id, c.topic_id, c.score, c.matters::integer, c.last_at, a.topics
    from counted c join across a on a.caller_id = c.caller_id where c.matters > 0
    union all
    select a.caller_id, 0, a.score, a.matters, a.last_at, a.topics from across a where a.matters > 0 $$;

-- Count anew: everybody at a new moment, else those who were marked. Marks that commit meanwhile stay for the next time.
create function desk.keep_involved(moment timestamptz, zone text) returns void language plpgsql security definer
    set search_path = pg_catalog, pg_temp as $$
declare callers bigint[];
begin
    perform pg_advisory_xact_lock(hashtext('guichet involved'));
    with seen as (delete from desk.involved_mark returning caller_id) select array_agg(distinct caller_id) into callers from seen;
    if not exists (select from desk.involved where as_of = moment) then
        callers := array(select id from desk.caller);
    end if;
    delete from desk.involved where as_of <> moment or caller_id = any (callers);
    insert into desk.involved select moment, c.* from desk.count_involved(callers, moment, zone) c;
end $$;

revoke execute on function desk.count_involved, desk.keep_involved from public;
grant execute on function desk.count_involved(bigint[], timestamptz, text) to {staff_roles};
grant execute on function desk.keep_involved(timestamptz, text) to {db}_service;
grant select on desk.involved, desk.involved_mark to {staff_roles};
