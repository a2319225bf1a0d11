-- The person of one ticket (:ticket); reading it is written to the access log. One row or none.
select name, email, phone, mobile, language, job_title, address, city, registered from people.of_ticket(:ticket)
