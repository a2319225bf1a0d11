"""Words, numbers, days and durations in the reader's language.

    _("Nothing overdue.")     number(1234.5, 1)     day(moment)     span(timedelta(days=3))

English stands in the code; nl.po and fr.po beside this file are read at run time, so a translation needs no build step.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import streamlit as st
from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton, format_time, format_timedelta, get_day_names
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

LANGUAGES = {"nl": "Nederlands", "fr": "Français", "en": "English"}
LOCALES = {"nl": "nl_BE", "fr": "fr_BE", "en": "en_GB"}


@cache
def catalogue(language: str) -> Catalog:
    """The translations of one language; empty for English."""
    path = Path(__file__).parent / f"{language}.po"
    if not path.is_file():
        return Catalog(locale=LOCALES.get(language, "en_GB"))
    with path.open("rb") as file:
        return read_po(file, locale=LOCALES[language])


def translate(language: str, msgid: str, **fill: Any) -> str:
    """`msgid` in `language`, English where there is no translation; `{name}` filled in."""
    message = catalogue(language).get(msgid)
    found = message.string if message and isinstance(message.string, str) and message.string else msgid
    return found.format(**fill) if fill else found


_spoken: ContextVar[str | None] = ContextVar("language", default=None)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within, every word is in `language`: for a door or a report, which have no reader in front of them."""
    before = _spoken.set(language if language in LANGUAGES else "en")
    try:
        yield
    finally:
        _spoken.reset(before)


def language() -> str:
    """The signed-in person's language; before sign-in the browser's, where we speak it, else the city's."""
    from dashboard.screen import settings

    if spoken := _spoken.get():
        return spoken
    known = st.session_state.get("_signed_in")
    if known is not None:
        return str(st.session_state.get("_language") or known.language)
    wanted = str(getattr(st.context, "locale", None) or "")[:2].lower()
    return wanted if wanted in LANGUAGES else settings().toml.city.language


def _(msgid: str, **fill: Any) -> str:
    """The text in the reader's language."""
    return translate(language(), msgid, **fill)


def N_(msgid: str) -> str:
    """Marks a text of a table for the catalogues; `_()` translates it where it is shown."""
    return msgid


def ngettext(one: str, many: str, n: float, **fill: Any) -> str:
    """Singular or plural by the language's own rule; `{n}` is the number as the reader writes it."""
    catalog = catalogue(language())
    message = catalog.get(one)
    forms = message.string if message and isinstance(message.string, tuple | list) and all(message.string) else (one, many)
    single = n in (0, 1) if language() == "fr" else n == 1
    return forms[0 if single else -1].format(**{"n": number(n), **fill})


def locale() -> Locale:
    return Locale.parse(LOCALES[language()])


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def zone() -> ZoneInfo:
    """The city's time zone."""
    from dashboard.screen import settings

    return _zone(settings().toml.city.timezone)


def number(value: float, digits: int = 0) -> str:
    """1.234 / 1 234 / 1,234."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return str(format_decimal(round(value, digits), format=pattern, locale=locale()))


def percent(share: float, digits: int = 0) -> str:
    """A share of 1 as a percentage."""
    pattern = str(locale().percent_formats[None].pattern).replace("#,##0", "#,##0" + ("." + "0" * digits if digits else ""))
    return str(format_percent(share, format=pattern, locale=locale()))


def day(moment: datetime) -> str:
    """"ma 23 nov" near now, with the year beyond this one."""
    local = moment.astimezone(zone())
    pattern = "EEE d MMM" if local.year == datetime.now(zone()).year else "d MMM y"
    return str(format_date(local, pattern, locale=locale())).replace(".", "")


def days_of(first: date, last: date, skeleton: str = "yMMMMd") -> str:
    """"16-22 november 2026": local days from the first to the last; another skeleton ("MMM") says less."""
    if first == last:
        return str(format_skeleton(skeleton, first, locale=locale()))
    return str(format_interval(first, last, skeleton, locale=locale()))


def clock(moment: datetime) -> str:
    """"8:05", in the city's zone."""
    return str(format_time(moment.astimezone(zone()), "H:mm", locale=locale()))


def weekdays(width: Literal["wide", "abbreviated"] = "wide") -> list[str]:
    """The days' names, Monday first."""
    return [str(name).replace(".", "") for __, name in sorted(get_day_names(width, locale=locale()).items())]


def moment(at: datetime) -> str:
    """Day and time."""
    return f"{day(at)} {clock(at)}"


def span(duration: timedelta, style: Literal["long", "short"] = "long") -> str:
    """The unit that people use: "3 days", "2 hours", "5 minutes"."""
    return str(format_timedelta(abs(duration), granularity="minute", threshold=1.2, format=style, locale=locale()))


def ago(at: datetime) -> str:
    """"3 days ago"."""
    past = at - datetime.now(at.tzinfo)
    return str(format_timedelta(past, granularity="second", threshold=1.2, add_direction=True, locale=locale()))


def topic_name(row: Any) -> str:
    """The topic's name in the reader's language, from a row with name_nl, name_fr and name_en."""
    return str(getattr(row, f"name_{language()}", "") or row.name_nl)
