-- Which tickets are behind a figure of a place, at most :most. street, neighbourhood: ids, both null = the whole city.
-- kind: new (opened from the day :since to before :until, of :topic, null = all), timed (ended then, the slowest first), dated, on_time, late (ended then,
-- not cancelled, with a target date: all, before it, after it). One row is a ticket (id; in_all = how many there are), in the order of the list.
select t.id, count(*) over () as in_all
from ticket t
where {here} and (cast(:topic as integer) is null or t.topic_id = cast(:topic as integer))
  and case when :kind = 'new' then t.opened_on >= :since and t.opened_on < :until
      else t.ended_on >= :since and t.ended_on < :until end
  and case :kind when 'new' then true
      when 'timed' then t.solve_work_s is not null
      when 'dated' then t.status <> 'cancelled' and t.target_at is not null
      when 'on_time' then t.status <> 'cancelled' and t.ended_at <= t.target_at
      when 'late' then t.status <> 'cancelled' and t.ended_at > t.target_at
      else false end
order by case :kind when 'timed' then t.solve_work_s when 'new' then epoch(t.opened_at) else epoch(t.ended_at) end desc, t.id
limit :most
