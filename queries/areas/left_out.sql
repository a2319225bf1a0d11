-- What a run of problem areas does not count of the local days from :since to the day before :until: tickets outside the city, and
-- those without a topic. zone = the city's time zone. One row.
select count(*) filter (where placed_by = 'outside' and topic_id is not null) as outside, count(*) filter (where topic_id is null) as no_topic
from desk.ticket
where opened_at >= cast(:since as timestamp) at time zone :zone and opened_at < cast(:until as timestamp) at time zone :zone
  and not gone and (placed_by = 'outside' or topic_id is null)
