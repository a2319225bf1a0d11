-- Rights. {db}_x are the roles of this database (roles belong to the cluster, hence the prefix).
-- The app logs in as {db}_app, which owns nothing and inherits nothing: without SET LOCAL ROLE every read is refused.

create function guard.my_role() returns text language sql stable as
    $$ select case when current_setting('role') like '{db}\_%' then substr(current_setting('role'), length('{db}_') + 1) end $$;

create function guard.my_id() returns bigint language sql stable as
    $$ select nullif(current_setting('guichet.user_id', true), '')::bigint $$;

create function guard.my_teams() returns integer[] language sql stable security definer
    set search_path = pg_catalog, pg_temp as
    $$ select coalesce(array_agg(team_id), '{}') from guard.user_team where user_id = guard.my_id() $$;

create function guard.my_topics() returns integer[] language sql stable security definer
    set search_path = pg_catalog, pg_temp as
    $$ select coalesce(array_agg(distinct topic_id), '{}') from city.topic_team
       where team_id = any (guard.my_teams()) $$;

-- guard.my_role reads the role that called, so it must run before SECURITY DEFINER changes nothing: `role` is a setting, not current_user.
create function people.may_see(ticket desk.ticket) returns boolean language sql stable security definer
    set search_path = pg_catalog, pg_temp as $$
    select case
        when ticket.restricted and ticket.topic_id = any (guard.my_topics()) is not true then false
        when guard.my_role() = 'coordinator' then true
        when guard.my_role() = 'team' then ticket.team_id = any (guard.my_teams()) is true   -- null (no team) is nobody's
        else false end $$;

create function people.of_ticket(the_ticket bigint)
    returns table (caller_id bigint, name text, email text, phone text, mobile text, language text,
                   job_title text, address text, city text, registered boolean)
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare t desk.ticket;
begin
    select * into t from desk.ticket where id = the_ticket;
    if t.id is null or not people.may_see(t) then
        raise insufficient_privilege using message = 'no right to the person of this ticket';
    end if;
    insert into guard.access_log (user_id, what, caller_ids)
        values (guard.my_id(), 'person of ticket ' || the_ticket, array_remove(array[t.caller_id], null));
    return query
        select p.caller_id, p.name, p.email, p.phone, p.mobile, p.language, p.job_title, p.address, p.city, true
        from people.person p where p.caller_id = t.caller_id
        union all
        select null, c.name, c.email, c.phone, c.mobile, null, null, null, null, false
        from people.contact c where c.ticket_id = t.id and t.caller_id is null;
end $$;

create function people.of_callers(callers bigint[], purpose text)
    returns table (caller_id bigint, name text, email text, phone text, language text, job_title text)
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if guard.my_role() is distinct from 'coordinator' then
        raise insufficient_privilege using message = 'no right to names';
    end if;
    insert into guard.access_log (user_id, what, caller_ids) values (guard.my_id(), purpose, callers);
    return query
        select p.caller_id, p.name, p.email, coalesce(nullif(p.mobile, ''), p.phone), p.language, p.job_title
        from people.person p where p.caller_id = any (callers);
end $$;

revoke execute on all functions in schema people, guard, desk from public;
grant usage on schema city, desk, guard, people, report to {people_roles}, {db}_service;
grant usage on schema guard, desk to {db}_door;
grant execute on function guard.my_role(), guard.my_id(), guard.my_teams(), guard.my_topics() to {people_roles}, {db}_service;
grant execute on function people.of_ticket(bigint) to {db}_team, {db}_coordinator;
grant execute on function people.of_callers(bigint[], text) to {db}_coordinator;

-- the city and the teams: everyone on staff
grant select on all tables in schema city to {people_roles};
grant select on desk.team, desk.stream, desk.change, desk.change_horizon to {people_roles};

-- tickets: the wall's role never gets a word of what a citizen wrote
grant select on desk.ticket, desk.attachment, desk.photo, desk.ticket_event to {staff_roles};
grant select on desk.entry to {db}_team, {db}_manager, {db}_coordinator, {db}_admin;
grant select on desk.caller to {staff_roles};
grant select on people.operator to {staff_roles};
grant select (id, number, source, external_id, external_number, topic_id, category, subcategory, restricted, team_id, priority,
              channel, status, street_id, house_number, neighbourhood_id, lat, lon, placed_by, opened_at, first_answer_at,
              target_at, solved_at, closed_at, modified_at, reacted_at, line, archived, gone, is_open, is_unassigned, is_taken, ended_at)
    on desk.ticket to {db}_presenter;
grant select on desk.ticket_event to {db}_presenter;
grant select on desk.undone to {people_roles};
grant select on all tables in schema report to {people_roles};

-- a report from the street, and adding to a known ticket
grant insert on desk.ticket, desk.entry, desk.attachment, desk.photo, desk.ticket_event, desk.outbox
    to {db}_patrol, {db}_team, {db}_coordinator;
grant select on desk.outbox to {staff_roles};
grant select on desk.setting to {people_roles};
grant insert on desk.story_wish to {staff_roles};

-- administration
grant select, insert, update on guard.user to {db}_admin;
grant select, insert, delete on guard.user_team to {db}_admin;
grant delete, select (user_id) on guard.session to {db}_admin;
grant select on guard.access_log, guard.attempt, desk.bad_row, desk.twin to {db}_admin;
grant select, insert on guard.audit to {db}_admin;
grant update on desk.outbox to {db}_admin;
grant insert, update on desk.setting to {db}_admin;

-- the door: passwords and sessions, nothing of the city
grant select on guard.user to {db}_door;
grant select, insert, update, delete on guard.session, guard.entry_ticket, guard.attempt to {db}_door;

-- the service: copies in, delivers out
grant select, insert, update, delete on all tables in schema city, desk, people to {db}_service;
grant insert on guard.audit to {db}_service;
grant select on guard.user to {db}_service;

-- restricted topics: their teams alone
alter table desk.ticket enable row level security;
create policy staff on desk.ticket for select to {people_roles}
    using (not restricted or topic_id = any ((select guard.my_topics())::integer[]));
create policy report on desk.ticket for insert to {db}_patrol, {db}_team, {db}_coordinator with check (not restricted);
create policy service on desk.ticket to {db}_service using (true) with check (true);

-- what hangs on a ticket is seen by whoever sees the ticket
alter table desk.entry enable row level security;
create policy staff on desk.entry for select to {people_roles}
    using (exists (select 1 from desk.ticket t where t.id = ticket_id));
create policy report on desk.entry for insert to {db}_patrol, {db}_team, {db}_coordinator
    with check (exists (select 1 from desk.ticket t where t.id = ticket_id));
create policy service on desk.entry to {db}_service using (true) with check (true);

alter table desk.story_wish enable row level security;
create policy wish on desk.story_wish for insert to {staff_roles}
    with check (exists (select 1 from desk.ticket t where t.id = ticket_id));
create policy service on desk.story_wish to {db}_service using (true) with check (true);

alter table desk.attachment enable row level security;
create policy staff on desk.attachment for select to {people_roles}
    using (exists (select 1 from desk.ticket t where t.id = ticket_id));
create policy report on desk.attachment for insert to {db}_patrol, {db}_team, {db}_coordinator
    with check (exists (select 1 from desk.ticket t where t.id = ticket_id));
create policy service on desk.attachment to {db}_service using (true) with check (true);

alter table desk.ticket_event enable row level security;
create policy staff on desk.ticket_event for select to {people_roles}
    using (exists (select 1 from desk.ticket t where t.id = ticket_id));
create policy report on desk.ticket_event for insert to {db}_patrol, {db}_team, {db}_coordinator
    with check (exists (select 1 from desk.ticket t where t.id = ticket_id));
create policy service on desk.ticket_event to {db}_service using (true) with check (true);

alter table desk.outbox enable row level security;
create policy staff on desk.outbox for select to {staff_roles}
    using (exists (select 1 from desk.ticket t where t.id = ticket_id));
create policy report on desk.outbox for insert to {db}_patrol, {db}_team, {db}_coordinator
    with check (exists (select 1 from desk.ticket t where t.id = ticket_id));
create policy admin on desk.outbox for update to {db}_admin using (true) with check (true);
create policy service on desk.outbox to {db}_service using (true) with check (true);
