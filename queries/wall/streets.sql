-- For the wall: how much is open in each street. since: null = what is open; else whatever was reported from then on.
-- One row is a street with something open, the most first.
with work as (
    select street_id, opened_at from desk.work where is_open and cast(:since as timestamptz) is null
    union all
    select street_id, opened_at from desk.ticket where opened_at >= cast(:since as timestamptz) and not gone
)
select street_id, count(*) as n from work where street_id is not null group by street_id order by n desc, min(opened_at), street_id
