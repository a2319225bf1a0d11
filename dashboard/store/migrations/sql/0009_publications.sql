-- Publications: feeds, items, and which streets and neighbourhoods they name.
select 1;
