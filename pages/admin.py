"""Administration: is the copy fresh, what failed, who saw what."""

import streamlit as st

from dashboard.screen import ask
from dashboard.screen.freshness import freshness
from dashboard.screen.words import _

st.title(_("Administration"), anchor=False)
freshness()
st.subheader(_("Accounts"), anchor=False)
st.dataframe(ask("admin/users"), hide_index=True)
