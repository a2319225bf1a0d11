-- The photos of one ticket (:ticket) that are stored here, newest first; one row is a photo.
select distinct on (a.at, a.sha256) a.sha256, a.file_name, a.at, f.width_px, f.height_px
from desk.attachment a
join desk.photo f on f.sha256 = a.sha256
where a.ticket_id = :ticket
order by a.at desc, a.sha256
limit 24
