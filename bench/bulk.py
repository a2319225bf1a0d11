"""Loading much at once: indexes, constraints and triggers away, rows in, everything back exactly as it was."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa
import pyarrow.csv
from psycopg import Connection, sql

#: For a scratch server alone: a crash may cost the data, which can be made again.
FAST = {
    "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off", "max_wal_size": "6GB",
    "checkpoint_timeout": "1h", "maintenance_work_mem": "1GB", "max_parallel_maintenance_workers": "2",
}  # fmt: skip


@contextmanager
def in_a_hurry(connection: Connection) -> Iterator[None]:
    """The scratch server's settings for loading; afterwards those that it starts with."""
    for name, value in FAST.items():
        connection.execute(sql.SQL("alter system set {} = {}").format(sql.Identifier(name), value))
    connection.execute("select pg_reload_conf()")
    connection.execute("set session_replication_role = replica")  # no triggers, no look-ups of foreign keys
    connection.execute("select pg_sleep(0.2)")
    yield
    connection.execute("reset session_replication_role")
    for name in FAST:
        connection.execute(sql.SQL("alter system reset {}").format(sql.Identifier(name)))
    connection.execute("select pg_reload_conf()")


def definitions(connection: Connection, table: str) -> list[tuple[str, str, bool]]:
    """Name, statement and whether it is a constraint, of each index and unique constraint of `table`."""
    return connection.execute(
        """
        select c.relname, case when k.oid is null then pg_get_indexdef(c.oid)
                               else format('alter table %%s add constraint %%I %%s', i.indrelid::regclass, k.conname, pg_get_constraintdef(k.oid)) end,
               k.oid is not null
        from pg_index i join pg_class c on c.oid = i.indexrelid
        left join pg_constraint k on k.conindid = i.indexrelid and k.contype in ('p', 'u')
        where i.indrelid = cast(%s as regclass) order by k.oid is null, c.relname""",
        [table],
    ).fetchall()


@contextmanager
def without_indexes(connection: Connection, *tables: str) -> Iterator[None]:
    """Rows go in faster while there is no index; each is made again by its own definition, foreign keys of others too."""
    known = {table: definitions(connection, table) for table in tables}
    foreign = connection.execute(
        """select format('alter table %%s add constraint %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid)),
                  format('alter table %%s drop constraint %%I', conrelid::regclass, conname)
           from pg_constraint where contype = 'f' and confrelid = any(cast(%s as regclass[]))""",
        [list(tables)],
    ).fetchall()
    for _, drop in foreign:
        connection.execute(drop)
    for table, found in known.items():
        for name, _, is_constraint in found:
            schema = table.partition(".")[0]
            connection.execute(f"alter table {table} drop constraint {name}" if is_constraint else f"drop index {schema}.{name}")
    yield
    for table, found in known.items():
        for _, statement, _ in found:
            connection.execute(statement)
        if definitions(connection, table) != found:
            raise RuntimeError(f"the indexes of {table} are not what they were")
    for add, _ in foreign:
        connection.execute(add)


def copy(connection: Connection, table: str, rows: pa.Table) -> None:
    """`rows` into the columns of the same names."""
    buffer = io.BytesIO()
    pyarrow.csv.write_csv(rows, buffer, pyarrow.csv.WriteOptions(include_header=False))
    columns = sql.SQL(", ").join(map(sql.Identifier, rows.column_names))
    into = sql.SQL("copy {} ({}) from stdin (format csv)").format(sql.Identifier(*table.split(".")), columns)
    with connection.cursor().copy(into) as stream:
        stream.write(buffer.getbuffer())
