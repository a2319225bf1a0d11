-- Reports that come by themselves. One row is a subscription, with who gets it: addresses, and accounts (ids of people.reader) by name.
select s.*, g.name as team, n.name as neighbourhood, w.readers, w.addresses, w.accounts
from post.subscription s
left join desk.team g on g.id = s.team_id
left join city.neighbourhood n on n.id = s.neighbourhood_id
cross join lateral (
    select count(*) as readers, coalesce(array_agg(r.address order by r.address) filter (where r.user_id is null), '{}') as addresses,
        coalesce(array_agg(r.id) filter (where r.user_id is not null), '{}') as accounts
    from post.subscriber b join people.reader r on r.id = b.reader_id where b.subscription_id = s.id
) w
order by array_position(array['council', 'team', 'place'], s.report), g.name, n.name nulls first, s.id
