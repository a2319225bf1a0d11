"""Requests and answers: one place for authentication, time limits, repeated reads, and errors in words."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import stamina

from dashboard.errors import BadSettings
from dashboard.settings import Settings
from dashboard.topdesk.errors import Ambiguous, Broken, Busy, Unreachable, refusal

PATIENCE_SECONDS = 10.0  # a longer wait than this is the caller's to plan
stamina.instrumentation.set_on_retry_hooks(())  # what it comes to is said at the end, in a sentence
LOOK_ALIKE_HEADER = "x-guichet-look-alike"


def base_url(address: str) -> str:
    """`https://name.topdesk.net`, whatever of TOPdesk's own paths came with it. Raises BadSettings when it is none."""
    trimmed = address.strip().split("/tas")[0].rstrip("/")
    if not trimmed:
        raise BadSettings("TOPDESK_URL is not set. It looks like https://name.topdesk.net.")
    try:
        url = httpx.URL(trimmed)
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in ("http", "https") or not url.host or url.userinfo:  # what is wrong is not repeated: it may hold a password
        raise BadSettings(
            "TOPDESK_URL is no web address. It looks like https://name.topdesk.net; login and password have settings of their own."
        )
    return trimmed


class Wire:
    """One connection pool to one TOPdesk; safe to share between threads."""

    def __init__(self, settings: Settings, transport: httpx.BaseTransport | None = None) -> None:
        self.address = base_url(settings.topdesk_url)
        seconds = settings.toml.topdesk.timeout_seconds
        self._http = httpx.Client(
            base_url=self.address,
            auth=httpx.BasicAuth(settings.topdesk_user, settings.topdesk_password.get_secret_value()),
            timeout=httpx.Timeout(seconds, connect=min(seconds, 10.0)),
            headers={"accept": "application/json", "user-agent": "Guichet"},
            follow_redirects=False,
            transport=transport,
        )
        self.look_alike: bool | None = None
        self.ahead = timedelta(0)  # its clock against ours, by the date of its last answer

    def read(self, path: str, doing: str, **parameters: Any) -> httpx.Response:
        """GET /tas/api/PATH; tried up to four times when the far side is away, broken or briefly busy."""
        for attempt in stamina.retry_context(on=_worth_another_try, attempts=4, timeout=60, wait_initial=0.2, wait_max=5):
            with attempt:
                return self._once("GET", path, doing, params={key: value for key, value in parameters.items() if value is not None})
        raise AssertionError("unreachable")

    def write(self, method: str, path: str, doing: str, **request: Any) -> httpx.Response:
        """One request, never repeated here. Raises Ambiguous when it may have been done all the same."""
        try:
            response = self._once(method, path, doing, **request)
        except Broken as error:
            raise Ambiguous(f"{error} It may have been done all the same; this is looked up before it is tried again.") from error
        return response

    def _once(self, method: str, path: str, doing: str, **request: Any) -> httpx.Response:
        try:
            response = self._http.request(method, f"/tas/api/{path}", **request)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol) as error:
            if "CERTIFICATE" in str(error):
                raise Unreachable(f"The certificate of {self.address} is not trusted by this machine; nothing was sent.") from error
            raise Unreachable(
                f"TOPdesk cannot be reached at {self.address}. Check the address (TOPDESK_URL) and the network; nothing is lost."
            ) from error
        except httpx.TimeoutException as error:
            raise Broken(f"TOPdesk gave no answer in time to this: {doing}.") from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise Broken(f"The connection to TOPdesk broke off during this: {doing}.") from error
        self.look_alike = LOOK_ALIKE_HEADER in response.headers
        with suppress(TypeError, ValueError):  # no date, or none that can be read: as it was
            apart = parsedate_to_datetime(response.headers.get("date")) - datetime.now(UTC)
            self.ahead = apart if abs(apart) > timedelta(seconds=2) else timedelta(0)  # a date has no fractions: less is no difference
        if trouble := refusal(response, doing):
            raise trouble
        return response

    def close(self) -> None:
        self._http.close()


def parsed(response: httpx.Response, doing: str) -> Any:
    """The JSON of an answer, None for an empty one. Raises Broken for anything else, such as a sign-in page."""
    if response.status_code == 204 or not response.content:
        return None
    try:
        return response.json()
    except ValueError as error:
        if "html" in response.headers.get("content-type", "") or response.content.lstrip()[:1] == b"<":
            raise Unreachable(
                "TOPDESK_URL leads to a web page instead of TOPdesk's interface. It should look like https://name.topdesk.net."
            ) from error
        raise Broken(f"TOPdesk's answer cannot be read; it was asked for this: {doing}.") from error


def _worth_another_try(error: Exception) -> bool | float:
    if isinstance(error, Busy):
        return error.wait_seconds if error.wait_seconds <= PATIENCE_SECONDS else False
    return isinstance(error, Broken | Unreachable)
