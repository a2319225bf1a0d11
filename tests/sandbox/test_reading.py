"""GET /incidents: pages, FIQL, order, fields, and what older clients send."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.sandbox.server import Server, running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One of its own: here every ticket has all its fields, as the town's have."""
    with running(tmp_path_factory.mktemp("reading")) as found:
        yield found


def everything(server: Server, **params: Any) -> list[dict[str, Any]]:
    """All pages, as clients walk them: on while it is 206."""
    found: list[dict[str, Any]] = []
    while True:
        answer = server.client.get("/incidents", params={"pageSize": 70, "pageStart": len(found), **params})
        assert answer.status_code in {200, 204, 206}, answer.text
        if answer.status_code == 204:
            assert not answer.content
            return found
        found += answer.json()
        if answer.status_code == 200:
            return found


def test_pages_neither_skip_nor_repeat(server: Server) -> None:
    rows = everything(server, all="true", sort="modificationDate:asc")
    assert len({row["id"] for row in rows}) == len(rows) == server.state()["tickets"]
    dates = [row["modificationDate"] for row in rows]
    assert dates == sorted(dates)
    page = server.client.get("/incidents", params={"pageStart": 10, "pageSize": 20, "all": "", "sort": "modificationDate:asc"})
    assert page.status_code == 206 and [row["id"] for row in page.json()] == [row["id"] for row in rows[10:30]]
    following = server.client.get(page.headers["x-next-page-url"])
    assert [row["id"] for row in following.json()] == [row["id"] for row in rows[30:50]]
    backward = everything(server, all="true", sort="modificationDate:desc")
    assert [row["id"] for row in backward] == [row["id"] for row in reversed(rows)]


def test_the_last_page_exactly_full_is_200(server: Server) -> None:
    count = len(everything(server))
    page = server.client.get("/incidents", params={"pageSize": count})
    assert page.status_code == 200 and len(page.json()) == count and "x-next-page-url" not in page.headers
    assert server.client.get("/incidents", params={"pageStart": count}).status_code == 204


def test_archived_and_partial_ones_only_when_asked(server: Server) -> None:
    shown = {row["status"] for row in everything(server)}
    assert shown <= {"firstLine", "secondLine"}
    hidden = everything(server, all="true", query="status=in=(firstLineArchived,secondLineArchived,partialArchived)")
    assert hidden and not {row["id"] for row in hidden} & {row["id"] for row in everything(server)}


def test_watermark(server: Server) -> None:
    rows = everything(server, all="true", sort="modificationDate:asc")
    mark = rows[len(rows) // 2]["modificationDate"]
    since = f"{mark[:19]}Z"
    later = everything(server, all="true", sort="modificationDate:asc", query=f"modificationDate=ge={since}")
    assert [row["id"] for row in later] == [row["id"] for row in rows if row["modificationDate"] >= mark]
    between = everything(server, all="true", query=f"modificationDate=gt={since};modificationDate=le={since}")
    assert between == []
    with_offset = (datetime.fromisoformat(mark) + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%S+02:00")
    assert len(everything(server, all="true", query=f"modificationDate=ge={with_offset}")) == len(later)


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("closed==false;category.name==Afval", lambda row: not row["closed"] and row["category"]["name"] == "Afval"),
        ("category.name==afval,category.name==Groen", lambda row: row["category"]["name"] in {"Afval", "Groen"}),
        ("closed==TRUE;(priority.name==P2,priority.name==P4)", lambda row: row["closed"] and row["priority"]["name"] in {"P2", "P4"}),
        ("priority.name=out=(P2,P3)", lambda row: row["priority"]["name"] == "P4"),
        ("priority.name!=('P2')", lambda row: row["priority"]["name"] != "P2"),
        ("briefDescription==*Dorpsstraat*1", lambda row: row["briefDescription"].endswith("1")),
        ("briefDescription=sw='Put in de weg'", lambda row: row["briefDescription"].startswith("Put in de weg")),
        ("targetDate==null", lambda row: row["targetDate"] is None),
        ("caller.id==null;caller!=null", lambda row: row["caller"]["id"] is None),
        ("optionalFields1.searchlist1.name==Beek", lambda row: row["optionalFields1"]["searchlist1"]["name"] == "Beek"),
        ("optionalFields1.number1=gt=50.805", lambda row: row["optionalFields1"]["number1"] > 50.805),
        ("request=sw=zzz", lambda row: False),
        ("externalNumber==''", lambda row: row["externalNumber"] == ""),
        ("operator.status==operatorGroup,operator==null", lambda row: row["operator"] is None or row["operator"]["status"] != "operator"),
    ],
)
def test_fiql(server: Server, query: str, holds: Any) -> None:
    rows = everything(server, all="true")
    found = everything(server, all="true", query=query)
    assert [row["id"] for row in found] == [row["id"] for row in rows if holds(row)]


def test_keys_are_found(server: Server) -> None:
    body = {
        "externalNumber": "O'Neil, 5; (x)", "caller": {"dynamicName": "O'Neil"}, "subcategory": {"name": "Boom"}, "priority": {"name": "P3"},
        "optionalFields1": {"searchlist1": {"name": "Centrum"}},
    }  # fmt: skip
    made = server.client.post("/incidents", json=body).json()
    by_key = server.client.get("/incidents", params={"query": f"externalNumber==\"{made['externalNumber']}\""})
    assert [row["id"] for row in by_key.json()] == [made["id"]]
    for query in (f"id=={made['id'].upper()}", f"number=='{made['number'].lower()}'", f"id=in=({made['id']},{made['id']})"):
        assert [row["id"] for row in server.client.get("/incidents", params={"query": query}).json()] == [made["id"]]
    server.client.put(f"/incidents/id/{made['id']}", json={"externalNumber": "other"})
    assert server.client.get("/incidents", params={"query": "externalNumber=in=(other,nothing)"}).json()[0]["id"] == made["id"]
    assert server.client.get("/incidents", params={"query": "externalNumber==\"O'Neil, 5; (x)\""}).status_code == 204


@pytest.mark.parametrize(
    "params",
    [
        {"query": "modificationDate=ge=2026-03-01"},
        {"query": "nonsense==1"},
        {"query": "closed==maybe"},
        {"query": "closed=gt=1"},
        {"query": "category.name=lk=x"},
        {"query": "(closed==true"},
        {"query": "closed==true)"},
        {"query": "closed=="},
        {"query": ";"},
        {"query": "'closed'==true"},
        {"query": "request==x"},
        {"query": "modificationDate=ge=0001-01-01T00:00:00+14:00"},
        {"query": "id==a b"},
        {"pageSize": "0"},
        {"pageSize": "10001"},
        {"pageSize": "-1"},
        {"pageSize": "ten"},
        {"pageSize": "²"},
        {"pageStart": "-5"},
        {"sort": "nonsense:asc"},
        {"sort": "creationDate:up"},
        {"sort": "externalLinks:asc"},
        {"fields": "nonsense"},
        {"target_date_start": "yesterday"},
        {"order_by": "nonsense ASC"},
    ],
)
def test_what_is_refused(server: Server, params: dict[str, str]) -> None:
    answer = server.client.get("/incidents", params=params)
    assert answer.status_code == 400 and answer.json()[0]["message"]


def test_order_by_several_fields(server: Server) -> None:
    rows = everything(server, sort="priority.name:desc,callDate:asc")
    assert rows == sorted(sorted(rows, key=lambda row: row["callDate"]), key=lambda row: row["priority"]["name"], reverse=True)
    assert everything(server, sort="targetDate:asc,id")[-1]["targetDate"] is None


def test_fields(server: Server) -> None:
    row = server.client.get("/incidents", params={"fields": "id,caller.email,caller.branch.name,nonsense,request", "pageSize": 1}).json()[0]
    whole = server.client.get(f"/incidents/id/{row['id']}").json()
    branch = {"branch": {"name": whole["caller"]["branch"]["name"]}} if whole["caller"]["branch"] else {"branch": None}
    assert row == {"id": whole["id"], "caller": {"email": whole["caller"]["email"]} | branch, "request": whole["request"]}


def test_dates(server: Server) -> None:
    row = server.client.get("/incidents", params={"pageSize": 1, "dateFormat": "iso8601"}).json()[0]
    whole = server.client.get(f"/incidents/id/{row['id']}").json()
    assert whole["creationDate"].endswith("+0000") and row["creationDate"].endswith("Z")
    assert datetime.fromisoformat(row["modificationDate"]) == datetime.fromisoformat(whole["modificationDate"])


def test_older_clients(server: Server) -> None:
    rows = everything(server)
    old = server.client.get("/incidents/", params={"start": 0, "page_size": 1000, "resolved": "False", "order_by": "target_date DESC,id ASC"})
    assert {row["id"] for row in old.json()} == {row["id"] for row in rows if not row["completed"]}
    groups = [one["id"] for one in server.client.get("/operatorgroups").json()][:2]
    grouped = everything(server, operator_group=groups)
    assert grouped == [row for row in rows if row["operatorGroup"] and row["operatorGroup"]["id"] in groups]
    day = rows[len(rows) // 2]["creationDate"][:10]
    of_day = everything(server, creation_date_start=day, creation_date_end=day)
    assert of_day and {row["creationDate"][:10] for row in of_day} == {day}
    state = rows[0]["processingStatus"]
    assert everything(server, processing_status=state["id"]) == everything(server, processing_status=state["name"])
    assert everything(server, operator="unassigned") == [row for row in rows if row["operator"] is None]
    assert {row["status"] for row in everything(server, archived="true")} == {"firstLineArchived"}


def test_strict(tmp_path: Any) -> None:
    with running(tmp_path, strict=True, days=3) as server:
        assert server.client.get("/incidents", params={"pageSize": 5, "all": "true", "sort": "id"}).status_code == 206
        for name in ("page_size", "start", "completed", "order_by", "nonsense"):
            assert server.client.get("/incidents", params={name: "1"}).status_code == 400


def test_lists_of_others(server: Server) -> None:
    pages = [server.client.get("/operators", params={"start": start, "page_size": 4}) for start in (0, 4, 8, 12)]
    assert [page.status_code for page in pages] == [206, 206, 200, 204]
    assert server.client.get("/operators", params={"page_size": 101}).status_code == 400
    team = server.client.get("/operators", params={"query": "loginName==o3"}).json()
    assert [one["dynamicName"] for one in team] == ["Naam3, Voor3"]
    assert server.client.get("/persons", params={"query": "optionalFields1.text1==Dorpsstraat;gender==FEMALE"}).status_code == 206
    assert server.client.get("/persons/count", params={"query": "surName=sw=Peeters1"}).json() == {"numberOfPersons": 11}
    assert server.client.get("/branches", params={"query": "name==Beek", "$fields": "name,branchType"}).json() == [
        {"name": "Beek", "branchType": "hasAHeadBranch"}
    ]
    found = server.client.get("/operatorgroups/lookup", params={"name": "wE", "$top": 5}).json()["results"]
    assert [one["name"] for one in found] == ["Wegen"]
    assert server.client.get("/persons/lookup", params={"$top": 0}).json().keys() == {"errors"}
