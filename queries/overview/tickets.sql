-- The tickets behind one figure, at most :most. kind: new, solved, reopened (in the period from :since to :until), stock (open at :until),
-- open, overdue, today (due before :tomorrow), untaken, unassigned (now), aged (open, at least :older and less than :younger
-- days old), backwards (ended since :since, before they began).
-- Filter: teams (an array of ids, null = all), teamless = only those without a team, topic, neighbourhood (ids, null = all); now = as in overview/now.
-- One row is one ticket, without a word of what a citizen wrote; in_all = how many there are.
select t.id, t.number, t.external_number, t.status, t.priority, t.opened_at, t.target_at, t.ended_at, t.house_number, t.is_open, s.name as street,
    n.name as neighbourhood, g.name as team, o.colour, o.name_nl, o.name_fr, o.name_en, count(*) over () as in_all
from desk.ticket t
left join city.street s on s.id = t.street_id
left join city.neighbourhood n on n.id = t.neighbourhood_id
left join city.topic o on o.id = t.topic_id
left join desk.team g on g.id = t.team_id
where not t.gone
  and ((:kind = 'new' and t.opened_at >= :since and t.opened_at < :until)
    or (:kind = 'solved' and (t.ended_at >= :since and t.ended_at < :until
        or t.id in (select ticket_id from desk.undone where ended_at >= :since and ended_at < :until)))
    or (:kind = 'reopened' and t.id in (select ticket_id from desk.undone where back_at >= :since and back_at < :until))
    or (:kind = 'stock' and t.opened_at < :until and (t.ended_at is null or t.ended_at >= :until)
        and t.id not in (select ticket_id from desk.undone where ended_at < :until and back_at >= :until))
    or (:kind = 'open' and t.is_open)
    or (:kind = 'overdue' and t.is_open and t.status <> 'waiting' and t.target_at < now())
    or (:kind = 'today' and t.is_open and t.status <> 'waiting' and t.target_at >= now() and t.target_at < :tomorrow)
    or (:kind = 'untaken' and t.is_open and not t.is_taken)
    or (:kind = 'unassigned' and t.is_open and t.is_unassigned)
    or (:kind = 'aged' and t.is_open
        and extract(epoch from least(now(), :now) - t.opened_at) / 86400 >= cast(:older as float8)
        and extract(epoch from least(now(), :now) - t.opened_at) / 86400 < cast(:younger as float8))
    or (:kind = 'backwards' and t.ended_at >= :since and least(t.solved_at, t.closed_at) < t.opened_at))
  and (cast(:teams as integer[]) is null or t.team_id = any (cast(:teams as integer[])))
  and (not :teamless or t.team_id is null)
  and (cast(:topic as integer) is null or t.topic_id = :topic)
  and (cast(:neighbourhood as integer) is null or t.neighbourhood_id = :neighbourhood)
order by case :kind when 'solved' then t.ended_at when 'new' then t.opened_at when 'reopened' then t.opened_at end desc nulls last,
    case when :kind = 'overdue' then t.target_at end, t.opened_at, t.id
limit :most
