-- Problem areas: what a run found, what people watch, rounds and follow-ups.
select 1;
