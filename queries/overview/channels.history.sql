-- The channels and priorities that occur, to choose from; one row is one of them: kind ('channel' or 'priority') and name, the most used first.
select kind, name from (
    select 'channel' as kind, channel as name, count(*) as n from ticket where channel is not null group by 2
    union all
    select 'priority', priority, count(*) from ticket where priority is not null group by 2
)
order by kind, n desc, name
