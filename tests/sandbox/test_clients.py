"""Public clients, written against the real thing, work with the look-alike over a real socket."""

from __future__ import annotations

import base64
import uuid
from typing import Any

import pytest
import topdesk
from topdesk_mcp import _topdesk_sdk

from tests.sandbox.server import Server


@pytest.fixture(scope="module")
def sdk(server: Server) -> Any:
    """TOPdeskPy, as it lives on inside topdesk-mcp."""
    return _topdesk_sdk.connect(server.url, server.user, server.password)


def test_topdeskpy_lists_and_reads(sdk: Any, server: Server) -> None:
    whole = server.client.get("/incidents", params={"pageSize": 10_000}).json()
    listed = sdk.incident.get_list(page_size=100)
    assert len(whole) > 100 and {one["id"] for one in listed} == {one["id"] for one in whole}
    assert sdk.incident.get(listed[0]["id"]) == sdk.incident.get(listed[0]["number"].lower())
    some = sdk.incident.get_list(query='priority.name=="P2"', page_size=1000)
    assert {one["priority"]["name"] for one in some} == {"P2"}
    assert not any(one["status"].endswith("Archived") for one in sdk.incident.get_list(archived=False, page_size=1000))
    assert sdk.incident.get(str(uuid.uuid4())).startswith("Not Found")


def test_topdeskpy_writes(sdk: Any, server: Server) -> None:
    made = sdk.incident.create("an5@post.example", briefDescription="Van TOPdeskPy", request="Graag", externalNumber="PY-1")
    assert made["caller"]["dynamicName"] == "Peeters5, An5" and made["externalNumber"] == "PY-1"
    stranger = sdk.incident.create("Nooit Gezien", briefDescription="Onbekend")
    assert stranger["caller"] == made["caller"] | {
        "id": None, "dynamicName": "Nooit Gezien", "email": "", "phoneNumber": "", "branch": None,
    }  # fmt: skip
    assert sdk.incident.update(made["id"], action="Onderweg", briefDescription="Veranderd")["briefDescription"] == "Veranderd"
    assert sdk.incident.patch(made["number"], externalNumber="PY-2")["externalNumber"] == "PY-2"
    assert [one["plainText"] for one in sdk.incident.action.get_list(made["id"])] == ["Onderweg"]
    assert [one["plainText"] for one in sdk.incident.request.get_list(made["id"], page_size=10)] == ["Graag"]
    assert len(sdk.incident.get_progress_trail(made["number"])) == 2
    reasons = sdk.incident.escalation_reasons()
    assert sdk.incident.escalate(made["id"], reasons[0]["id"])["status"] == "secondLine"
    assert sdk.incident.archive(made["id"], server.client.get("/archiving-reasons").json()[0]["id"])["status"] == "secondLineArchived"


def test_topdeskpy_files(sdk: Any, server: Server) -> None:
    made = sdk.incident.create("Iemand", briefDescription="Met bijlage")
    server.client.post(f"/incidents/id/{made['id']}/attachments", files={"file": ("plan.txt", b"inhoud")})
    (found,) = sdk.incident.attachments.download_attachments(made["id"])
    assert found["filename"] == "plan.txt" and base64.b64decode(found["base64_data"]) == b"inhoud"


def test_topdeskpy_knows_the_people(sdk: Any) -> None:
    assert len(sdk.operator.get_list()) == 9
    assert len(sdk.operatorgroup.get_list()) == 4
    assert len(sdk.person.get_list(page_size=15)) == 40
    assert {one["name"] for one in sdk.branch.get_list()} == {"Hamelen", "Beek"}


def test_topdesk_by_application_password(server: Server) -> None:
    client = topdesk.Topdesk(server.url, app_creds=(server.user, server.password))
    assert client.version()["version"].startswith("4.")
    open_ones = client.incidents({"order_by": "target_date+ASC", "resolved": False, "page_size": 5})
    assert len(open_ones) == 5 and not any(one["completed"] for one in open_ones)
    made = client.create_incident({"briefDescription": "Van topdesk"})
    assert client.incident(made["number"])["id"] == made["id"]
    assert client.update_incident(made["number"], {"action": "Bezig"})["id"] == made["id"]
    assert client.incident_drop_down(1, 1)[0].keys() == {"id", "name"}
    with pytest.raises(topdesk.NotFound):
        client.incident(str(uuid.uuid4()))


def test_topdesk_by_token(server: Server) -> None:
    client = topdesk.Topdesk(server.url)
    client.login_operator(server.user, server.password)
    token = client.token
    assert client.processing_status()[0]["name"] == "Aangemeld"
    client.logout()
    with pytest.raises(topdesk.HttpException):
        topdesk.Topdesk(server.url, token=token).call_types()
    with pytest.raises(topdesk.HttpException):
        client.login_operator(server.user, "wrong")
