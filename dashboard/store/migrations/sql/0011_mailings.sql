-- Reports that come by themselves, and the mail that carries them.
create schema post;

create table people.reader (                       -- mail addresses of who gets reports: a colleague's address is personal data too
    id       bigint generated always as identity primary key,
    address  text not null check (address ~ '^[^@[:space:][:cntrl:]]+@[^@[:space:][:cntrl:]]+$' and length(address) <= 254),
    user_id  bigint references guard.user (id) on delete cascade,   -- whose account it is; null = an address alone
    unique nulls not distinct (address, user_id)
);
create unique index on people.reader (user_id);

create table post.subscription (                   -- which report comes when, in which language
    id                bigint generated always as identity primary key,
    report            text not null check (report in ('council', 'team', 'place')),
    team_id           integer references desk.team (id) on delete cascade,
    neighbourhood_id  integer references city.neighbourhood (id) on delete cascade,   -- null of a place: every one, a page each
    rhythm            text not null check (rhythm in ('weekly', 'monthly')),
    day               smallint not null,           -- 1 = Monday, or the day of the month
    hour              smallint not null check (hour between 0 and 23),
    language          text not null check (language in ('nl', 'fr', 'en')),
    created_by        bigint references guard.user (id) on delete set null,
    created_at        timestamptz not null default now(),
    check (day between 1 and case rhythm when 'weekly' then 7 else 28 end),
    check ((report = 'team') = (team_id is not null)),
    check (report = 'place' or neighbourhood_id is null),
    unique nulls not distinct (report, team_id, neighbourhood_id, rhythm, day, hour, language)
);

create table post.subscriber (
    subscription_id  bigint not null references post.subscription (id) on delete cascade,
    reader_id        bigint not null references people.reader (id) on delete cascade,
    primary key (subscription_id, reader_id)
);

create table post.edition (                        -- a report as it was made; it outlives its subscription
    id                bigint generated always as identity primary key,
    subscription_id   bigint references post.subscription (id) on delete set null,
    report            text not null,
    team_id           integer references desk.team (id) on delete cascade,
    neighbourhood_id  integer references city.neighbourhood (id) on delete cascade,
    rhythm            text not null,
    language          text not null,
    due_at            timestamptz not null,
    first_day         date not null,               -- the days that it is about
    last_day          date not null,
    state             text not null default 'making' check (state in ('making', 'made')),
    made_at           timestamptz,
    title             text,
    summary           jsonb,                       -- what its mail says: {"sentence": [...], "figures": [[label, value, change], ...]}
    pdf_sha256        text check (pdf_sha256 ~ '^[0-9a-f]{64}$'),    -- files under GUICHET_HOME/reports
    xlsx_sha256       text check (xlsx_sha256 ~ '^[0-9a-f]{64}$'),
    png_sha256        text check (png_sha256 ~ '^[0-9a-f]{64}$'),    -- its first page
    trouble           text,                        -- why it is not made yet
    check ((state = 'made') = (num_nulls(made_at, title, summary, pdf_sha256, xlsx_sha256, png_sha256) = 0)),
    unique (subscription_id, due_at)
);
create index on post.edition (due_at);

create table post.letter (                         -- one mail to one reader
    id           bigint generated always as identity primary key,
    key          text not null unique,             -- ours: it makes the Message-ID
    edition_id   bigint not null references post.edition (id) on delete cascade,
    reader_id    bigint references people.reader (id) on delete set null,   -- null: the address was forgotten, not that it was sent
    state        text not null default 'waiting' check (state in ('waiting', 'held', 'leaving', 'sent', 'unsure', 'failed', 'dropped')),
    attempts     integer not null default 0,
    trouble      text,
    created_at   timestamptz not null default now(),
    left_at      timestamptz,                      -- when its last byte was about to leave: from here on it may have arrived
    done_at      timestamptz
);
create index on post.letter (edition_id);
create index on post.letter (state) where state in ('waiting', 'held', 'leaving');

create view post.account as                        -- colleagues to choose from: a name and, where one is known, an address
select u.id, u.name, u.active, r.id as reader_id, r.address
from guard.user u
left join people.reader r on r.user_id = u.id;

grant usage on schema post to {people_roles}, {db}_service;
grant select on post.edition to {db}_presenter, {db}_team, {db}_manager, {db}_coordinator, {db}_admin;
grant select, insert, update, delete on post.subscription, post.subscriber to {db}_manager, {db}_coordinator, {db}_admin;
grant select on post.account to {db}_manager, {db}_coordinator, {db}_admin;
grant select, insert, update, delete on people.reader to {db}_manager, {db}_coordinator, {db}_admin;
grant select on post.letter to {db}_manager, {db}_coordinator, {db}_admin;
grant update (state, trouble) on post.letter to {db}_manager, {db}_coordinator, {db}_admin;
grant select, insert, update, delete on post.subscription, post.subscriber, post.edition, post.letter to {db}_service;
grant select, insert, update, delete on people.reader to {db}_service;
