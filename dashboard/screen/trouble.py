"""Trouble on a page: one calm sentence, and the page comes back by itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec

import streamlit as st

from dashboard.errors import DatabaseDown, Trouble
from dashboard.history import Preparing
from dashboard.screen.words import _

log = logging.getLogger(__name__)


@contextmanager
def in_words() -> Iterator[None]:
    """Show a Trouble as its sentence; log anything else and say that it was logged. Never a traceback."""
    try:
        yield
    except DatabaseDown:
        _away()
    except Preparing:
        _preparing()
    except Trouble as trouble:
        st.error(_(str(trouble)), icon=":material/error:")
    except Exception as error:
        if type(error).__module__.startswith("streamlit.runtime.scriptrunner"):
            raise  # st.rerun and st.stop travel as exceptions
        log.exception("a page failed")
        st.error(
            _("This screen could not be drawn. Nothing is lost; the failure was noted for the administrator. Try another screen."),
            icon=":material/error:",
        )


P = ParamSpec("P")


def fragment(part: Callable[P, None], run_every: float | None = None) -> Callable[P, None]:
    """`st.fragment` whose trouble is a sentence too: a fragment that runs again by itself runs outside the page's own care."""

    @wraps(part)
    def careful(*given: P.args, **named: P.kwargs) -> None:
        with in_words():
            part(*given, **named)

    return st.fragment(careful, run_every=run_every)


@st.fragment(run_every=3)
def _away() -> None:
    """Looks every three seconds whether the database is back."""
    from sqlalchemy import text

    from dashboard.screen import store
    from dashboard.store import DOOR

    try:
        with store().transaction(DOOR) as connection:
            connection.execute(text("select 1"))
    except DatabaseDown:
        st.warning(_("The database does not answer. Nothing is lost; this screen comes back by itself."), icon=":material/cloud_off:")
        return
    st.rerun(scope="app")


@st.fragment(run_every=1)
def _preparing() -> None:
    """How far the figures are; the screen comes by itself when they are there."""
    from dashboard.screen import store

    history = store().history
    if history.ready:
        st.rerun(scope="app")
    words = _("Figures are being prepared, {percent} %. Queues, map and tickets work meanwhile.", percent=history.percent)
    st.progress(history.percent / 100, words)
