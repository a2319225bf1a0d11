-- Streets that touch a box around a point (:lat, :lon, half its sides :dlat and :dlon, degrees); one row is a street with its lines.
select id, name, lines from city.street
where min_lon <= cast(:lon as float8) + cast(:dlon as float8) and max_lon >= cast(:lon as float8) - cast(:dlon as float8)
  and min_lat <= cast(:lat as float8) + cast(:dlat as float8) and max_lat >= cast(:lat as float8) - cast(:dlat as float8)
