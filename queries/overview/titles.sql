-- What citizens called these tickets (:tickets, an array of ids); one row is one ticket that the reader may see.
select id, title from desk.ticket where id = any (cast(:tickets as bigint[]))
