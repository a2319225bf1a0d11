-- What is open in each street: how many, the oldest, the median age in days.
-- since: null = what is open; else whatever was reported from then on (sources that know no status).
-- Filters, each null for "all": team, topic, neighbourhood, street (ids), status, priority, text (in title, numbers or street);
-- mine = only the reader's own teams.
-- One row is a street with something open.
with t as not materialized (
    {work}
)
select t.street_id, count(*) as n, extract(epoch from now() - min(t.opened_at))::float8 / 86400 as oldest_days,
    percentile_cont(0.5) within group (order by extract(epoch from now() - t.opened_at)::float8) / 86400 as median_days
from t
where t.street_id is not null
  and {filters}
group by t.street_id
