"""How problem areas are found: for everyone, and for a statistician."""

from __future__ import annotations

import streamlit as st

from dashboard.screen import method
from dashboard.screen.area_filters import newest
from dashboard.screen.head import head
from dashboard.screen.words import _

head(_("How problem areas are found"), fresh=False)
plain, exact = st.tabs([_("In plain words"), _("For a statistician")])
with plain:
    method.for_everyone(*newest())
with exact:
    method.for_statisticians()
