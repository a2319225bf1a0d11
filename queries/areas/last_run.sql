-- The last run before :until (a day), null = the last of all. One row, or none.
select * from desk.area_run where cast(:until as date) is null or day < cast(:until as date) order by day desc, id desc limit 1
