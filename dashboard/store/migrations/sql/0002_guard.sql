-- Who may come in, and who saw what.
create schema guard;

create table guard.user (
    id             bigint generated always as identity primary key,
    login          text not null unique check (login = lower(login) and login <> ''),
    name           text not null,
    role           text not null check (role in ('presenter', 'patrol', 'team', 'manager', 'coordinator', 'admin')),
    password_hash  text not null,
    language       text not null default 'nl' check (language in ('nl', 'fr', 'en')),
    active         boolean not null default true,
    created_at     timestamptz not null default now()
);

create table guard.session (
    key_hash    bytea primary key,               -- SHA-256 of the cookie; the key itself is nowhere but in the browser
    user_id     bigint not null references guard.user (id) on delete cascade,
    created_at  timestamptz not null default now(),
    expires_at  timestamptz not null
);
create index on guard.session (user_id);

create table guard.entry_ticket (                -- proves "the password was right" to the route that sets the cookie, once
    key_hash    bytea primary key,
    user_id     bigint not null references guard.user (id) on delete cascade,
    expires_at  timestamptz not null
);

create table guard.attempt (
    login    text not null,
    address  text not null,
    at       timestamptz not null default now(),
    ok       boolean not null
);
create index on guard.attempt (login, at);
create index on guard.attempt (address, at);

create table guard.access_log (                  -- each reading of personal data
    id          bigint generated always as identity primary key,
    at          timestamptz not null default now(),
    user_id     bigint,
    what        text not null,
    caller_ids  bigint[] not null
);
create index on guard.access_log (at);

create table guard.audit (                       -- each act of administration
    id       bigint generated always as identity primary key,
    at       timestamptz not null default now(),
    user_id  bigint,
    what     text not null,
    detail   jsonb not null default '{}'
);
