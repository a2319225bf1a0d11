"""N viewers of the live queue in one process: how long from a change in the database to the redrawn list.

    python -m bench.viewers URL COOKIE DATABASE_URL --viewers 100 --changes 20

Each viewer speaks Streamlit's websocket protocol, holds its own event stream and fetches the board after each event, as the list in a browser does.
A refresh is measured from the commit of the change to the last byte of a board that shows it. Loopback only.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import time
from urllib.parse import urlparse

import httpx
import psycopg
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


class Viewer:
    """One open queue screen."""

    def __init__(self, url: str, cookie: str, page: str) -> None:
        self.url, self.cookie, self.page = url, cookie, page
        self.ready = asyncio.Event()
        self.first_ms, self.bytes, self.have, self.done = 0.0, 0, "", asyncio.Queue[float]()

    async def open(self) -> None:
        where = urlparse(self.url)
        self.socket = await websockets.connect(
            f"ws://{where.netloc}/_stcore/stream", subprotocols=["streamlit"], origin=f"http://{where.netloc}",
            additional_headers={"Cookie": self.cookie}, max_size=None, open_timeout=60,
        )
        started = time.perf_counter()
        message = BackMsg()
        message.rerun_script.query_string = ""
        message.rerun_script.page_name = self.page
        await self.socket.send(message.SerializeToString())
        self.tasks = [asyncio.create_task(self.read(started)), asyncio.create_task(self.follow())]
        await asyncio.wait_for(self.ready.wait(), 60)

    async def read(self, started: float) -> None:
        async for raw in self.socket:
            self.bytes += len(raw)
            message = ForwardMsg()
            message.ParseFromString(raw)
            if message.WhichOneof("type") == "script_finished" and not self.ready.is_set():
                self.first_ms = (time.perf_counter() - started) * 1000
                self.ready.set()

    async def follow(self) -> None:
        await self.ready.wait()
        seen = None
        async with httpx.AsyncClient(timeout=None, headers={"Cookie": self.cookie}) as client:
            await self.fetch(client)
            async with client.stream("GET", self.url + "/events") as stream:
                async for line in stream.aiter_lines():
                    if line.startswith("data: "):
                        if seen is not None and line != seen and await self.fetch(client):
                            self.done.put_nowait(time.perf_counter())
                        seen = line

    async def fetch(self, client: httpx.AsyncClient) -> bool:
        """Whether the board is another one than before."""
        answer = await client.get(self.url + "/queue.json", params={"bucket": "all", "most": 100, "language": "nl", "have": self.have})
        answer.raise_for_status()
        self.bytes += answer.num_bytes_downloaded
        changed = self.have != answer.headers["x-digest"]
        self.have = answer.headers["x-digest"]
        return changed


async def measure(url: str, cookie: str, database: str, viewers: int, changes: int) -> dict[str, object]:
    people = [Viewer(url, cookie, "queues") for _ in range(viewers)]
    for group in range(0, viewers, 10):
        await asyncio.gather(*(person.open() for person in people[group : group + 10]))
    await asyncio.sleep(2)
    took: list[float] = []
    with psycopg.connect(database, autocommit=True) as connection:
        for _ in range(changes):
            for person in people:
                while not person.done.empty():
                    person.done.get_nowait()
            connection.execute(
                "update desk.ticket set title = title || '.' where id ="
                " (select id from desk.ticket where is_open and is_unassigned and not restricted order by opened_at limit 1)"
            )
            changed = time.perf_counter()
            ends = await asyncio.wait_for(asyncio.gather(*(person.done.get() for person in people)), 60)
            took += [(end - changed) * 1000 for end in ends]
            await asyncio.sleep(1.5)
    first = sorted(person.first_ms for person in people)
    took.sort()
    return {
        "viewers": viewers,
        "refreshes": len(took),
        "first_page_ms": {"p50": round(statistics.median(first)), "p95": round(first[int(len(first) * 0.95) - 1])},
        "refresh_ms": {"p50": round(statistics.median(took)), "p95": round(took[int(len(took) * 0.95) - 1]), "max": round(took[-1])},
        "bytes_a_viewer": round(sum(person.bytes for person in people) / viewers),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("cookie")
    parser.add_argument("database")
    parser.add_argument("--viewers", type=int, default=100)
    parser.add_argument("--changes", type=int, default=20)
    chosen = parser.parse_args()
    if urlparse(chosen.url).hostname not in ("127.0.0.1", "localhost"):
        raise SystemExit("only against this machine itself")
    print(json.dumps(asyncio.run(measure(chosen.url, chosen.cookie, chosen.database, chosen.viewers, chosen.changes))))


if __name__ == "__main__":
    main()
