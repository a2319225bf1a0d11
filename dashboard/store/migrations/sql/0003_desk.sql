-- The desk: tickets, their story, teams, and how fresh the copy is.
create schema desk;

create table desk.team (
    id           integer generated always as identity primary key,
    source       text not null,
    external_id  text not null,
    name         text not null,
    outside      boolean not null default false,   -- another municipality or company
    archived     boolean not null default false,
    unique (source, external_id)
);

create table city.topic_team (                     -- whose tickets a restricted topic's are
    topic_id  integer not null references city.topic (id) on delete cascade,
    team_id   integer not null references desk.team (id) on delete cascade,
    primary key (topic_id, team_id)
);

create table guard.user_team (
    user_id  bigint not null references guard.user (id) on delete cascade,
    team_id  integer not null references desk.team (id) on delete cascade,
    primary key (user_id, team_id)
);

create table desk.caller (                         -- a pseudonym: counts people without saying who they are
    id                bigint generated always as identity primary key,
    source            text not null,
    external_id       text not null,
    neighbourhood_id  integer references city.neighbourhood (id),   -- home, when the source tells
    archived          boolean not null default false,
    unique (source, external_id)
);

create table desk.ticket (
    id                bigint generated always as identity primary key,
    number            text not null generated always as ('G-' || id) stored unique,
    source            text not null,
    external_id       text,                        -- null until the far side has it
    external_number   text,
    key               text unique,                 -- ours at the far side (externalNumber): makes delivery idempotent
    title             text not null default '',
    topic_id          integer references city.topic (id),
    category          text,
    subcategory       text,
    restricted        boolean not null default false,   -- copied from the topic, so that row security is one column
    team_id           integer references desk.team (id),
    operator_id       bigint,                      -- people.operator
    caller_id         bigint references desk.caller (id),
    priority          text,
    channel           text,
    status            text not null check (status in
                        ('new', 'assigned', 'planned', 'in_progress', 'waiting', 'solved', 'closed', 'cancelled')),
    external_status   text,
    street_id         integer references city.street (id),
    street_m          real,                        -- distance from the point to its street, metres
    house_number      text,
    neighbourhood_id  integer references city.neighbourhood (id),
    lat               double precision check (lat between -90 and 90),
    lon               double precision check (lon between -180 and 180),
    placed_by         text not null default 'nothing' check (placed_by in
                        ('coordinates', 'street', 'text', 'hand', 'placeless', 'outside', 'nothing')),
    opened_at         timestamptz not null,
    first_answer_at   timestamptz,
    target_at         timestamptz,
    solved_at         timestamptz,
    closed_at         timestamptz,
    modified_at       timestamptz not null,        -- the source's word
    reacted_at        timestamptz,                 -- a citizen's word after closing
    story_at          timestamptz,                 -- modified_at for which the story was read whole; null = never
    line              text not null default 'first' check (line in ('first', 'second', 'partial')),
    source_digest     text,                        -- of what the source said last: said again, it changes nothing here
    archived          boolean not null default false,
    gone              boolean not null default false,    -- erased at the source, or a twin of another
    extra             jsonb not null default '{}',       -- the topic's extra answers; never personal data
    is_open           boolean not null generated always as
                        (solved_at is null and closed_at is null and status not in ('solved', 'closed', 'cancelled')
                         and not gone) stored,
    is_unassigned     boolean not null generated always as (team_id is null and operator_id is null) stored,
    is_taken          boolean not null generated always as (operator_id is not null) stored,   -- without saying by whom
    ended_at          timestamptz generated always as  -- when it stopped being open, never before it began; null = open or gone
                        (case when solved_at is not null or closed_at is not null or status in ('solved', 'closed', 'cancelled')
                              then greatest(opened_at, coalesce(solved_at, closed_at, modified_at)) end) stored,
    unique (source, external_id)
);
create index ticket_open on desk.ticket (team_id, target_at) where is_open;
create index ticket_open_street on desk.ticket (street_id) where is_open;
create index ticket_open_place on desk.ticket (lat, lon) where is_open;
create index ticket_reacted on desk.ticket (reacted_at) where reacted_at is not null;
create index ticket_opened on desk.ticket (opened_at);
create index ticket_solved on desk.ticket (solved_at) where solved_at is not null;
create index ticket_ended on desk.ticket (ended_at) where ended_at is not null;
create index ticket_caller on desk.ticket (caller_id, opened_at) where caller_id is not null;
create index ticket_street on desk.ticket (street_id, opened_at);
create index ticket_external_number on desk.ticket (external_number);
create index ticket_story_due on desk.ticket (is_open desc, modified_at desc)
    where story_at is null or story_at < modified_at;

create table desk.entry (                          -- the story: what was written, newest or oldest first by `at`
    id           bigint generated always as identity primary key,
    ticket_id    bigint not null references desk.ticket (id) on delete cascade,
    external_id  text not null,
    kind         text not null check (kind in ('request', 'action', 'mail')),
    at           timestamptz not null,
    author       text not null check (author in ('citizen', 'staff', 'system')),
    operator_id  bigint,
    public       boolean not null default false,   -- the citizen may see it
    text         text not null,                    -- plain text, cleaned
    unique (ticket_id, external_id)
);

create table desk.story_wish (                     -- tickets that somebody looks at: their story is read first
    ticket_id  bigint primary key references desk.ticket (id) on delete cascade,
    at         timestamptz not null default now()
);

create table desk.photo (                          -- content-addressed file under GUICHET_HOME/photos
    sha256      text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
    media_type  text not null,
    bytes_n     integer not null,
    width_px    integer not null,
    height_px   integer not null,
    created_at  timestamptz not null default now()
);

create table desk.attachment (
    id           bigint generated always as identity primary key,
    ticket_id    bigint not null references desk.ticket (id) on delete cascade,
    external_id  text not null,
    file_name    text not null,
    bytes_n      bigint,
    at           timestamptz not null,
    public       boolean not null default false,
    sha256       text references desk.photo (sha256),
    unique (ticket_id, external_id)
);

create table desk.ticket_event (                   -- history, so that any past day's backlog can be computed again
    id         bigint generated always as identity primary key,
    ticket_id  bigint not null references desk.ticket (id) on delete cascade,
    at         timestamptz not null,
    kind       text not null check (kind in ('opened', 'forwarded', 'status', 'answered', 'solved', 'closed', 'reopened')),
    old        text,
    new        text,
    user_id    bigint,                             -- when it was done here
    seen_at    timestamptz not null default now(), -- when the copy learned of it
    unique (ticket_id, at, kind, new)
);
create index on desk.ticket_event (at);
create index ticket_event_reopened on desk.ticket_event (at) where kind = 'reopened';

-- Endings that were undone: each reopening with the ending before it. With these and ended_at, what was open on a day is
-- opened - ended + reopened, exactly.
create view desk.undone with (security_invoker = true) as
select b.ticket_id, b.ended_at, b.back_at
from (select r.ticket_id, r.at as back_at, (
          select min(e.at) from desk.ticket_event e
          where e.ticket_id = r.ticket_id and e.kind in ('solved', 'closed') and e.at <= r.at and e.at > coalesce((
              select max(p.at) from desk.ticket_event p where p.ticket_id = r.ticket_id and p.kind = 'reopened' and p.at < r.at), '-infinity')
      ) as ended_at
      from desk.ticket_event r where r.kind = 'reopened') b
join desk.ticket t on t.id = b.ticket_id
where b.ended_at is not null and not t.gone and (t.ended_at is null or t.ended_at > b.back_at);

-- The change feed. A reader keeps a snapshot as its cursor and takes what that snapshot could not see:
-- no writer is lost however late it commits, and nobody waits for anybody.
create table desk.change (
    xid        xid8 not null default pg_current_xact_id(),
    ticket_id  bigint not null,
    at         timestamptz not null default now()
);
create index on desk.change (xid);
create table desk.change_horizon (xid xid8 not null);   -- changes before it were pruned; older cursors start anew
insert into desk.change_horizon values (pg_current_xact_id());

-- With guichet.quiet on, a transaction's changes are in the feed for whoever reads it next, but wake nobody.
create function desk.note_change() returns trigger language plpgsql security definer
    set search_path = pg_catalog, pg_temp as $$
begin
    insert into desk.change (ticket_id) select distinct id from touched;
    if found and current_setting('guichet.quiet', true) is distinct from 'on' then perform pg_notify('guichet_change', ''); end if;
    return null;
end $$;
create trigger ticket_inserted after insert on desk.ticket
    referencing new table as touched for each statement execute function desk.note_change();
create trigger ticket_updated after update on desk.ticket
    referencing new table as touched for each statement execute function desk.note_change();
create trigger ticket_deleted after delete on desk.ticket
    referencing old table as touched for each statement execute function desk.note_change();

create function desk.note_entry() returns trigger language plpgsql security definer
    set search_path = pg_catalog, pg_temp as $$
begin
    insert into desk.change (ticket_id) select distinct ticket_id from touched;
    if found and current_setting('guichet.quiet', true) is distinct from 'on' then perform pg_notify('guichet_change', ''); end if;
    return null;
end $$;
create trigger entry_inserted after insert on desk.entry      -- who adds to a ticket may not change the ticket itself
    referencing new table as touched for each statement execute function desk.note_entry();

-- A topic that becomes restricted takes its tickets along.
create function desk.spread_restriction() returns trigger language plpgsql as $$
begin
    update desk.ticket set restricted = new.restricted where topic_id = new.id and restricted <> new.restricted;
    return null;
end $$;
create trigger topic_restricted after update of restricted on city.topic
    for each row when (old.restricted <> new.restricted) execute function desk.spread_restriction();

create table desk.stream (                         -- one row a stream of a source: how far we read, and how it went
    source       text not null,
    stream       text not null,
    watermark    timestamptz,                      -- everything modified before it is here
    cursor       jsonb not null default '{}',
    ok_at        timestamptz,                      -- last complete pass
    tried_at     timestamptz,
    trouble      text,                             -- the sentence a person reads; null = fine
    stored_n     bigint not null default 0,
    expected_n   bigint,                           -- for the bar of a first fill, when known
    primary key (source, stream)
);

create table desk.bad_row (                        -- rows set aside, with number and reason; the rest was kept
    id          bigint generated always as identity primary key,
    source      text not null,
    batch       text not null,
    row_number  bigint,
    external_id text,
    reason      text not null,
    at          timestamptz not null default now()
);

create table desk.outbox (                         -- what Guichet writes to the outside; one procrastinate job each
    id           bigint generated always as identity primary key,
    ticket_id    bigint not null references desk.ticket (id) on delete cascade,
    kind         text not null check (kind in ('create', 'action', 'photo')),
    key          text not null unique,             -- ours, idempotent: the same act enqueues once
    payload      jsonb not null,
    state        text not null default 'waiting' check (state in
                   ('waiting', 'held', 'sending', 'sent', 'failed', 'dropped')),
    attempts     integer not null default 0,
    sent_out_at  timestamptz,                      -- last request that may still be under way
    trouble      text,
    created_by   bigint,
    created_at   timestamptz not null default now(),
    done_at      timestamptz
);
create index on desk.outbox (state) where state not in ('sent', 'dropped');
create index on desk.outbox (ticket_id);

create table desk.twin (                           -- a second call at the far side for one of our tickets, put away
    external_id      text primary key,             -- the twin's
    ticket_id        bigint not null references desk.ticket (id) on delete cascade,   -- the one that stays
    external_number  text,
    found_at         timestamptz not null default now(),
    archived_at      timestamptz,                  -- null: still to be done
    trouble          text
);
create index on desk.twin (ticket_id);

create table desk.setting (                        -- what is switched while running (writes on/off), with its history in guard.audit
    name   text primary key,
    value  jsonb not null
);
