-- Streets that touch a box around a point (:lat, :lon, half its sides :dlat and :dlon, degrees); one row is a street with its lines.
select name, lines from city.street
where min_lon <= :lon + :dlon and max_lon >= :lon - :dlon and min_lat <= :lat + :dlat and max_lat >= :lat - :dlat
