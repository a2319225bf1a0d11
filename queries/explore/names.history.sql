-- What rows and columns of a table are called: :of is topic, team, neighbourhood or street. One row is one of them: key (its id), name_nl, name_fr,
-- name_en, village, position (topics come in this order).
select key, name_nl, name_fr, name_en, village, position
from (
    select id as key, name_nl, name_fr, name_en, '' as village, position, 'topic' as kind from topic
    union all select id, name, name, name, '', 0, 'team' from team
    union all select id, name, name, name, village, 0, 'neighbourhood' from neighbourhood
    union all select id, name, name, name, village, 0, 'street' from street
)
where kind = :of
order by position, key
