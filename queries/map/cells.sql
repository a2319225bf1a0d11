-- Where there are no streets: what is open in each hexagon of a honeycomb, whose middles are (i * dx / 2, j * dy / 2) in degrees.
-- dx, dy = width of a hexagon and root 3 times that, in degrees of longitude and latitude (the nearest of two grids of middles wins).
-- since: null = what is open; else whatever was reported from then on (sources that know no status).
-- Filters, each null for "all": team, topic, neighbourhood, street (ids), status, priority, text (in title, numbers or street);
-- mine = only the reader's own teams.
-- One row is a hexagon with something in it.
with t as not materialized (
    {work}
)
select h.i, h.j, count(*) as n, extract(epoch from now() - min(t.opened_at))::float8 / 86400 as oldest_days,
    percentile_cont(0.5) within group (order by extract(epoch from now() - t.opened_at)::float8) / 86400 as median_days
from t
cross join lateral (select t.lon / cast(:dx as float8) as x, t.lat / cast(:dy as float8) as y) p
cross join lateral (select 2 * round(x)::integer as ai, 2 * round(y)::integer as aj,
    2 * floor(x)::integer + 1 as bi, 2 * floor(y)::integer + 1 as bj) c
cross join lateral (select (x - ai / 2.0) ^ 2 + 3 * (y - aj / 2.0) ^ 2 <= (x - bi / 2.0) ^ 2 + 3 * (y - bj / 2.0) ^ 2 as first) d
cross join lateral (select case when first then ai else bi end as i, case when first then aj else bj end as j) h
where t.lat is not null and t.placed_by <> 'outside'
  and {filters}
group by h.i, h.j
