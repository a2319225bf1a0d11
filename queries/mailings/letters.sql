-- The mails of an edition (edition = its id). One row is a letter; address null = forgotten.
select l.id, l.state, l.trouble, l.attempts, l.created_at, l.done_at, r.address, a.name
from post.letter l
left join people.reader r on r.id = l.reader_id
left join post.account a on a.reader_id = l.reader_id
where l.edition_id = :edition
order by r.address, l.id
