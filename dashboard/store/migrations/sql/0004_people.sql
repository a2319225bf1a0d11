-- People: the only schema with personal data. No role of a person reads these tables; the functions below
-- give what the right allows and write the access log in the same breath.
create schema people;

create table people.person (
    caller_id   bigint primary key references desk.caller (id) on delete cascade,
    name        text not null,
    first_name  text,
    surname     text,
    gender      text,
    job_title   text,
    email       text,
    phone       text,
    mobile      text,
    language    text,
    address     text,
    city        text
);

create table people.contact (                      -- a caller who is nobody's registered person
    ticket_id  bigint primary key references desk.ticket (id) on delete cascade,
    name       text,
    email      text,
    phone      text,
    mobile     text
);

create table people.operator (                     -- colleagues: names are for staff, not for the wall
    id           bigint generated always as identity primary key,
    source       text not null,
    external_id  text not null,
    name         text not null,
    login        text,
    archived     boolean not null default false,
    unique (source, external_id)
);
alter table desk.ticket add foreign key (operator_id) references people.operator (id);
alter table desk.entry add foreign key (operator_id) references people.operator (id);
