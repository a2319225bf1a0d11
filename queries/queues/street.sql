-- The name of one street (:street), for the mark that the list is limited to it; one row or none.
select name, village from city.street where id = :street
