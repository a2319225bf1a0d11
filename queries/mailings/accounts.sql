-- Colleagues with an account. One row is an account; reader_id and address are null while no address is known.
select id, name, reader_id, address from post.account where active order by name, id
