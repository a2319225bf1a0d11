"""The conversation with the mail server, step by step, so that after each step it is known whether the message can have arrived.

SMTP has no way to ask "did you get it?". Before the final dot a message is certainly not delivered; after the server's answer it certainly
is, or is refused. Only between the two nobody can tell: `leaving` is called before the dot, so that this moment is on record.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as LINES
from types import TracebackType
from typing import Literal, Self
from urllib.parse import parse_qs, unquote, urlsplit

from dashboard.errors import N_, BadSettings, Trouble

LOCAL = ("localhost", "127.0.0.1", "::1")


class NotNow(Trouble):
    """Certainly not sent; trying again later may help."""


class Refused(Trouble):
    """Certainly not sent, and the server says that trying again does not help."""


class Unsure(Trouble):
    """It may have arrived or not; nobody can tell."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over. Without TLS only on the same machine, unless the address says so."""

    host: str
    port: int
    tls: Literal["start", "from_start", "none"]
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return f"Server({self.host}:{self.port})"


def server_of(url: str) -> Server:
    """smtp://user:password@host:587 (STARTTLS), smtps://... (TLS from the start), smtp://...?tls=none. Raises BadSettings."""
    shape = "SMTP_URL looks like smtp://user:password@host:587 or smtps://user:password@host"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadSettings(f"{shape}; its port is no number.") from error
    wish = parse_qs(parts.query).get("tls", [""])[0]
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or wish not in ("", "none") or parts.path not in ("", "/"):
        raise BadSettings(f"{shape}; ?tls=none behind it sends without encryption.")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if parts.scheme == "smtps":
        return Server(parts.hostname, port or 465, "from_start", user, password)
    plain = wish == "none" or parts.hostname in LOCAL
    return Server(parts.hostname, port or (25 if plain else 587), "none" if plain else "start", user, password)


class Post:
    """One connection to the server, opened when entered; raises NotNow or Refused where that fails."""

    def __init__(self, server: Server, timeout_seconds: float, answer_seconds: float, trust: ssl.SSLContext | None = None) -> None:
        """`timeout_seconds` for each step, `answer_seconds` for the last one, in which the server may look for viruses."""
        self._server, self._timeout, self._answer = server, timeout_seconds, answer_seconds
        self._trust = trust or ssl.create_default_context()
        self._smtp: smtplib.SMTP

    def __enter__(self) -> Self:
        server = self._server
        try:
            if server.tls == "from_start":
                self._smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=self._timeout, context=self._trust)
            else:
                self._smtp = smtplib.SMTP(server.host, server.port, timeout=self._timeout)
        except ssl.SSLError as error:
            raise NotNow(N_("The mail server's certificate cannot be trusted. Nothing was sent; it is tried again.")) from error
        except (OSError, smtplib.SMTPException) as error:
            raise NotNow(N_("The mail server does not answer. Nothing was sent; it is tried again.")) from error
        try:
            self._greet()
        except BaseException:
            self._smtp.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self._smtp.quit()
        except (OSError, smtplib.SMTPException):
            pass  # it has the message; how it says goodbye does not matter
        finally:
            self._smtp.close()

    def _greet(self) -> None:
        try:
            self._smtp.ehlo_or_helo_if_needed()
            if self._server.tls == "start":
                self._smtp.starttls(context=self._trust)
                self._smtp.ehlo_or_helo_if_needed()
            if self._server.user:
                self._smtp.login(self._server.user, self._server.password)
        except smtplib.SMTPAuthenticationError as error:
            raise NotNow(N_("The mail server refuses our name and password (SMTP_URL). Nothing was sent; it is tried again.")) from error
        except (smtplib.SMTPNotSupportedError, ssl.SSLError) as error:
            raise NotNow(N_("The mail server offers no encryption that we can trust. Nothing was sent; it is tried again.")) from error
        except (OSError, smtplib.SMTPException) as error:
            raise NotNow(N_("The mail server broke off the conversation. Nothing was sent; it is tried again.")) from error

    def hand_over(self, message: EmailMessage, leaving: Callable[[], None]) -> None:
        """The server has the message when this returns. `leaving` is called once, right before it can arrive; raises it, nothing leaves.

        Raises Refused, NotNow or Unsure.
        """
        body = message.as_bytes(policy=LINES.clone(max_line_length=998, cte_type="7bit"))
        try:
            self._step(self._smtp.mail(message["From"].addresses[0].addr_spec))
            self._step(self._smtp.rcpt(message["To"].addresses[0].addr_spec))
            self._step(self._smtp.docmd("DATA"))
            self._smtp.send(_stuffed(body))
        except (OSError, smtplib.SMTPException) as error:
            raise NotNow(N_("The mail server broke off the conversation. Nothing was sent; it is tried again.")) from error
        leaving()
        try:
            assert self._smtp.sock is not None
            self._smtp.sock.settimeout(self._answer)
            self._smtp.send(b".\r\n")
            answer = self._smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            words = N_("The connection broke at the very end: the mail may have arrived or not. It is not sent again by itself.")
            raise Unsure(words) from error
        self._step(answer)

    @staticmethod
    def _step(answer: tuple[int, bytes]) -> None:
        """Goes on where the server said yes (2xx, 354)."""
        code, words = answer
        if code // 100 in (2, 3):
            return
        printable = "".join(sign if sign.isprintable() else " " for sign in words.decode("utf-8", "replace"))
        said = f"{code} {re.sub(r'[^ ]*@[^ ]*', '…', printable)[:200]}"  # whose address it was stands elsewhere
        if code // 100 == 5:
            raise Refused(said)
        raise NotNow(said)


def _stuffed(body: bytes) -> bytes:
    """A line that begins with a dot would end the message, so it gets a second one."""
    return (b"\r\n" + body).replace(b"\r\n.", b"\r\n..")[2:]
