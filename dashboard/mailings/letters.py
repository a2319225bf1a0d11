"""Letters: one mail to one reader, sent at most once.

`waiting` (or `held`), then `leaving`, noted right before it can arrive, then `sent`. What is certainly not sent goes back to waiting, or is
`failed` when the server refuses it for good. Where nobody can tell (the connection broke, or the worker died, between the final dot and the
server's answer) it is `unsure` and never sent again by itself: a person may, and it then carries the same Message-ID.
"""

from __future__ import annotations

import re
import ssl
from typing import Any

from sqlalchemy import Connection, text

from dashboard.errors import N_
from dashboard.mail import Attachment, BadAddress, NotNow, Post, Refused, Unsure, compose
from dashboard.mailings import files
from dashboard.mailings.letter_words import html, plain, subject
from dashboard.outbox import mode
from dashboard.outbox.part import Later
from dashboard.screen.words import speaking
from dashboard.settings import Settings
from dashboard.store import SERVICE, Store

NO_SERVER = N_("No mail server is set: the report stands on this page.")
TRIAL = N_("Trial mode: nothing leaves the house. The report stands on this page.")
BROKEN = N_("The worker stopped at the very end: the mail may have arrived or not. It is not sent again by itself.")
NEWER = N_("A newer edition is there.")
FORGOTTEN = N_("The address was deleted.")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Taken(Exception):
    """Somebody else sends it, or it was dropped meanwhile."""


def why_held(connection: Connection, settings: Settings) -> str | None:
    """Why no mail leaves now; None when it may. Reports to colleagues are held in trial mode too: what is tried out promises
    that nothing goes out, and the report stands on the page."""
    if settings.mail_server is None:
        return NO_SERVER
    on = mode.in_force(connection)
    if settings.guichet_writes == "off" or on is False or (on is None and settings.topdesk_url):
        return TRIAL
    return None


def deliver(store: Store, settings: Settings, letter_id: int, trust: ssl.SSLContext | None = None) -> None:
    """One attempt at one letter. Raises Later when there is to be another one."""
    with store.transaction(SERVICE) as connection:
        row = connection.execute(_READ, {"id": letter_id}).one_or_none()
        if row is None or row.state not in ("waiting", "leaving"):
            return
        if row.state == "leaving":
            _was_leaving(connection, row, settings.toml.mail.answer_seconds)
            return
        if row.newer or row.address is None:
            _change(connection, row.id, "waiting", "dropped", trouble=NEWER if row.newer else FORGOTTEN)
            return
        if held := why_held(connection, settings):
            _change(connection, row.id, "waiting", "held", trouble=held)
            return
    try:
        _send(store, settings, row, trust)
    except _Taken:
        return
    except (Refused, BadAddress) as error:
        _note(store, row.id, "failed", error)
    except Unsure as error:
        _note(store, row.id, "unsure", error)
    except NotNow as error:
        _note(store, row.id, "waiting", error)
        raise Later(min(30.0 * 2.0 ** min(row.attempts, 7), 3600.0)) from error


def _send(store: Store, settings: Settings, row: Any, trust: ssl.SSLContext | None) -> None:
    server, mail = settings.mail_server, settings.toml.mail
    assert server is not None
    with speaking(row.language):
        sender, link = (settings.toml.city.name, mail.sender), f"{mail.link}/reports?edition={row.edition_id}" if mail.link else ""
        message = compose(
            sender, row.address, subject(row), plain(row, link), html(row, link), _files(settings, row),
            key=row.key, stream=f"report-{row.subscription_id or 0}", at=row.created_at,
        )  # fmt: skip

    def leaving() -> None:
        with store.transaction(SERVICE) as connection:
            if not _change(connection, row.id, "waiting", "leaving", left=True):
                raise _Taken

    with Post(server, mail.timeout_seconds, mail.answer_seconds, trust) as post:
        post.hand_over(message, leaving)
        with store.transaction(SERVICE) as connection:
            connection.execute(_SENT, {"id": row.id})


def _files(settings: Settings, row: Any) -> list[Attachment]:
    """The PDF and the XLSX, named so that they sort by themselves."""
    name = f"{row.last_day:%Y-%m-%d} {re.sub(r'[^A-Za-z0-9 -]+', '', row.title) or row.report}"
    kinds = ((row.pdf_sha256, "pdf", "application/pdf"), (row.xlsx_sha256, "xlsx", XLSX))
    return [Attachment(f"{name}.{end}", kind, files.path(settings.home, sha256).read_bytes()) for sha256, end, kind in kinds]


def _was_leaving(connection: Connection, row: Any, answer_seconds: float) -> None:
    """Whoever sent it is gone, or still waits for the server's answer."""
    if row.left_seconds < answer_seconds:
        raise Later(answer_seconds - row.left_seconds)
    _change(connection, row.id, "leaving", "unsure", trouble=BROKEN)


def _note(store: Store, letter_id: int, state: str, error: Exception) -> None:
    with store.transaction(SERVICE) as connection:
        for old in ("waiting", "leaving"):
            _change(connection, letter_id, old, state, trouble=str(error), more=1)


def _change(
    connection: Connection, letter_id: int, old: str, new: str, *, trouble: str | None = None, left: bool = False, more: int = 0
) -> bool:
    """From one state to another, unless it is no longer in the first."""
    values = {"id": letter_id, "old": old, "new": new, "trouble": trouble, "left": left, "more": more}
    return connection.execute(_STATE, values).rowcount == 1


def release(connection: Connection, settings: Settings) -> None:
    """Held letters wait again once mail may leave."""
    if why_held(connection, settings) is None:
        connection.execute(text("update post.letter set state = 'waiting', trouble = null where state = 'held'"))


def send_again(store: Store, who: Any, letter_id: int) -> None:
    """A person's decision on one that failed, or of which nobody can tell; the worker takes it up within seconds."""
    with store.transaction(who) as connection:
        again = "update post.letter set state = 'waiting', trouble = null where id = :id and state in ('failed', 'unsure')"
        connection.execute(text(again), {"id": letter_id})



_READ = text("""
    select l.*, extract(epoch from now() - l.left_at)::float8 as left_seconds, r.address, e.subscription_id, e.report, e.title, e.summary,
        e.rhythm, e.language, e.first_day, e.last_day, e.pdf_sha256, e.xlsx_sha256,
        exists (select 1 from post.edition n
                where n.subscription_id = e.subscription_id and n.due_at > e.due_at and n.state = 'made') as newer
    from post.letter l
    join post.edition e on e.id = l.edition_id
    left join people.reader r on r.id = l.reader_id
    where l.id = :id""")
_STATE = text("""
    update post.letter set state = :new, trouble = :trouble, attempts = attempts + :more, left_at = case when :left then now() end,
        done_at = case when :new in ('failed', 'dropped', 'unsure') then now() end
    where id = :id and state = :old""")
#: The server has it, whoever thought meanwhile that nobody can tell.
_SENT = text("update post.letter set state = 'sent', trouble = null, done_at = now() where id = :id and state in ('leaving', 'unsure')")
