"""What pages are made of. A page starts here:

    from dashboard.screen import ask, me
    frame = ask("queues/open", team=3)
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import settings as configuration
from dashboard.guard import sessions
from dashboard.settings import Settings
from dashboard.store import Store, Who, store_of


@st.cache_resource(show_spinner=False)
def settings() -> Settings:
    """The settings of this process, read once."""
    return configuration.load()


def store() -> Store:
    """The database; its connections are the process's."""
    return store_of(settings().app_url)


def signed_in() -> Who | None:
    """Who holds this browser's session, as the database knew it at most two seconds ago; at a page's first run, as it knows it now."""
    key = st.context.cookies.get(sessions.COOKIE)
    who = sessions.person(store(), key, now="_signed_in" not in st.session_state) if isinstance(key, str) else None
    st.session_state["_signed_in"] = who
    return who


def me() -> Who:
    """The signed-in person; where the session has ended, the page starts over and asks for the password."""
    who = signed_in()
    if who is None:
        st.rerun(scope="app")
    return who


def ask(name: str, **parameters: Any) -> pd.DataFrame:
    """The answer to queries/NAME.sql, as the signed-in person may see it."""
    return store().ask(me(), name, **parameters)
