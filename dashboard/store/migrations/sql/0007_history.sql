-- Figures over history: the city's working time, and what the columnar copy follows.
select 1;
