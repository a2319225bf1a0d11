-- Where an edition's files are; one row, none while it is not made.
select title, last_day, pdf_sha256 as pdf, xlsx_sha256 as xlsx, png_sha256 as png from post.edition where id = :edition and state = 'made'
