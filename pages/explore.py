"""Explore: tickets grouped by any two of their properties, as a table or a chart, to look at and to take along."""

from __future__ import annotations

from datetime import datetime
from html import escape

import streamlit as st

from dashboard.figures import extent
from dashboard.figures.explore import ALL, Cell, explore
from dashboard.screen import ask, me
from dashboard.screen import explore as address
from dashboard.screen.download import download
from dashboard.screen.explore_behind import tickets_behind
from dashboard.screen.explore_choices import draw
from dashboard.screen.explore_table import drawn
from dashboard.screen.explore_words import counted, namer, period_words, reading
from dashboard.screen.head import head
from dashboard.screen.live import ask_shared, news
from dashboard.screen.panel import how, link, panel
from dashboard.screen.trouble import fragment
from dashboard.screen.words import _, ngettext, zone


def set_apart(whole: Cell) -> None:
    """Dates that cannot be true: how many, and which."""
    if whole.odd:
        words = ngettext(
            "{n} ticket has dates that cannot be true: it is counted, but in no duration.",
            "{n} tickets have dates that cannot be true: they are counted, but in no duration.", whole.odd,
        )  # fmt: skip
        panel("odd", f'<p class="under">{link(asked.cell("odd"), escape(words))}</p>')


@fragment
def board() -> None:
    """The figures; runs again when tickets changed."""
    news("explore-news")
    table = explore(ask_shared, asked.table, asked.times)
    whole = table[ALL, ALL]
    if not whole.n:
        empty = _("No ticket fits: {period}. Choose another period or fewer filters.", period=period_words(asked.table))
        st.info(empty, icon=":material/search_off:")
        return
    told = link(asked.cell("n"), escape(reading(asked.table, whole.n)))
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left:
        panel("reading", f'<div class="top">{told}{how("explore", chr(10).join(counted(asked.table)))}</div>')
    with right:
        download("download", asked.kept, whole.n)
    rows, columns = (namer(ask_shared, dimension) for dimension in (asked.table.rows, asked.table.columns))
    panel("table", drawn(asked, table, rows, columns))
    set_apart(whole)


who = me()
teams = ask("queues/teams")
city = extent(ask_shared)
asked = address.read(st.query_params, who.role, teams, datetime.now(zone()), zone(), city)
head(_("Explore"))
draw(asked, teams, city)
board()
tickets_behind(asked)
