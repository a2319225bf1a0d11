-- Open tickets of one topic (:topic, its key) within the topic's radius of a point (:lat, :lon), nearest first; at most three.
-- Never a restricted one, whoever asks; nor one of an imported file, which takes no additions. One row is a ticket.
with topic as (
    select id, radius_m, 111320.0 as degree_m from city.topic where key = :topic and not restricted
), near as (
    select t.id, t.number, t.external_number, t.title, t.status, t.opened_at, o.radius_m,
        o.degree_m * sqrt(power(w.lat - cast(:lat as float8), 2)
            + power((w.lon - cast(:lon as float8)) * cos(radians(cast(:lat as float8))), 2)) as distance_m
    from topic o
    join desk.work w on w.topic_id = o.id
    join desk.ticket t on t.id = w.ticket_id
    where w.is_open and not w.restricted and t.source in ('guichet', 'topdesk')
        and w.lat between :lat - o.radius_m / o.degree_m and :lat + o.radius_m / o.degree_m
        and w.lon between :lon - o.radius_m / o.degree_m / cos(radians(cast(:lat as float8)))
                      and :lon + o.radius_m / o.degree_m / cos(radians(cast(:lat as float8)))
)
select n.id, n.number, n.external_number, n.title, n.status, n.opened_at, n.distance_m
from near n
where n.distance_m <= n.radius_m
order by n.distance_m, n.id
limit 3
