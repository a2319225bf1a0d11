"""The far side's bad days, over the real socket."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator

import httpx
import pytest

from tests.sandbox.server import Server


@pytest.fixture(autouse=True)
def no_faults_left(server: Server) -> Iterator[None]:
    yield
    server.clear_faults()


def create(server: Server, key: str, **how: float) -> httpx.Response:
    return server.client.post("/incidents", json={"externalNumber": key}, **how)


def there(server: Server, key: str) -> int:
    found = server.client.get("/incidents", params={"query": f"externalNumber=={key}", "all": "true"})
    return len(found.json()) if found.status_code == 200 else 0


@pytest.fixture
def key() -> str:
    return f"K-{uuid.uuid4().hex[:12]}"


@pytest.mark.parametrize(("kind", "status"), [("500", 500), ("503", 503), ("429", 429), ("html_login", 200), ("garbage", 200)])
def test_answers_that_are_none(server: Server, key: str, kind: str, status: int) -> None:
    server.faults({"method": "POST", "path": "/incidents", "kind": kind, "times": 1, "retry_after": 7})
    answer = create(server, key)
    assert answer.status_code == status and there(server, key) == 0 and answer.headers["x-guichet-look-alike"] == "1"
    if status in {429, 503}:
        assert answer.headers["retry-after"] == "7"
    if status == 200:
        with pytest.raises(ValueError):
            answer.json()
    assert create(server, key).status_code == 201  # once only
    assert server.state()["faults"]["counts"] == {kind: 1}


def test_redirect_to_the_login(server: Server, key: str) -> None:
    server.faults({"kind": "html_login", "status": 302, "times": 1})
    assert create(server, key).headers["location"] == "/tas/public/login/form"


def test_drop_after_does_the_work_and_cuts_the_line(server: Server, key: str) -> None:
    server.faults({"method": "POST", "path": "/incidents", "kind": "drop_after", "times": 1})
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        create(server, key)
    assert there(server, key) == 1


def test_drop_does_nothing(server: Server, key: str) -> None:
    server.faults({"method": "P*", "kind": "drop", "times": 1})
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        create(server, key)
    assert there(server, key) == 0


def test_timeout_does_nothing(server: Server, key: str) -> None:
    server.faults({"kind": "timeout", "method": "POST", "seconds": 1})
    with pytest.raises(httpx.ReadTimeout):
        create(server, key, timeout=0.2)
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        create(server, key)
    assert there(server, key) == 0


def test_slow_answers_late_but_well(server: Server, key: str) -> None:
    server.faults({"kind": "slow", "method": "POST", "seconds": 0.4})
    began = time.monotonic()
    assert create(server, key).status_code == 201 and time.monotonic() - began >= 0.4


def test_late_works_when_nobody_waits_any_more(server: Server, key: str) -> None:
    server.faults({"kind": "late", "method": "POST", "seconds": 0.6, "times": 1})
    with pytest.raises(httpx.ReadTimeout):
        create(server, key, timeout=0.2)
    assert there(server, key) == 0
    until = time.monotonic() + 10
    while there(server, key) == 0 and time.monotonic() < until:
        time.sleep(0.05)
    assert there(server, key) == 1


def test_share_is_drawn_from_the_seed(server: Server) -> None:
    server.faults({"path": "/incidents/call_*", "kind": "500", "share": 0.5})
    struck = [server.client.get("/incidents/call_types").status_code == 500 for _ in range(60)]
    assert 10 < sum(struck) < 50 and server.state()["faults"]["counts"]["500"] == sum(struck)
    assert server.client.get("/incidents/impacts").status_code == 200


@pytest.mark.parametrize("rules", [None, [{}], [{"kind": "fire"}], [{"kind": "500", "nonsense": 1}], ["500"]])
def test_rules_that_cannot_be_read(server: Server, rules: object) -> None:
    answer = server.client.post(f"{server.url}/sandbox/faults", json={"rules": rules})
    assert answer.status_code == 400 and server.state()["faults"]["rules"] == []


def test_the_switches_need_the_login(server: Server) -> None:
    for path in ("state", "faults"):
        assert server.client.get(f"{server.url}/sandbox/{path}", auth=None).status_code == 401
