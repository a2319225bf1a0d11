-- Topics that are a team's own: at least one in five of their tickets opened from :since to before :until are with it. One row is a topic.
select topic_id
from ticket
where opened_at >= :since and opened_at < :until and topic_id is not null
group by topic_id
having count(*) filter (team_id = :team) >= 0.2 * count(*)
