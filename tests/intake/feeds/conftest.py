"""A web server on a real socket that answers as a test wants."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


@dataclass
class Web:
    """`answer` gets the path and the headers and gives status, headers and body; `seen` are the headers of every request."""

    url: str = ""
    answer: Callable[[str, dict[str, str]], tuple[int, dict[str, str], bytes]] = lambda path, headers: (404, {}, b"")
    seen: list[dict[str, str]] = field(default_factory=list)

    def gives(self, body: bytes, status: int = 200, **headers: str) -> None:
        """The same to everybody."""
        self.answer = lambda path, asked: (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


@pytest.fixture
def web() -> Iterator[Web]:
    found = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            found.seen.append(headers)
            status, more, body = found.answer(self.path, headers)
            self.send_response(status)
            for name, value in {"content-length": str(len(body)), **more}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()
