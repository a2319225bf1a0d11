"""What can go wrong at the far side, each a sentence that says which side has to do something."""

from __future__ import annotations

from typing import Any

import httpx

from dashboard.errors import FarSideTrouble


class Unreachable(FarSideTrouble):
    """Nothing arrived there: wrong address, no connection, or no answer to a read."""


class Refused(FarSideTrouble):
    """TOPdesk said no and did nothing; `status` is HTTP's, `reasons` are its own words."""

    def __init__(self, sentence: str, status: int, reasons: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.status, self.reasons = status, reasons


class NotFound(Refused):
    """It has no such thing (any more), or hides it from this login."""


class Busy(Refused):
    """It asks for patience: try again after `wait_seconds`."""

    def __init__(self, sentence: str, status: int, wait_seconds: float) -> None:
        super().__init__(sentence, status)
        self.wait_seconds = wait_seconds


class Broken(FarSideTrouble):
    """An error on its side (5xx), or an answer that is none; a read may be tried again."""


class Ambiguous(FarSideTrouble):
    """A write without a clear answer: it may have been done. Look before doing it again."""


def reasons(response: httpx.Response) -> tuple[str, ...]:
    """The far side's own words, from either of its two shapes of error; empty when it gave none."""
    try:
        body: Any = response.json()
    except ValueError:
        return ()
    if isinstance(body, dict):
        body = body.get("errors", [body])
    if not isinstance(body, list):
        return ()
    found = (item.get("message") or item.get("errorMessage") or item.get("errorCode") for item in body if isinstance(item, dict))
    return tuple(str(words)[:300] for words in found if words)


def refusal(response: httpx.Response, doing: str) -> FarSideTrouble | None:
    """The trouble that an answer means, or None when it is a good one. `doing` is what was asked, in words."""
    status = response.status_code
    if status in (200, 201, 204, 206):
        return None
    said = reasons(response)
    words = f" TOPdesk says: {'; '.join(said)}" if said else ""
    is_page = "html" in response.headers.get("content-type", "")
    if 300 <= status < 400 or (status == 404 and is_page):
        return Refused(
            "TOPDESK_URL does not lead to TOPdesk's interface: a web page or a sign-in page is there. It should look like"
            " https://name.topdesk.net.", status, said
        )
    if status == 401:
        return Refused(
            "TOPdesk does not accept the login or its application password (TOPDESK_USER, TOPDESK_PASSWORD). It wants the operator's"
            " login name and an application password of that operator, which may have expired." + words, status, said
        )
    if status == 403:
        return Refused(
            f"TOPdesk's login has no right for this: {doing}. Its permission group needs 'REST API' and, to write, 'Use application"
            f" passwords', besides reading or writing calls.{words}", status, said
        )
    if status == 404:
        return NotFound(f"TOPdesk does not have this: {doing}.{words}", status, said)
    if status == 429 or (status == 503 and "retry-after" in response.headers):
        wait = _seconds(response.headers.get("retry-after"))
        return Busy(f"TOPdesk is busy and asks to wait {wait:.0f} s.", status, wait)
    if status >= 500:
        return Broken(f"TOPdesk had an error of its own ({status}) while asked for this: {doing}.{words}")
    return Refused(f"TOPdesk refused this ({status}): {doing}.{words}", status, said)


def _seconds(header: str | None) -> float:
    """Retry-After in seconds; a date or nonsense counts as half a minute."""
    return min(float(header), 600.0) if header and header.strip().isdigit() else 30.0
