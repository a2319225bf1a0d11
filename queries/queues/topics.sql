-- Topics to choose from; one row is a topic that the reader may see.
select id, name_nl, name_fr, name_en from city.topic
where not restricted or id = any ((select guard.my_topics())::integer[])
order by position, id
