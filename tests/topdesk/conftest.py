"""A far side that answers what a test tells it to, over a real socket."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.settings import CityFile, Settings, TopdeskSection


@dataclass
class Answer:
    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False  # close the connection without a word


@dataclass
class Asked:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


class FarSide:
    """`answer` decides on each request; `asked` keeps them."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.answer: Callable[[Asked], Answer] = lambda asked: Answer(body=[])
        far = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _any(self) -> None:
                url = urlsplit(self.path)
                length = int(self.headers.get("content-length") or 0)
                query = {name: values[0] for name, values in parse_qs(url.query).items()}
                asked = Asked(self.command, url.path, query, {k.lower(): v for k, v in self.headers.items()}, self.rfile.read(length))
                far.asked.append(asked)
                answer = far.answer(asked)
                self.close_connection = True
                if answer.drop:
                    return
                content = answer.body if isinstance(answer.body, bytes) else b"" if answer.body is None else json.dumps(answer.body).encode()
                self.send_response(answer.status)
                for name, value in {"content-type": "application/json", "connection": "close", **answer.headers}.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = _any

            def log_message(self, *_: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def far_side() -> Iterator[FarSide]:
    far = FarSide()
    yield far
    far.close()


@pytest.fixture
def settings(far_side: FarSide) -> Settings:
    toml = CityFile(topdesk=TopdeskSection(timeout_seconds=0.5))
    return Settings(topdesk_url=far_side.url, topdesk_user="guichet", topdesk_password="secret-word", toml=toml)
