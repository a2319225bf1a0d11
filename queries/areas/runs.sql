-- Every run that is kept, the newest first. One row is a run.
select * from desk.area_run order by day desc, id desc
