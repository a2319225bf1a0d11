"""Whatever a client sends, the look-alike answers with a refusal in words or does it: never 500."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.sandbox.api.selecting import SCHEMA
from dashboard.sandbox.fields import BLANK, OPTIONAL_BLANK
from tests.sandbox.server import Server

QUICK = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
UUID = st.uuids().map(str)
SCALAR = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30), UUID, st.datetimes().map(lambda at: at.isoformat()),
    st.sampled_from(["firstLine", "partial", "", "true", "P1", "Afval", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "\x00", "<img"]),
)  # fmt: skip
REFERENCE = st.dictionaries(st.sampled_from(["id", "name", "email", "dynamicName", "number", "status", "type", "date"]), SCALAR, max_size=3)
OPTIONAL = st.dictionaries(st.sampled_from([*OPTIONAL_BLANK, "text6"]), st.one_of(SCALAR, REFERENCE), max_size=4)
VALUE = st.one_of(SCALAR, REFERENCE, OPTIONAL, st.lists(SCALAR, max_size=2))
FIELDS = [*BLANK, "callerLookup", "actionInvisibleForCaller", "externalLink", "timeSpent", "notes", "entryDate", "reason"]
BODY = st.dictionaries(st.sampled_from(FIELDS), VALUE, max_size=5)
WORD = st.one_of(
    st.sampled_from([*SCHEMA, "null", "true", "P1", "2026-01-01T00:00:00Z", "'a'", '"', "\\", "x*", "(", ")", ";", ","]), st.text(max_size=6)
)
ROOMS = ["incidents", "id", "number", "actions", "attachments", "persons", "lookup", "images"]
OPERATOR = st.sampled_from(["==", "!=", "=gt=", "=ge=", "=lt=", "=le=", "=sw=", "=in=", "=out=", "=lk=", "=", ""])


def encoded(body: Any) -> bytes:
    """JSON as sloppy clients write it: NaN and lone surrogates included."""
    return json.dumps(body).encode()


@QUICK
@given(body=BODY)
def test_bodies(server: Server, body: dict[str, Any]) -> None:
    made = server.client.post("/incidents", json={"briefDescription": "fuzz"}).json()["id"]
    card = f"/incidents/id/{made}"
    targets = (("POST", "/incidents"), ("PATCH", card), ("POST", f"{card}/timespent"), ("PUT", f"{card}/escalate"), ("PUT", f"{card}/archive"))
    for method, path in targets:
        answer = server.client.request(method, path, content=encoded(body), headers={"Content-Type": "application/json"})
        assert answer.status_code in {200, 201, 400, 403}, (method, path, answer.status_code, body)
        assert answer.json()
    for path in ("/incidents?all&pageSize=10000&sort=modificationDate:desc", f"{card}/progresstrail", f"{card}/timespent"):
        assert server.client.get(path).status_code in {200, 204}


@QUICK
@given(parts=st.lists(st.tuples(WORD, OPERATOR, WORD), min_size=1, max_size=3), joint=st.sampled_from([";", ","]), sort=WORD, fields=WORD)
def test_queries(server: Server, parts: list[tuple[str, str, str]], joint: str, sort: str, fields: str) -> None:
    query = joint.join("".join(part) for part in parts)
    for path in ("/incidents", "/persons", "/operators", "/categories", "/incidents/timeregistrations"):
        answer = server.client.get(path, params={"query": query, "sort": sort, "fields": fields})
        assert answer.status_code in {200, 204, 206, 400}, (path, query, sort, fields)


@QUICK
@given(path=st.lists(st.one_of(st.sampled_from(ROOMS), st.text(max_size=8)), max_size=5))
def test_paths(server: Server, path: list[str]) -> None:
    where = "/".join(quote(part.encode("utf-8", "surrogatepass"), safe="") for part in path)
    for method in ("GET", "PUT", "DELETE"):
        answer = server.client.request(method, f"{server.url}/tas/api/{where}", content=b"{}" if method == "PUT" else None)
        assert answer.status_code < 500
