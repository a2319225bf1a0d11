"""What pages are made of. A page starts here:

    from dashboard.screen import ask, me
    frame = ask("queues/open", team=3)
"""

from __future__ import annotations

import time
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import settings as configuration
from dashboard.guard import sessions
from dashboard.settings import Settings
from dashboard.store import Store, Who

#: A person's state and role are read again after so many seconds, also inside a fragment that refreshes by itself.
RECHECK_SECONDS = 2.0


@st.cache_resource(show_spinner=False)
def settings() -> Settings:
    """The settings of this process, read once."""
    return configuration.load()


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The database, one pool a process."""
    return Store(settings().app_url, pool_size=10)


def signed_in() -> Who | None:
    """Who holds this browser's session, as the database knows it now (at most RECHECK_SECONDS ago)."""
    key = st.context.cookies.get(sessions.COOKIE)
    if not isinstance(key, str):
        return None
    known = st.session_state.get("_signed_in")
    if known and known[0] == key and time.monotonic() - known[1] < RECHECK_SECONDS:
        return known[2]  # type: ignore[no-any-return]
    who = sessions.person(store(), key)
    st.session_state["_signed_in"] = (key, time.monotonic(), who)
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
