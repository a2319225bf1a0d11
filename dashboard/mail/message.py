"""A message: text, the same as HTML, and files beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from dashboard.mail.address import checked


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as the reader saves it."""

    name: str
    media_type: str
    content: bytes


def compose(
    sender: tuple[str, str], to: str, subject: str, text: str, html: str, files: Sequence[Attachment] = (),
    *, key: str, stream: str, at: datetime,
) -> EmailMessage:  # fmt: skip
    """`sender` is (name, address). The same `key` has the same Message-ID, so that a mail sent twice can be recognised; `stream` names
    the list that it belongs to. Raises BadAddress.
    """
    address = checked(sender[1])
    local, _, domain = address.partition("@")
    message = EmailMessage()
    message["From"] = Address(_one_line(sender[0]), local, domain)
    message["To"] = checked(to)
    message["Subject"] = _one_line(subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"  # holiday answers do not answer it
    message["List-Id"] = f"<{stream}.guichet.{domain}>"
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    for file in files:
        kind, _, subtype = file.media_type.partition("/")
        message.add_attachment(file.content, maintype=kind, subtype=subtype, filename=_one_line(file.name))
    return message


def _one_line(text: str) -> str:
    """A header is one line, whatever a team is called."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
