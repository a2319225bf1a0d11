-- What is odd about the tickets that were opened, or ended, from the day :since to before :until; one row, each a number of tickets: backwards (answered
-- or ended before they began), absurd (longer than any matter takes, or opened in the future), outside (their point lies outside the city),
-- nowhere (without a place, though their topic has one), undated (without a target date), all.
-- Filters, each null for "all": teams (an array of ids: the team that has the ticket now), topic, neighbourhood (ids), channel, priority.
select count(*) filter (t.oddity = 'backwards') as backwards, count(*) filter (t.oddity = 'absurd') as absurd,
    count(*) filter (t.placed_by = 'outside') as outside, count(*) filter (t.placed_by = 'nothing') as nowhere,
    count(*) filter (t.target_at is null) as undated, count(*) as "all"
from (
    select * from ticket where opened_on >= :since and opened_on < :until
    union all
    select * from ticket where ended_on >= :since and ended_on < :until and opened_on < :since
) t
where {scope}
  and (cast(:teams as integer[]) is null or list_contains(:teams, t.team_id))
