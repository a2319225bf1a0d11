-- An administrator manages accounts without seeing how their passwords are kept.
revoke select on guard.user from {db}_admin, {db}_service;
do $$ begin
    execute (select format('grant select (%s) on guard.user to {db}_admin, {db}_service', string_agg(quote_ident(attname), ', '))
             from pg_attribute where attrelid = 'guard.user'::regclass and attnum > 0 and not attisdropped and attname <> 'password_hash');
end $$;
