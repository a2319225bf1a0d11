"""One message over a real conversation: it arrives whole, and after any fault it is known whether it can have arrived."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import BadSettings
from dashboard.mail import Attachment, BadAddress, NotNow, Post, Refused, Server, Unsure, checked, compose, server_of
from tests.mail.server import Mailbox, certificate, mail_server

AT = datetime(2026, 11, 23, 7, tzinfo=UTC)
PDF = bytes(range(256)) * 40


def message(to: str = "maria@stad.be", subject: str = "Weekrapport: Groen", text: str = "één\n.\n.. en verder\n") -> EmailMessage:
    return compose(
        ("Sint-Odilia", "guichet@stad.be"), to, subject, text, "<p>één</p>", [Attachment("groen.pdf", "application/pdf", PDF)],
        key="edition 1 to 2", stream="report-1", at=AT,
    )  # fmt: skip


def send(box: Mailbox, one: EmailMessage | None = None) -> list[str]:
    """What was noted at the moment of leaving."""
    noted: list[str] = []
    with Post(server_of(box.url), 0.4, 0.6) as post:
        post.hand_over(one or message(), lambda: noted.append("leaving"))
    return noted


def test_a_message_arrives_whole() -> None:
    with mail_server() as box:
        assert send(box) == ["leaving"]
    (got,) = box.arrived
    assert (got["To"], got["From"], got["Subject"]) == ("maria@stad.be", "Sint-Odilia <guichet@stad.be>", "Weekrapport: Groen")
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["List-Id"] == "<report-1.guichet.stad.be>"
    assert got["Message-ID"] == message()["Message-ID"] != compose(
        ("x", "guichet@stad.be"), "maria@stad.be", "s", "t", "h", key="edition 1 to 3", stream="s", at=AT
    )["Message-ID"]  # fmt: skip
    text, html = (got.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    assert text.get_content() == "één\n.\n.. en verder\n"
    assert html.get_content() == "<p>één</p>\n"
    (file,) = got.iter_attachments()
    assert (file.get_filename(), file.get_content_type(), file.get_content()) == ("groen.pdf", "application/pdf", PDF)


@pytest.mark.parametrize("step", ["connect", "ehlo", "mail", "rcpt", "data"])
@pytest.mark.parametrize(("fault", "error"), [("drop", NotNow), ("hang", NotNow), ("451 later", NotNow), ("550 no <maria@stad.be>", Refused)])
def test_before_the_dot_nothing_was_sent(step: str, fault: str, error: type[Exception]) -> None:
    if step in ("connect", "ehlo") and fault[0] in "45":
        error = NotNow  # a server that does not talk to us today is not the reader's fault
    noted: list[str] = []
    with mail_server() as box:
        box.faults[step] = fault
        with pytest.raises(error) as caught, Post(server_of(box.url), 0.4, 0.6) as post:
            post.hand_over(message(), lambda: noted.append("leaving"))
    assert noted == []
    assert box.arrived == []
    assert "maria" not in str(caught.value)


def test_a_connection_that_breaks_within_the_text_delivers_nothing() -> None:
    big = compose(("x", "g@stad.be"), "m@stad.be", "s", "word " * 2_000_000, "h", key="k", stream="s", at=AT)
    with mail_server() as box:
        box.faults["text"] = "drop"
        with pytest.raises((NotNow, Unsure)):
            send(box, big)
    assert box.arrived == []


@pytest.mark.parametrize(("fault", "error"), [("drop", Unsure), ("hang", Unsure), ("452 full", NotNow), ("554 spam", Refused)])
def test_after_the_dot_only_an_answer_tells(fault: str, error: type[Exception]) -> None:
    noted: list[str] = []
    with mail_server() as box:
        box.faults["dot"] = fault
        with pytest.raises(error), Post(server_of(box.url), 0.4, 0.6) as post:
            post.hand_over(message(), lambda: noted.append("leaving"))
    assert noted == ["leaving"]
    assert len(box.arrived) == (error is Unsure)


def test_what_may_not_leave_does_not() -> None:
    with mail_server() as box:
        with pytest.raises(ZeroDivisionError), Post(server_of(box.url), 0.4, 0.6) as post:
            post.hand_over(message(), lambda: 1 // 0)  # type: ignore[arg-type,return-value]
        assert box.arrived == []


def test_nobody_listens() -> None:
    with pytest.raises(NotNow), Post(Server("127.0.0.1", 1, "none"), 0.4, 0.6):
        pass


def test_encrypted_or_not_at_all(tmp_path: Path) -> None:
    server, client = certificate(tmp_path)
    with mail_server(server) as box:
        wish = Server("127.0.0.1", box.port, "start", "guichet", "s3cret")
        with Post(wish, 2, 2, client) as post:
            post.hand_over(message(), lambda: None)
        with pytest.raises(NotNow), Post(wish, 2, 2):  # a certificate that nobody vouches for
            pass
    with mail_server() as plain, pytest.raises(NotNow), Post(Server("127.0.0.1", plain.port, "start", "guichet", "s3cret"), 2, 2):
        pass
    assert len(box.arrived) == len(box.secrets) == 1
    assert plain.secrets == []
    assert "s3cret" not in repr(wish)


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_no_words_of_others_make_a_header(team: str, subject: str, file: str) -> None:
    one = compose(("Stad " + team, "g@stad.be"), "m@stad.be", subject, "t", "h", [Attachment("a" + file, "text/csv", b"x")],
                  key="k", stream="s", at=AT)  # fmt: skip
    head = one.as_bytes().split(b"\n\n")[0]
    names = {line.partition(b":")[0] for line in head.splitlines() if line[:1] not in (b" ", b"\t")}
    assert names == {b"From", b"To", b"Subject", b"Date", b"Message-ID", b"Auto-Submitted", b"List-Id", b"MIME-Version", b"Content-Type"}


@pytest.mark.parametrize("bad", ["", "maria", "maria@stad", "a@b@c.be", "a b@stad.be", "maria@stad.be\nBcc: x@y.be", "maria@stad.be\r", "é@stad.be",
                                 "<maria@stad.be>", "a@-b.be", "a..b@stad.be", ".a@stad.be", "a" * 65 + "@stad.be", "m@" + "a." * 130 + "be"])  # fmt: skip
def test_what_is_no_address(bad: str) -> None:
    with pytest.raises(BadAddress):
        checked(bad)


def test_addresses_and_servers_as_people_write_them() -> None:
    assert checked(" Maria.O'Neil+x@Stad.BE ") == "Maria.O'Neil+x@stad.be"
    assert server_of("smtp://a%40b:p%3A@mail.stad.be") == Server("mail.stad.be", 587, "start", "a@b", "p:")
    assert server_of("smtps://mail.stad.be") == Server("mail.stad.be", 465, "from_start")
    assert server_of("smtp://mail.stad.be:25?tls=none") == Server("mail.stad.be", 25, "none")
    for bad in ("mail.stad.be", "http://mail.stad.be", "smtp://", "smtp://x:y:z", "smtp://mail.stad.be?tls=maybe"):
        with pytest.raises(BadSettings):
            server_of(bad)
