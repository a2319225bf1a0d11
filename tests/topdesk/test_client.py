"""The client against a far side that misbehaves in every documented way."""

from __future__ import annotations

import time

import pytest
import stamina

from dashboard.errors import BadSettings, FarSideTrouble
from dashboard.settings import Settings
from dashboard.topdesk import Ambiguous, Busy, Client, NotFound, Refused, Unreachable, every, fiql
from dashboard.topdesk.wire import base_url
from tests.topdesk.conftest import Answer, FarSide


@pytest.fixture(autouse=True)
def no_waiting():
    """Repeated reads wait no time here."""
    with stamina.set_testing(True, attempts=4, cap=True):
        yield


def test_pages_end_at_200_and_nothing_is_204(far_side: FarSide, settings: Settings) -> None:
    rows = [{"id": str(n)} for n in range(25)]

    def answer(asked):
        start, size = int(asked.query["start"]), int(asked.query["page_size"])
        part = rows[start : start + size]
        return Answer(204) if not part else Answer(206 if start + size < len(rows) else 200, part)

    far_side.answer = answer
    with Client(settings) as topdesk:
        assert [row["id"] for row in every(lambda start: topdesk.persons(start, 10))] == [str(n) for n in range(25)]
        rows.clear()
        assert topdesk.persons() == ([], False)
    assert far_side.asked[0].headers["authorization"] == "Basic Z3VpY2hldDpzZWNyZXQtd29yZA=="


def test_the_older_generation_of_paging_is_found_once(far_side: FarSide, settings: Settings) -> None:
    far_side.answer = lambda asked: Answer(400, [{"message": "unknown"}]) if "pageStart" in asked.query else Answer(200, [{"id": "1"}])
    with Client(settings) as topdesk:
        assert topdesk.incidents().rows == topdesk.incidents().rows == [{"id": "1"}]
    assert ["pageStart" in asked.query for asked in far_side.asked] == [True, False, False]
    assert far_side.asked[-1].query["all"] == "true"


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        (401, [{"message": "User removed or archived"}], Refused, "application password.*removed or archived"),
        (403, {"errors": [{"errorCode": "no_right", "errorMessage": "No permission on entity"}]}, Refused, "REST API.*No permission on entity"),
        (404, [{"message": "Entity not found"}], NotFound, "Entity not found"),
        (400, [{"message": "Unknown operator: =lk="}], Refused, "Unknown operator"),
        (302, b"<html>sign in</html>", Refused, "TOPDESK_URL"),
        (200, b"<!DOCTYPE html><title>Welcome</title>", Unreachable, "TOPDESK_URL"),
        (200, b'[{"id": "1"', FarSideTrouble, "cannot be read"),
        (200, b'"a word"', FarSideTrouble, "another shape"),
        (500, b"", FarSideTrouble, "error of its own"),
    ],
)
def test_every_refusal_is_a_sentence(far_side: FarSide, settings: Settings, status, body, kind, words) -> None:
    far_side.answer = lambda asked: Answer(status, body)
    with Client(settings) as topdesk, pytest.raises(kind, match=words) as caught:
        topdesk.operators()
    assert "secret-word" not in str(caught.value)


def test_a_read_is_tried_again_and_a_write_never(far_side: FarSide, settings: Settings) -> None:
    answers = [Answer(500), Answer(drop=True), Answer(429, headers={"retry-after": "0"}), Answer(200, {"id": "7"})]
    far_side.answer = lambda asked: answers[min(len(far_side.asked), 4) - 1]
    with Client(settings) as topdesk:
        assert topdesk.incident("7") == {"id": "7"}
        for answer in (Answer(500), Answer(drop=True), Answer(200, b"<html>")):
            far_side.asked.clear()
            far_side.answer = lambda asked, answer=answer: answer
            with pytest.raises(Ambiguous):
                topdesk.create({"briefDescription": "x"})
            assert len(far_side.asked) == 1
        far_side.answer = lambda asked: Answer(429, headers={"retry-after": "120"})
        with pytest.raises(Busy) as caught:
            topdesk.create({})
        assert caught.value.wait_seconds == 120


def test_a_silent_write_is_ambiguous_an_absent_server_is_not(far_side: FarSide, settings: Settings) -> None:
    def silence(asked):
        time.sleep(0.8)
        return Answer(201, {})

    far_side.answer = silence
    with Client(settings) as topdesk, pytest.raises(Ambiguous, match="no answer in time"):
        topdesk.create({})
    far_side.close()
    with Client(settings) as topdesk, pytest.raises(Unreachable, match="cannot be reached"):
        topdesk.create({})


def test_an_upload_is_a_form_and_the_look_alike_shows_itself(far_side: FarSide, settings: Settings) -> None:
    far_side.answer = lambda asked: Answer(200, {"id": "a"}, {"x-guichet-look-alike": "1"})
    with Client(settings) as topdesk:
        assert topdesk.upload("7", "a.jpg", b"\xff\xd8", "image/jpeg", public=False) == {"id": "a"}
        assert topdesk.is_look_alike()
    asked = far_side.asked[0]
    assert asked.path == "/tas/api/incidents/id/7/attachments"
    assert asked.headers["content-type"].startswith("multipart/form-data")
    assert b'name="file"; filename="a.jpg"' in asked.body
    assert b"true" in asked.body


def test_quoting_keeps_a_value_a_value(far_side: FarSide, settings: Settings) -> None:
    with Client(settings) as topdesk:
        topdesk.find("externalNumber", "G-1\";closed==true,'\\")
    assert far_side.asked[0].query["query"] == r"""externalNumber=="G-1\";closed==true,\'\\" """.strip()
    assert fiql.equals("closed", False) == "closed==false"


@pytest.mark.parametrize("given", ["https://x.topdesk.net", "https://x.topdesk.net/", "https://x.topdesk.net/tas/api", "https://x.topdesk.net/tas/secure/mango"])
def test_an_address_may_carry_paths_of_topdesk(given: str) -> None:
    assert base_url(given) == "https://x.topdesk.net"


@pytest.mark.parametrize("given", ["", "x.topdesk.net", "ftp://x", "http://"])
def test_what_is_no_address_is_said(given: str) -> None:
    with pytest.raises(BadSettings, match="TOPDESK_URL"):
        base_url(given)
