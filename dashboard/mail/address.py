"""What may stand behind "To:"."""

from __future__ import annotations

import re

from dashboard.errors import N_, Trouble

#: As browsers check it, with a dot in the domain; no comment, no quoted part, nothing that could end a header.
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{_LABEL}(?:\.{_LABEL})+")


class BadAddress(Trouble):
    """No mail address; `text` is what was typed."""

    def __init__(self, text: str) -> None:
        super().__init__(N_("This is no mail address; one looks like name@city.be."))
        self.text = text


def checked(text: str) -> str:
    """The address without what stands around it, its domain in lower case. Raises BadAddress."""
    address = text.strip(" \t")
    if len(address) > 254 or not _ADDRESS.fullmatch(address) or ".." in address:
        raise BadAddress(text)
    local, _, domain = address.partition("@")
    if local.startswith(".") or local.endswith("."):
        raise BadAddress(text)
    return f"{local}@{domain.lower()}"
