-- A fingerprint of the city's geometry: changes with any street, neighbourhood or backdrop; one row.
select md5(concat(
    (select sum(hashtextextended(s::text, 0)) from city.street s), '/',
    (select sum(hashtextextended(n::text, 0)) from city.neighbourhood n), '/',
    (select sum(hashtextextended(b::text, 0)) from city.backdrop b))) as version
