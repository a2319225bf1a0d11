"""Fetching a feed from a server that nobody vouches for: limits on size, time and redirects, and no way into the house.

    answer = fetch("https://www.example.org/news.rss", etag="...", modified="...", inside=False)      # None = unchanged
"""

from __future__ import annotations

import ipaddress
import socket
import time
from dataclasses import dataclass

import httpx

from dashboard.errors import N_, Trouble

MOST_BYTES = 4_000_000
MOST_SECONDS = 30.0
MOST_REDIRECTS = 5
AGENT = "Guichet (feed reader)"


class BadFeed(Trouble):
    """A feed that could not be read; what it brought before stays."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A feed as it came; `url` is where it was found in the end; etag and modified are to be said next time."""

    url: str
    body: bytes
    etag: str = ""
    modified: str = ""


def fetch(url: str, etag: str = "", modified: str = "", *, inside: bool = False, auth: tuple[str, str] | None = None) -> Answer | None:
    """The feed at `url`, None when it has not changed. `inside` allows addresses that are not public. Raises BadFeed in words.

    `auth` goes to the first server only, never along with a redirect.
    """
    until = time.monotonic() + MOST_SECONDS
    headers = {"user-agent": AGENT, "accept": "application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.1"}
    headers |= {name: value for name, value in (("if-none-match", etag), ("if-modified-since", modified)) if value}
    try:
        # Without the environment's proxy: the address that was checked is the one that is asked.
        with httpx.Client(timeout=10.0, trust_env=False) as client:
            here = httpx.URL(url)
            for _ in range(MOST_REDIRECTS + 1):
                request = _request(client, here, headers, inside)
                answer = client.send(request, stream=True, auth=auth)
                try:
                    if not answer.has_redirect_location:
                        return _read(answer, str(here), until)
                    here, auth = here.join(answer.headers["location"]), None
                finally:
                    answer.close()
    except httpx.TimeoutException as error:
        raise BadFeed(N_("The feed's server is too slow. What was there stays; it is asked again.")) from error
    except (httpx.HTTPError, OSError) as error:
        raise BadFeed(N_("The feed's server does not answer. What was there stays; it is asked again.")) from error
    except (httpx.InvalidURL, ValueError) as error:
        raise BadFeed(N_("The feed leads to an address that is none. Check its address in guichet.toml.")) from error
    raise BadFeed(N_("The feed is moved from address to address without end. Check its address in guichet.toml."))


def _request(client: httpx.Client, url: httpx.URL, headers: dict[str, str], inside: bool) -> httpx.Request:
    """Asks the very address that was looked at, so that a name cannot mean another one a moment later."""
    if url.scheme not in ("http", "https") or not url.host:
        raise BadFeed(N_("The feed leads to an address that is none. Check its address in guichet.toml."))
    port = url.port or (443 if url.scheme == "https" else 80)
    found = sorted({str(info[4][0]) for info in socket.getaddrinfo(url.host, port, type=socket.SOCK_STREAM)})
    if not inside and not all(_public(address) for address in found):
        raise BadFeed(
            N_("The feed leads to an address inside the house, which is not allowed. If it is meant: inside = true in guichet.toml.")
        )
    at = url.copy_with(host=next((address for address in found if ":" not in address), found[0]), userinfo=b"")
    return client.build_request("GET", at, headers=headers | {"host": url.netloc.decode("ascii")}, extensions={"sni_hostname": url.host})


def _public(address: str) -> bool:
    there = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(there, "ipv4_mapped", None)
    return (mapped or there).is_global and not there.is_multicast


def _read(answer: httpx.Response, url: str, until: float) -> Answer | None:
    if answer.status_code == 304:
        return None
    if answer.status_code != 200:
        raise BadFeed(N_("The feed's server answers with an error. What was there stays; it is asked again."))
    body = bytearray()
    for part in answer.iter_bytes(65_536):
        body += part
        if len(body) > MOST_BYTES:
            raise BadFeed(N_("The feed is larger than 4 MB and was not read. What was there stays."))
        if time.monotonic() > until:
            raise BadFeed(N_("The feed's server is too slow. What was there stays; it is asked again."))
    return Answer(url, bytes(body), answer.headers.get("etag", "")[:500], answer.headers.get("last-modified", "")[:100])
