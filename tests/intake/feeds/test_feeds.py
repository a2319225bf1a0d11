"""Feeds over a real socket into a real database: what comes in, what is refused, and what is remembered."""

from __future__ import annotations

import gzip
import threading
import time
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row
from sqlalchemy.exc import ProgrammingError

from dashboard.acts import publication
from dashboard.acts.publication import Pasted, Spot
from dashboard.city.gazetteer import gazetteer
from dashboard.errors import Trouble
from dashboard.intake.feeds import keep, look, loop
from dashboard.intake.feeds.fetch import MOST_BYTES, Answer, BadFeed, fetch
from dashboard.intake.feeds.items import items_of
from dashboard.settings import CityFile, Settings
from dashboard.store import Store, Who
from tests.intake.feeds.conftest import Web

COORDINATOR = Who("coordinator", 7)
INSIDE = Settings(toml=CityFile.model_validate({"publications": {"inside": True}}))


def rss(*items: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Stad</title>{"".join(items)}</channel></rss>'.encode()


def item(guid: str, title: str, text: str = "", link: str = "https://www.example.org/1", more: str = "") -> str:
    body = f"<![CDATA[{text}]]>"
    return f'<item><guid isPermaLink="false">{guid}</guid>' f"<title>{title}</title><description>{body}</description><link>{link}</link>{more}</item>"


@pytest.fixture
def city(filled: Store, owner: psycopg.Connection) -> Store:
    owner.execute("truncate city.publication cascade")
    owner.execute("delete from desk.stream where source = 'feed'")
    return filled


def kept(owner: psycopg.Connection) -> list[dict[str, Any]]:
    with owner.cursor(row_factory=dict_row) as cursor:
        return cursor.execute("select * from city.publication order by guid").fetchall()


def trouble(owner: psycopg.Connection) -> str | None:
    row = owner.execute("select trouble from desk.stream where source = 'feed'").fetchone()
    assert row
    return row[0]  # type: ignore[no-any-return]


def test_an_item_comes_in_once_and_an_unchanged_feed_is_not_sent_again(city: Store, owner: psycopg.Connection, web: Web) -> None:
    dated = "<pubDate>Mon, 02 Nov 2026 08:00:00 +0100</pubDate>"
    web.gives(rss(item("a", "Werken in Street 7", more=dated), item("b", "Feest")), etag='"v1"', last_modified="Mon, 02 Nov 2026 07:00:00 GMT")
    assert look(city, INSIDE, web.url) == 2
    assert look(city, INSIDE, web.url) == 0
    assert web.seen[1]["if-none-match"] == '"v1"' and web.seen[1]["if-modified-since"].startswith("Mon, 02 Nov")
    web.gives(b"", status=304)
    assert look(city, INSIDE, web.url) == 0
    web.gives(rss(item("a", "Werken in Street 8", more=dated)), etag='"v2"')
    assert look(city, INSIDE, web.url) == 1
    rows = kept(owner)
    assert [(row["guid"], row["title"]) for row in rows] == [("a", "Werken in Street 8"), ("b", "Feest")]
    assert rows[0]["published_at"].isoformat().startswith("2026-11-02T07:00") and rows[0]["expires_on"] == date(2027, 1, 31)
    assert trouble(owner) is None


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((500, {}, b"oops"), "answers with an error"),
        ((200, {}, b"\x00\xff garbage \x01"), "neither RSS nor Atom"),
        ((200, {}, b"<html><body>Login</body></html>"), "neither RSS nor Atom"),
        ((200, {}, b"x" * (MOST_BYTES + 1)), "larger than 4 MB"),
        ((200, {"content-encoding": "gzip"}, gzip.compress(b"x" * (8 * MOST_BYTES))), "larger than 4 MB"),
        ((302, {"location": "/again"}, b""), "without end"),
        ((302, {"location": "file:///etc/passwd"}, b""), "an address that is none"),
        ((200, {"content-encoding": "gzip"}, b"no gzip"), "does not answer"),
        ((200, {}, rss('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><item><title>&e;</title></item>')), None),
    ],
)  # fmt: skip
def test_a_feed_in_trouble_says_so_and_keeps_what_it_brought(
    city: Store, owner: psycopg.Connection, web: Web, answer: tuple[int, dict[str, str], bytes], words: str | None
) -> None:
    web.gives(rss(item("a", "Feest")))
    look(city, INSIDE, web.url)
    web.answer = lambda path, headers: answer
    look(city, INSIDE, web.url)
    assert "root:" not in str(kept(owner))
    assert "a" in [row["guid"] for row in kept(owner)]
    if words:
        assert words in (trouble(owner) or "")
        web.gives(rss(item("a", "Feest")))
        look(city, INSIDE, web.url)
        assert trouble(owner) is None


def test_no_feed_leads_into_the_house(web: Web) -> None:
    web.gives(rss(item("a", "Geheim")))
    port = web.url.rpartition(":")[2]
    for address in (web.url, f"http://localhost:{port}", f"http://[::1]:{port}", "http://169.254.169.254/latest", "http://10.0.0.1/", "http://0.0.0.0/"):
        with pytest.raises(BadFeed, match="inside the house"):
            fetch(address)
    assert web.seen == []


def test_a_password_for_the_first_server_goes_no_further(web: Web) -> None:
    port = web.url.rpartition(":")[2]
    web.answer = lambda path, headers: (302, {"location": f"http://localhost:{port}/there"}, b"") if path == "/here" else (200, {}, rss())
    fetch(web.url + "/here", inside=True, auth=("someone", "secret"))
    assert "authorization" in web.seen[0] and "authorization" not in web.seen[1]


def test_nothing_that_runs_comes_in() -> None:
    body = rss(
        item("1", "&lt;b&gt;Vet&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt;feest", '<p onclick="x()">Kom<script>alert(2)</script></p><p>ook</p>'),
        item("2", "Slechte link", link="javascript:alert(3)"),
        item("3", "Gegevens", link="data:text/html,hoi"),
        item("1", "Hetzelfde, later"),
        "<item><description></description></item>",
    )
    found = {one.guid: one for one in items_of(Answer("http://example.org/", body))}
    assert found["1"].title == "Hetzelfde, later" and len(found) == 3
    assert found["2"].link == found["3"].link == ""
    first = items_of(Answer("http://example.org/", rss(item("1", "&lt;b&gt;Vet&lt;/b&gt;", "<p>Kom<script>alert(2)</script></p><p>ook</p>"))))[0]
    assert first.title == "Vet" and "alert" not in first.text and first.text.split() == ["Kom", "ook"]


def test_atom_and_what_expires() -> None:
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:dcterms="http://purl.org/dc/terms/"><title>x</title><entry><id>urn:1</id>
        <title>Markt</title><link href="https://example.org/m"/><updated>2026-11-01T10:00:00Z</updated>
        <dcterms:valid>end=2026-12-01</dcterms:valid><summary>Op zondag</summary></entry></feed>"""
    (found,) = items_of(Answer("https://example.org/feed", atom))
    assert (found.guid, found.title, found.link, found.text) == ("urn:1", "Markt", "https://example.org/m", "Op zondag")
    assert found.published_at and found.published_at.isoformat() == "2026-11-01T10:00:00+00:00"


def test_the_worker_reads_and_matches_by_itself(city: Store, owner: psycopg.Connection, web: Web) -> None:
    web.gives(rss(item("a", "Werken in Street 7")))
    section = {"inside": True, "feeds": [web.url], "poll_minutes": 0.05}
    keep.note_trouble(city, "https://left.example/rss", "was in guichet.toml once")
    stop = threading.Event()
    worker = threading.Thread(target=loop, args=(city, Settings(toml=CityFile.model_validate({"publications": section})), stop))
    worker.start()
    try:
        until = time.monotonic() + 30
        while not owner.execute("select 1 from city.mention").fetchall() and time.monotonic() < until:
            time.sleep(0.05)
    finally:
        stop.set()
        worker.join()
    assert owner.execute("select words from city.mention").fetchall() == [("Street 7",)]
    assert owner.execute("select stream from desk.stream where source = 'feed'").fetchall() == [(web.url,)]


def of(store: Store, street: int, today: date | None = None) -> Any:
    return store.ask(COORDINATOR, "publications/of_place", street=street, neighbourhood=None, today=today or date.today(), works=None, most=50)


def test_an_item_is_found_at_its_street_and_a_person_has_the_last_word(city: Store, owner: psycopg.Connection, web: Web) -> None:
    row = owner.execute("select id, neighbourhood_id from city.street where name = 'Street 7'").fetchone()
    assert row
    street, quarter = row
    web.gives(rss(item("a", "Werken in Street 7", "Omleiding via Street 9")))
    look(city, INSIDE, web.url)
    streets = gazetteer(city)
    assert keep.match_all(city, streets, "Stad") == 1 and keep.match_all(city, streets, "Stad") == 0
    (found,) = of(city, street).itertuples()
    assert found.words == ["Street 7"] and found.works and found.sources == [f"street:{street}"]
    assert len(city.ask(COORDINATOR, "publications/of_place", street=None, neighbourhood=quarter, today=date.today(), works=True, most=5)) == 1
    publication.refuse(city, COORDINATOR, found.id, Spot(street_id=street))
    publication.add(city, COORDINATOR, found.id, Spot(street_id=street + 1))
    assert of(city, street).empty and len(of(city, street + 1)) == 1
    web.gives(rss(item("a", "Werken in Street 7, nu ook 's nachts")))
    look(city, INSIDE, web.url)
    assert keep.match_all(city, streets, "Stad") == 1
    assert of(city, street).empty and len(of(city, street + 1)) == 1, "remembered, though the words were matched again"
    assert of(city, street + 1, date.today() + timedelta(days=91)).empty, "it has left by its date"


def test_a_coordinator_pastes_and_nobody_else(city: Store) -> None:
    given = Pasted("Feest in Street 11", "Kom <b>ook</b>", "https://example.org/f", date(2026, 11, 1), date(2026, 12, 1))
    made = publication.paste(city, COORDINATOR, given, city="Stad")
    street = int(city.ask(COORDINATOR, "publications/places", publication=made).street_id.iloc[0])
    assert list(of(city, street, date(2026, 11, 20)).text) == ["Kom ook"]
    for role in ("team", "manager", "patrol", "presenter"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            publication.paste(city, Who(role, 3), given, city="Stad")
    for wrong in ({"title": " "}, {"link": "javascript:alert(1)"}, {"expires_on": date(2026, 1, 1)}):
        with pytest.raises(Trouble, match="Nothing was kept"):
            publication.paste(city, COORDINATOR, Pasted(**{name: getattr(given, name) for name in Pasted.__slots__} | wrong), city="Stad")
    publication.take_back(city, COORDINATOR, made)
    assert of(city, street, date(2026, 11, 20)).empty
