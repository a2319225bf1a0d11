-- The names of these callers (:callers, an array of ids) for a stated :purpose; refused without the right, and each reading is logged.
-- One row is a caller who is a registered person.
select caller_id, name from people.of_callers(cast(:callers as bigint[]), :purpose)
