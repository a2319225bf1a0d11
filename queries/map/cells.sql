-- Where there are no streets: what is open in each hexagon of a honeycomb, whose middles are (i * dx / 2, j * dy / 2) in degrees.
-- dx, dy = width of a hexagon and root 3 times that, in degrees of longitude and latitude (the nearest of two grids of middles wins).
-- since: null = what is open; else whatever was reported from then on (sources that know no status).
-- Filters, each null for "all": team, topic, neighbourhood, street (ids), status, priority, text (in title, numbers or street);
-- mine = only the reader's own teams.
-- One row is a hexagon with something in it.
with t as not materialized (
    {work}
)
select h.i, h.j, count(*) as n, date_part('epoch', now() - min(t.opened_at)) / 86400 as oldest_days,
    percentile_cont(0.5) within group (order by date_part('epoch', now() - t.opened_at)) / 86400 as median_days
from t
cross join {hexagon}
where t.lat is not null and t.placed_by <> 'outside'
  and {filters}
group by h.i, h.j
