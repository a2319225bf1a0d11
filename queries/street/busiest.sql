-- Where most is open at this moment, as the reader may see it, at most :most streets. One row is a street: open, overdue.
select s.id, s.name, s.village, n.name as neighbourhood, f.open, f.overdue, (select count(*) > 1 from city.street o where o.name = s.name) as twin
from (
    select t.street_id, count(*) as open, count(*) filter (where t.status <> 'waiting' and t.target_at < now()) as overdue
    from desk.work t
    where t.is_open
    group by 1
) f
join city.street s on s.id = f.street_id
left join city.neighbourhood n on n.id = s.neighbourhood_id
order by f.open desc, s.name, s.id
limit :most
