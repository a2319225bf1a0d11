-- On time by topic, of tickets that ended from the day :since to before :until (cancelled ones are left out): how many (solved), how many had a target
-- date (dated), how many of these ended before it (on_time). A ticket counts under the topic that it has now.
-- Filters, each null for "all": teams (an array of ids: the team that has the ticket now), topic, neighbourhood (ids), channel, priority.
-- One row is a topic (topic_id null = none): name_nl, name_fr, name_en.
select f.*, o.name_nl, o.name_fr, o.name_en
from (
    select t.topic_id, count(*) as solved, count(t.target_at) as dated, count(*) filter (t.ended_at <= t.target_at) as on_time
    from ticket t
    where t.ended_on >= :since and t.ended_on < :until and t.status <> 'cancelled' and {scope}
      and (cast(:teams as integer[]) is null or list_contains(:teams, t.team_id))
    group by 1
) f
left join topic o on o.id = f.topic_id
order by f.solved desc, f.topic_id
