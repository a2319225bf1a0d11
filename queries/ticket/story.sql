-- What was written on one ticket (:ticket), newest first, at most 100; one row is an entry, request or action.
select e.at, e.kind, e.author, e.public, e.text, p.name as operator
from desk.entry e
left join people.operator p on p.id = e.operator_id
where e.ticket_id = :ticket
order by e.at desc, e.id desc
limit 100
