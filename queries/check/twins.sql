-- External identities that stand on two tickets of one source; one row: how many.
select count(*) from (
    select 1 from desk.ticket where not gone and external_id is not null group by source, external_id having count(*) > 1) twins
