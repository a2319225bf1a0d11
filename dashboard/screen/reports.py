"""Reports on the page: the newest of each as a cover, earlier ones as a list, one opened with its mails; as HTML for `panel`.

`found` is the answer to mailings/editions, `row` one of its rows.
"""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from dashboard.screen.panel import address, link
from dashboard.screen.theme import ACT, FAINT, LINE, STATE, mode
from dashboard.screen.words import LANGUAGES, N_, _, clock, day, days_of, weekdays

KINDS = {"weekly": N_("Weekly report"), "monthly": N_("Monthly report")}
KEY = ["report", "team_id", "neighbourhood_id", "rhythm", "language"]
#: State of a mail: in words, and the house's state whose colour it has.
STATES = {
    "waiting": (N_("Not sent yet"), "due"), "held": (N_("Held"), "waiting"), "leaving": (N_("Being sent"), "due"),
    "sent": (N_("Sent"), "done"), "unsure": (N_("Perhaps sent"), "overdue"), "failed": (N_("Not sent"), "overdue"),
    "dropped": (N_("Given up"), "waiting"),
}  # fmt: skip


def name(row: Any) -> str:
    """Whose report it is, from a subscription or an edition, in the reader's language."""
    if row.report == "council":
        return _("The city")
    if row.report == "team":
        return str(row.team)
    return str(row.neighbourhood) if isinstance(row.neighbourhood, str) else _("Every neighbourhood")


def when(row: Any) -> str:
    """"Every Monday at 7:00"."""
    if row.rhythm == "weekly":
        return _("Every {weekday} at {hour}:00", weekday=weekdays()[row.day - 1], hour=row.hour)
    return _("Every month on day {day} at {hour}:00", day=row.day, hour=row.hour)


def title(row: Any) -> str:
    """Whose report, and in which language."""
    return f"{name(row)} ({LANGUAGES[row.language]})"


def newest(found: pd.DataFrame) -> pd.DataFrame:
    """Of each report the newest edition."""
    return found.drop_duplicates(KEY)


def covers(found: pd.DataFrame) -> str:
    """Cards with a first page each; a click on the name opens it here, PDF and XLSX in a place of their own."""
    grid = "display:grid;grid-template-columns:repeat(auto-fill,minmax(min(11.5rem,42%),1fr));gap:1.5rem 1.25rem"
    return f'<div style="{grid}">{"".join(map(_cover, found.itertuples()))}</div>'


def _cover(row: Any) -> str:
    page = f"aspect-ratio:210/297;border:1px solid {LINE[mode()]};border-radius:.25rem;display:block;width:100%"
    quiet = f"color:{FAINT[mode()]};font-size:.875rem"
    if row.state == "made":
        seen = escape(_("{report}, {days}: the PDF", report=name(row), days=days_of(row.first_day, row.last_day)), quote=True)
        image = f'<img src="/edition/{row.id}.png" alt="" style="{page}">'
        picture = f'<a href="/edition/{row.id}.pdf" target="_blank" aria-label="{seen}">{image}</a>'
    else:
        picture = f'<div style="{page};padding:1rem;{quiet}">{escape(waits(row))}</div>'
    return (
        f'<div data-edition="{row.id}">{picture}'
        f'<div style="margin-top:.5rem;font-weight:600">{link(address("", edition=row.id), escape(name(row)))}</div>'
        f'<div style="{quiet}">{escape(_(KINDS[row.rhythm]))} · {escape(LANGUAGES[row.language])}</div>'
        f'<div style="{quiet}">{escape(days_of(row.first_day, row.last_day))}</div>{files(row)}</div>'
    )


def waits(row: Any) -> str:
    """Why it is not there yet."""
    return _(row.trouble) if isinstance(row.trouble, str) else _("It is being made and comes by itself.")


def files(row: Any) -> str:
    """The two files of an edition, once it is made."""
    if row.state != "made":
        return ""
    gap = "display:flex;gap:1rem;margin-top:.25rem;font-size:.875rem"
    label = escape(f"{name(row)}, {days_of(row.first_day, row.last_day)}", quote=True)
    style = f"color:{ACT[mode()]}"
    linked = "".join(
        f'<a style="{style}" href="/edition/{row.id}.{kind}" {more} aria-label="{words}: {label}">{words}</a>'
        for kind, words, more in (("pdf", "PDF", 'target="_blank"'), ("xlsx", "XLSX", "download"))
    )
    return f'<div style="{gap}">{linked}</div>'


def opened(row: Any) -> str:
    """One edition beside its first page: its days, its files, what it says."""
    page = f"border:1px solid {LINE[mode()]};border-radius:.25rem;display:block;width:100%"
    image = f'<a href="/edition/{row.id}.pdf" target="_blank"><img src="/edition/{row.id}.png" alt="" style="{page}"></a>'
    said = row.summary["sentence"] if row.state == "made" else [waits(row)]
    words = "".join(f'<p style="margin:.75rem 0 0">{escape(one)}</p>' for one in said)
    quiet = f"color:{FAINT[mode()]};font-size:.875rem"
    head = f'<div style="{quiet}">{escape(_(KINDS[row.rhythm]))} · {escape(days_of(row.first_day, row.last_day))}</div>'
    columns = "display:grid;grid-template-columns:repeat(auto-fit,minmax(14rem,1fr));gap:1.5rem"
    return f'<div style="{columns}">{image if row.state == "made" else ""}<div>{head}{files(row)}{words}</div></div>'


def earlier(found: pd.DataFrame) -> str:
    """One line an edition, the newest first."""
    columns = "minmax(0,2fr) minmax(0,1.4fr) minmax(0,1.6fr) 8rem"
    lines = [
        f'<div class="line"><span>{link(address("", edition=row.id), escape(title(row)))}</span>'
        f'<span class="faint">{escape(_(KINDS[row.rhythm]))}</span>'
        f'<span class="num">{escape(days_of(row.first_day, row.last_day))}</span>{files(row) or "<span></span>"}</div>'
        for row in found.itertuples()
    ]
    return f'<div class="list" style="--cols:{columns}">{"".join(lines)}</div>'


def letter(row: Any) -> str:
    """One mail: to whom, how it stands, and why."""
    words, state = STATES[row.state]
    colour = STATE[mode()][state]
    to = row.address if isinstance(row.address, str) else _("deleted address")
    at = f" · {day(row.done_at)} {clock(row.done_at)}" if not pd.isna(row.done_at) else ""
    why = f'<div class="faint">{escape(_(row.trouble))}</div>' if isinstance(row.trouble, str) else ""
    return (
        f'<div><b style="color:{colour}">{escape(_(words))}</b>{escape(at)} · {escape(to)}'
        f'{" (" + escape(row.name) + ")" if isinstance(row.name, str) else ""}{why}</div>'
    )
