"""Nothing acknowledged is lost, and a restart goes on with the same city."""

from __future__ import annotations

import errno
import os
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from dashboard.errors import Trouble
from dashboard.sandbox.pace import Pace
from dashboard.sandbox.world import World
from tests.sandbox import hamlet
from tests.sandbox.server import Server, running


def whole(server: Server) -> dict[str, Any]:
    """Every ticket with its notes, files and times, by id."""
    rows = server.client.get("/incidents", params={"pageSize": 10_000, "all": "true"}).json()
    found = {row["id"]: row for row in rows}
    for row in rows:
        if row["creator"] and row["creator"]["name"] == "Guichet":
            card = f"/incidents/id/{row['id']}"
            for part in ("actions", "requests", "attachments", "timespent"):
                answer = server.client.get(f"{card}/{part}")
                row[f"all {part}"] = answer.json() if answer.content else []
    return found


def test_kill_9_in_the_middle_of_writes(tmp_path: Path) -> None:
    with running(tmp_path, days=20) as server:
        kept: list[tuple[str, str]] = []
        for turn in range(3):
            stop = threading.Event()

            def write(worker: int, turn: int = turn, stop: threading.Event = stop) -> None:
                with httpx.Client(base_url=server.client.base_url, auth=server.client.auth) as client:
                    for n in range(1000):
                        if stop.is_set():
                            return
                        key = f"{turn}-{worker}-{n}"
                        try:
                            id = client.post("/incidents", json={"externalNumber": key, "request": key}).json()["id"]
                            kept.append((id, ""))
                            client.patch(f"/incidents/id/{id}", json={"action": key}).raise_for_status()
                            kept.append((id, key))
                        except httpx.TransportError:
                            return

            workers = [threading.Thread(target=write, args=(worker,)) for worker in range(3)]
            for worker in workers:
                worker.start()
            while len(kept) < 60 * (turn + 1):
                time.sleep(0.01)
            server.kill()
            stop.set()
            for worker in workers:
                worker.join()
            server.start()
            found = whole(server)
            for id, action in kept:
                assert id in found
                assert not action or action in [one["plainText"] for one in found[id]["all actions"]]
            numbers = [row["number"] for row in found.values()]
            assert len(set(numbers)) == len(numbers)


def test_the_same_city_after_a_restart(tmp_path: Path) -> None:
    with running(tmp_path, days=20) as server:
        client = server.client
        made = client.post("/incidents", json={"request": "een", "status": "secondLine", "externalLink": {"id": "a", "type": "1"}}).json()
        card = f"/incidents/id/{made['id']}"
        client.post("/incidents", json={"status": "partial", "mainIncident": {"id": made["id"]}})
        client.post(f"{card}/attachments", files={"file": ("a.txt", b"inhoud")})
        gone = client.post(f"{card}/attachments", files={"file": ("b.txt", b"weg")}).json()
        client.delete(f"{card}/attachments/{gone['id']}")
        client.post(f"{card}/timespent", json={"timeSpent": 15, "entryDate": "2026-10-01T08:00:00Z"})
        client.put(card, json={"action": "twee", "optionalFields2": {"date3": "2026-12-24T10:00:00Z"}, "targetDate": "2027-01-01T00:00:00Z"})
        client.put(card, json={"action": "drie", "onHold": True})
        client.delete(f"{card}/actions/{client.get(f'{card}/actions').json()[1]['id']}")
        client.put(f"{card}/deescalate")
        taken = client.get("/incidents", params={"query": "completed==false;creator.name!=Guichet", "pageSize": 1}).json()[0]["id"]
        client.put(f"/incidents/id/{taken}", json={"processingStatus": {"name": "Wacht op derden"}})
        client.put(f"/incidents/id/{taken}/archive")
        server.clock(speed=0)
        server.clock(advance_seconds=40 * 86_400)
        before, state = whole(server), server.state()
        server.kill()
        with (tmp_path / "journal.jsonl").open("ab") as journal:
            journal.write(b'{"at":"2026-11-')  # killed in the middle of a line
        server.start()
        assert whole(server) == before
        assert server.state() == state
        content = client.get(f"{card}/attachments").json()[0]["downloadUrl"]
        assert client.get(f"{server.url}{content}").content == b"inhoud"


def test_the_clock_brings_the_towns_story(tmp_path: Path) -> None:
    """Whoever polls by modification date misses nothing, however fast the time goes."""
    with running(tmp_path, days=5) as server:
        seen: dict[str, str] = {}
        mark = "2000-01-01T00:00:00Z"
        for _ in range(25):
            server.clock(advance_seconds=31_111)
            page = server.client.get(
                "/incidents",
                params={"query": f"modificationDate=ge={mark}", "sort": "modificationDate:asc", "all": "true", "pageSize": 10_000, "dateFormat": "iso8601"},
            )
            rows = page.json() if page.content else []
            seen |= {row["id"]: row["modificationDate"] for row in rows}
            mark = rows[-1]["modificationDate"] if rows else mark
        rows = server.client.get("/incidents", params={"pageSize": 10_000, "all": "true", "dateFormat": "iso8601"}).json()
        assert seen == {row["id"]: row["modificationDate"] for row in rows}
        assert len(rows) > 70
        for wrong in ({"advance_seconds": -1}, {"speed": -1}, {"speed": "fast"}, {"advance_seconds": 1e300}):
            assert server.client.post(f"{server.url}/sandbox/clock", json=wrong).status_code == 400


def test_the_live_pace(tmp_path: Path) -> None:
    """One process goes on where the other stopped; a ticket that somebody took over is left alone."""
    world = World(tmp_path, hamlet, 1, founded=datetime.now(UTC) - timedelta(days=1))
    before, pace = len(world.desk), Pace(world, 20)
    for _ in range(60):
        pace.beat()
    assert len(world.desk) - before == len(world.extras) == 12
    told = {n: extra.told for n, extra in world.extras.items()}
    assert told[0] == 5 and told[11] == 1 and world.extras[0].incident.get("completed") and world.extras[0].incident.attachments
    mine = world.extras[7].incident
    world.write("archive", ticket=mine.id, reason=None)
    world.close()
    again = World(tmp_path, hamlet, 1)
    assert {n: extra.told for n, extra in again.extras.items()} == told
    pace = Pace(again, 20)
    for _ in range(100):
        pace.beat()
    assert again.extras[7].told == told[7] and sum(extra.told == 5 for extra in again.extras.values()) > 20
    again.close()


def test_the_pace_of_a_running_server(tmp_path: Path) -> None:
    with running(tmp_path, days=1, pace=0.05) as server:
        until = time.monotonic() + 30
        while server.state()["writes"] < 10 and time.monotonic() < until:
            time.sleep(0.05)
        assert server.state()["writes"] >= 10


def test_a_write_that_the_disk_refuses_did_not_happen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    founded = datetime.now(UTC) - timedelta(days=2)
    world = World(tmp_path, hamlet, 1, founded=founded)
    ticket = next(iter(world.desk.by_id.values()))
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(errno.ENOSPC, "no space left")))
        with pytest.raises(OSError, match="no space"):
            world.write("unarchive", ticket=ticket.id)
    assert not ticket.taken_over
    world.write("archive", ticket=ticket.id, reason=None)
    world.close()
    again = World(tmp_path, hamlet, 1)
    assert again.writes == 1 and again.desk.by_id[ticket.id].archived and again.founded == founded
    again.close()


def test_a_folder_keeps_to_its_city_and_to_one_process(tmp_path: Path) -> None:
    world = World(tmp_path, hamlet, 1, founded=datetime.now(UTC))
    with pytest.raises(Trouble, match="Another look-alike"):
        World(tmp_path, hamlet, 1)
    world.close()
    with pytest.raises(Trouble, match="seed 1"):
        World(tmp_path, hamlet, 2)
