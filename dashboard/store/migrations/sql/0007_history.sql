-- Figures over history: what the columnar copy follows.

-- A forward says which teams by id too, since teams change their names; the name is looked up while it is still the right one.
alter table desk.ticket_event add column old_team_id integer, add column new_team_id integer;

create function desk.team_named(the_ticket bigint, the_name text) returns integer language sql stable
    set search_path = pg_catalog, pg_temp as $$
    select g.id from desk.team g join desk.ticket t on t.source = g.source
    where t.id = the_ticket and g.name = the_name order by g.archived, g.id limit 1 $$;

update desk.ticket_event set old_team_id = desk.team_named(ticket_id, old), new_team_id = desk.team_named(ticket_id, new)
where kind = 'forwarded';

create function desk.name_teams() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    new.old_team_id := coalesce(new.old_team_id, desk.team_named(new.ticket_id, new.old));
    new.new_team_id := coalesce(new.new_team_id, desk.team_named(new.ticket_id, new.new));
    return new;
end $$;
create trigger forwarded before insert on desk.ticket_event
    for each row when (new.kind = 'forwarded') execute function desk.name_teams();
grant execute on function desk.team_named(bigint, text) to {people_roles}, {db}_service;

-- Names change too: the feed tells it as a change of ticket 0, which is nobody's.
create function desk.note_names() returns trigger language plpgsql security definer
    set search_path = pg_catalog, pg_temp as $$
begin
    if not exists (select from touched) then return null; end if;   -- an upsert that inserted nothing is no news
    insert into desk.change (ticket_id) values (0);
    perform pg_notify('guichet_change', '');
    return null;
end $$;
create function desk.note_name() returns trigger language plpgsql security definer
    set search_path = pg_catalog, pg_temp as $$
begin
    insert into desk.change (ticket_id) values (0);
    perform pg_notify('guichet_change', '');
    return null;
end $$;
create trigger named after insert on city.topic referencing new table as touched for each statement execute function desk.note_names();
create trigger unnamed after delete on city.topic referencing old table as touched for each statement execute function desk.note_names();
create trigger renamed after update on city.topic for each row when (old.* is distinct from new.*) execute function desk.note_name();
create trigger named after insert on desk.team referencing new table as touched for each statement execute function desk.note_names();
create trigger unnamed after delete on desk.team referencing old table as touched for each statement execute function desk.note_names();
create trigger renamed after update on desk.team for each row when (old.* is distinct from new.*) execute function desk.note_name();
create trigger named after insert on city.street referencing new table as touched for each statement execute function desk.note_names();
create trigger unnamed after delete on city.street referencing old table as touched for each statement execute function desk.note_names();
create trigger renamed after update on city.street for each row
    when ((old.name, old.village, old.neighbourhood_id, old.length_m) is distinct from (new.name, new.village, new.neighbourhood_id, new.length_m))
    execute function desk.note_name();
create trigger named after insert on city.neighbourhood referencing new table as touched for each statement execute function desk.note_names();
create trigger unnamed after delete on city.neighbourhood referencing old table as touched for each statement execute function desk.note_names();
create trigger renamed after update on city.neighbourhood for each row
    when ((old.name, old.village, old.inhabitants, old.lat, old.lon) is distinct from (new.name, new.village, new.inhabitants, new.lat, new.lon))
    execute function desk.note_name();

-- What happened to a ticket without a change of the ticket itself.
create function desk.note_event() returns trigger language plpgsql security definer
    set search_path = pg_catalog, pg_temp as $$
begin
    insert into desk.change (ticket_id) select distinct ticket_id from touched where kind in ('forwarded', 'reopened', 'solved', 'closed');
    return null;
end $$;
create trigger event_updated after update on desk.ticket_event
    referencing new table as touched for each statement execute function desk.note_event();
create trigger event_deleted after delete on desk.ticket_event
    referencing old table as touched for each statement execute function desk.note_event();

-- A cursor that saw the horizon move has seen what was pruned, however long some writer has been at work.
alter table desk.change_horizon add column moved_by xid8 not null default pg_current_xact_id();

-- Whoever empties the tickets tells no ticket's number: every cursor is too old then.
create function desk.note_truncation() returns trigger language plpgsql security definer
    set search_path = pg_catalog, pg_temp as $$
begin
    update desk.change_horizon set xid = pg_current_xact_id(), moved_by = pg_current_xact_id();
    return null;
end $$;
create trigger ticket_truncated after truncate on desk.ticket for each statement execute function desk.note_truncation();
