"""What a mail with a report says: the same as text and as HTML, in which every foreign word is escaped.

`row` is an edition (post.edition); `link` the address of the page, empty for none.
"""

from __future__ import annotations

from html import escape
from typing import Any

from dashboard.screen.theme import ACT, FAINT, INK, LINE
from dashboard.screen.words import _, days_of


def _kind(row: Any) -> str:
    return _("Weekly report") if row.rhythm == "weekly" else _("Monthly report")


def subject(row: Any) -> str:
    """"Weekly report: Green, 16-22 November 2026"."""
    return f"{_kind(row)}: {row.title}, {days_of(row.first_day, row.last_day)}"


def _closing() -> str:
    return " ".join([
        _("The report is attached as PDF, its figures as a spreadsheet."),
        _("This mail is sent by itself; who gets it is set on the page Reports."),
    ])  # fmt: skip


def plain(row: Any, link: str) -> str:
    """The text."""
    figures = [f"{label}: {value} ({change})" for label, value, change in row.summary["figures"]]
    parts = [subject(row), "\n".join(row.summary["sentence"]), "\n".join(figures), link, _closing()]
    return "\n\n".join(part for part in parts if part) + "\n"


def html(row: Any, link: str) -> str:
    """The same, for mail programs that show HTML; no picture is fetched from anywhere."""
    ink, faint, line, act = INK["light"], FAINT["light"], LINE["light"], ACT["light"]
    sizes = (19, 15, 15)
    said = [
        f'<p style="font-size:{size}px;margin:0 0 8px">{escape(words)}</p>'
        for size, words in zip(sizes, row.summary["sentence"], strict=False)
    ]
    rows = "".join(
        f'<tr><td style="padding:6px 16px 6px 0;border-top:1px solid {line};color:{faint}">{escape(label)}</td>'
        f'<td style="padding:6px 16px 6px 0;border-top:1px solid {line}"><b>{escape(value)}</b></td>'
        f'<td style="padding:6px 0;border-top:1px solid {line};color:{faint}">{escape(change)}</td></tr>'
        for label, value, change in row.summary["figures"]
    )
    table = f'<table style="border-collapse:collapse;font-size:14px;margin:16px 0">{rows}</table>' if rows else ""
    go = f'<p><a style="color:{act}" href="{escape(link, quote=True)}">{escape(_("Open in Guichet"))}</a></p>' if link else ""
    return (
        f'<div style="font-family:Georgia,serif;color:{ink};max-width:640px">'
        f'<p style="color:{faint};font-size:13px;border-bottom:2px solid {act};padding-bottom:6px">{escape(subject(row))}</p>'
        f'{"".join(said)}{table}{go}<p style="color:{faint};font-size:12px">{escape(_closing())}</p></div>'
    )
