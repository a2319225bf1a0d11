-- Tickets with a point but no neighbourhood, where the city has neighbourhoods and the point is not outside; one row: how many.
select count(*) from desk.ticket
where lat is not null and neighbourhood_id is null and placed_by not in ('outside', 'nothing')
  and exists (select 1 from city.neighbourhood)
