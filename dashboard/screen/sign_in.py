"""The sign-in form: streamlit-authenticator's form and password check, our attempts and our session.

Its cookie is left out (scripts can read it, and signing out does not end it); see facts in DESIGN, "Sign-in".
"""

from __future__ import annotations

import json
from typing import Any

import streamlit as st
from streamlit_authenticator import Authenticate
from streamlit_authenticator.controllers import AuthenticationController

from dashboard.guard import attempts, sessions, users
from dashboard.screen import settings, store
from dashboard.screen.words import _

WORDMARK = "dashboard/screen/assets/wordmark.svg"
_ENTER = """
<script>
fetch("/door/session", {method: "POST", body: %s, headers: {"x-guichet": "1"}})
    .then((answer) => {
        const first = answer.headers.get("x-first");
        if (first && ["/", "/patrol"].includes(location.pathname)) location.replace(first);
        else location.reload();
    });
</script>
"""


class _NoCookie:
    """Stands where the library keeps its own cookie."""

    def get_cookie(self) -> None:
        return None

    def set_cookie(self) -> None:
        return None


class _Form(Authenticate):  # type: ignore[misc]
    """The library's form on our directory of accounts."""

    def __init__(self, directory: attempts.Directory) -> None:
        self.attrs = {"login_sleep_time": 0}
        self.path = self.api_key = None
        self.secret_key = "unused"  # noqa: S105 - it would sign the cookie that we do not use
        self.cookie_controller = _NoCookie()
        self.authentication_controller = AuthenticationController({"usernames": {}}, None, False, None, None, self.secret_key, None)
        self.authentication_controller.authentication_model.credentials["usernames"] = directory


class _Throttled(attempts.Directory):
    """Refuses every password of a login that has to wait. An attempt is noted before its password is looked at, so that many at
    once count as many; a right one clears it."""

    def __init__(self, address: str) -> None:
        super().__init__(store())
        self._address, self.tried, self.waits = address, "", False

    def __getitem__(self, login: str) -> dict[str, Any]:
        if login != self.tried:
            self.tried, self.waits = login, attempts.too_many(store(), login, self._address)
            attempts.record(store(), login, self._address, ok=False)
        return super().__getitem__("" if self.waits else login)


def sign_in() -> None:
    """Show the form; after the right password the browser gets its session and loads the same address again."""
    address = st.context.ip_address or "local"
    directory = _Throttled(address)
    with st.container(horizontal_alignment="center"), st.container(width=420):
        st.space("large")
        st.image(WORDMARK, width=150)
        if (city := settings().toml.city.name) != "Guichet":  # the name of a city that has not said its own yet
            st.title(city, anchor=False)
        st.caption(_("One counter for the whole city"))
        fields = {"Form name": _("Sign in"), "Username": _("Account"), "Password": _("Password"), "Login": _("Sign in")}
        _Form(directory).login(fields=fields, key="sign-in")
        outcome = st.session_state.pop("authentication_status", None)
        if outcome and not directory.waits:
            attempts.record(store(), directory.tried, address, ok=True)
            ticket = sessions.issue_ticket(store(), directory.tried)
            st.html(_ENTER % json.dumps(ticket), unsafe_allow_javascript=True)
            st.caption(_("Opening ..."))
        elif directory.tried:
            if directory.waits:
                st.error(_("Too many wrong passwords. Try again in a quarter of an hour, or ask the administrator for a new one."))
            else:
                st.error(_("Account or password is wrong."))


def account_menu() -> None:
    """Name, language and the way out, at the foot of the sidebar."""
    from dashboard.screen import me
    from dashboard.screen.words import LANGUAGES, language

    who = me()
    with st.sidebar, st.container(key="account"):
        st.text(who.name)
        st.segmented_control(
            _("Language"),
            list(LANGUAGES),
            default=language(),
            required=True,
            format_func=str.upper,
            key="_language",
            label_visibility="collapsed",
            on_change=lambda: users.speak(store(), who, st.session_state["_language"]),
        )
        if st.button(_("Sign out"), icon=":material/logout:", type="tertiary"):
            st.html(
                '<script>fetch("/door/leave", {method: "POST", headers: {"x-guichet": "1"}}).then(() => location.replace("/"));</script>',
                unsafe_allow_javascript=True,
            )
