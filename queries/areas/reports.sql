-- What a run of problem areas counts: reports opened on the local days from :since to the day before :until, of topics that have places,
-- inside the city. zone = the city's time zone. For the service: reporter is a pseudonym, and leaves the run as a number of people.
-- One row is a ticket.
select t.id, t.topic_id as topic, (t.opened_at at time zone :zone)::date as day, t.caller_id as reporter, t.neighbourhood_id, t.street_id,
    t.lat, t.lon
from desk.ticket t
join city.topic o on o.id = t.topic_id and not o.placeless
where t.opened_at >= cast(:since as timestamp) at time zone :zone and t.opened_at < cast(:until as timestamp) at time zone :zone
  and not t.gone and t.placed_by <> 'outside'
