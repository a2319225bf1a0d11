-- What is open in each street: how many, the oldest, the median age in days.
-- since: null = what is open; else whatever was reported from then on (sources that know no status).
-- Filters, each null for "all": team, topic, neighbourhood, street (ids), status, priority, text (in title, numbers or street);
-- mine = only the reader's own teams.
-- One row is a street with something open.
with aged as (
    select t.street_id, array_agg(t.opened_at order by t.opened_at) as at   -- as its index has them
    from desk.work t
    where t.is_open and t.street_id is not null and cast(:since as timestamptz) is null
      and {filters}
    group by t.street_id
    union all
    select t.street_id, array_agg(t.opened_at order by t.opened_at)
    from ({work}) t
    where t.street_id is not null and cast(:since as timestamptz) is not null
      and {filters}
    group by t.street_id
)
select street_id, n, date_part('epoch', now() - at[1]) / 86400 as oldest_days,
    date_part('epoch', (now() - at[(n + 1) / 2]) + (now() - at[(n + 2) / 2])) / 2 / 86400 as median_days
from aged cross join lateral (select cardinality(at) as n) c
