"""A small mail server over a real socket, with a fault at any step of the conversation."""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

#: Steps at which something can go wrong, in the order of the conversation; "dot" is the whole message received, not answered yet.
STEPS = ("connect", "ehlo", "mail", "rcpt", "data", "text", "dot")


@dataclass
class Mailbox:
    """What arrived, and what goes wrong: {step: "drop" | "hang" | an answer such as "451 busy"}."""

    faults: dict[str, str] = field(default_factory=dict)
    arrived: list[EmailMessage] = field(default_factory=list)
    conversations: int = 0
    secrets: list[str] = field(default_factory=list)
    port: int = 0
    tls: ssl.SSLContext | None = None
    on_dot: threading.Event | None = None  # set when the dot is there; the answer waits for `answer`
    answer: threading.Event | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


class _Talk(socketserver.StreamRequestHandler):
    box: Mailbox

    def handle(self) -> None:
        self.box.conversations += 1
        with contextlib.suppress(_Over, OSError):
            self._say("connect", "220 here")
            while line := self.rfile.readline():
                self._command(line.decode().strip())
        if self.connection is not self.request:  # encrypted on the way
            self.rfile.close()
            self.connection.close()

    def _command(self, line: str) -> None:
        verb = line.partition(" ")[0].upper()
        if verb in ("EHLO", "HELO"):
            offers = ["8BITMIME", *(["STARTTLS"] if self.box.tls else []), "AUTH PLAIN"]
            self._say("ehlo", "\r\n".join([*(f"250-{offer}" for offer in ("here", *offers)), "250 SIZE"]))
        elif verb == "STARTTLS" and self.box.tls:
            self._send("220 go")
            self.rfile.close()
            self.connection = self.box.tls.wrap_socket(self.connection, server_side=True)
            self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)  # type: ignore[assignment]
        elif verb == "AUTH":
            self.box.secrets.append(line.split()[-1])
            self._say("auth", "235 welcome")
        elif verb in ("MAIL", "RCPT"):
            self._say(verb.lower(), "250 fine")
        elif verb == "DATA":
            self._say("data", "354 go on")
            self._message()
        elif verb == "QUIT":
            self._send("221 bye")
            raise _Over
        else:
            self._send("250 fine")

    def _message(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise _Over
            if lines and self.box.faults.get("text") == "drop":
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
                raise _Over
            lines.append(line[1:] if line.startswith(b".") else line)
        message = message_from_bytes(b"".join(lines), policy=default)
        assert isinstance(message, EmailMessage)
        if self.box.faults.get("dot", "drop") in ("drop", "hang"):  # it has it, whatever becomes of the answer
            self.box.arrived.append(message)
        if self.box.on_dot and self.box.answer:
            self.box.on_dot.set()
            self.box.answer.wait(20)
        self._say("dot", "250 taken")

    def _say(self, step: str, usual: str) -> None:
        fault = self.box.faults.get(step)
        if fault == "drop":
            raise _Over
        if fault == "hang":
            time.sleep(1.0)
            raise _Over
        self._send(fault or usual)

    def _send(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


class _Over(Exception):
    """The conversation ends here."""


@contextlib.contextmanager
def mail_server(tls: ssl.SSLContext | None = None) -> Iterator[Mailbox]:
    """A running server and its mailbox."""
    box = Mailbox(tls=tls)
    handler = type("Talk", (_Talk,), {"box": box})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join(5)


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """(the server's context, one of a client that trusts it), for 127.0.0.1."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = folder / "both.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    client = ssl.create_default_context()
    client.load_verify_locations(cadata=made.public_bytes(serialization.Encoding.DER))
    return server, client
