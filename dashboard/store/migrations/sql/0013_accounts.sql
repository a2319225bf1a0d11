-- Whoever is signed in chooses their own language.
create function guard.speak(the_language text) returns void language sql security definer
    set search_path = pg_catalog, pg_temp as
    $$ update guard.user set language = the_language where id = guard.my_id() $$;
revoke execute on function guard.speak(text) from public;
grant execute on function guard.speak(text) to {people_roles};

-- An administrator manages accounts without seeing how their passwords are kept.
revoke select on guard.user from {db}_admin, {db}_service;
do $$ begin
    execute (select format('grant select (%s) on guard.user to {db}_admin, {db}_service', string_agg(quote_ident(attname), ', '))
             from pg_attribute where attrelid = 'guard.user'::regclass and attnum > 0 and not attisdropped and attname <> 'password_hash');
end $$;
