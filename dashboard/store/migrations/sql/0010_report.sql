-- For outside tools, and for them alone: the views of the schema report belong to a role that sees what everybody may see, so that a login needs no
-- right on anything beneath them. Row security holds through them: that role's policy lets no ticket of a restricted topic pass, whoever asks.
grant {db}_views to current_user;
grant usage on schema desk, city to {db}_views;
grant select (id, number, source, external_id, topic_id, category, subcategory, team_id, channel, status, street_id, neighbourhood_id, lat, lon, placed_by,
              opened_at, first_answer_at, target_at, solved_at, closed_at, modified_at, is_open, gone, restricted)
    on desk.ticket to {db}_views;
grant select (ticket_id, at, kind, old, new) on desk.ticket_event to {db}_views;
grant select on desk.team, city.topic, city.street, city.neighbourhood to {db}_views;
create policy outside on desk.ticket for select to {db}_views using (not restricted);
create policy outside on desk.ticket_event for select to {db}_views using (exists (select 1 from desk.ticket t where t.id = ticket_id));

grant usage, create on schema report to {db}_views;
do $$ declare name text; begin
    for name in select viewname from pg_views where schemaname = 'report' loop
        execute format('alter view report.%I set (security_invoker = false, security_barrier = true)', name);
        execute format('alter view report.%I owner to {db}_views', name);
    end loop;
end $$;
revoke create on schema report from {db}_views;

grant usage on schema report to {db}_report;
grant select on report.ticket, report.ticket_event, report.team, report.street, report.neighbourhood to {db}_report;
