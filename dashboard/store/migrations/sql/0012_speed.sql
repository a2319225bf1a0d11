-- What keeps live screens fast at ten million tickets.

-- The work: what is open, and what a citizen reacted to after it was closed. A narrow copy of those tickets, side by side, since in the
-- table of all tickets they lie as far apart as they are old. Written in the transaction that changes the ticket: whoever holds the ticket's
-- row holds its row here.
create table desk.work (
    ticket_id         bigint primary key references desk.ticket (id) on delete cascade,
    topic_id          integer,
    restricted        boolean not null,
    team_id           integer,
    street_id         integer,
    neighbourhood_id  integer,
    lat               double precision,
    lon               double precision,
    placed_by         text not null,
    status            text not null,
    priority          text,
    channel           text,
    opened_at         timestamptz not null,
    target_at         timestamptz,
    is_open           boolean not null,
    is_unassigned     boolean not null,
    is_taken          boolean not null,
    words             text not null               -- in which a search looks: title and numbers, lower case
) with (autovacuum_vacuum_scale_factor = 0.02);
create index on desk.work (street_id);
create index on desk.work (lat, lon);
create index on desk.work (target_at);
drop index desk.ticket_open_street, desk.ticket_open_place;

create view desk.work_now as
select t.id as ticket_id, t.topic_id, t.restricted, t.team_id, t.street_id, t.neighbourhood_id, t.lat, t.lon, t.placed_by, t.status,
    t.priority, t.channel, t.opened_at, t.target_at, t.is_open, t.is_unassigned, t.is_taken,
    lower(concat_ws(chr(10), t.title, t.number, t.external_number)) as words
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

grant select (ticket_id, topic_id, restricted, team_id, street_id, neighbourhood_id, lat, lon, placed_by, status, priority, channel,
              opened_at, target_at, is_open, is_unassigned, is_taken)
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
