"""What a coordinator does with publications: paste one, say what it is about and what not, take back what was pasted.

    found = paste(store, who, Pasted(title="...", text="...", link="", published_on=..., expires_on=...), city="Sint-Odilia")
    refuse(store, who, found, Spot(street_id=12))
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text

from dashboard.city.gazetteer import gazetteer
from dashboard.city.mentioned import add_mentions, rests_on
from dashboard.city.mentions import mentions, speaks_of_works
from dashboard.errors import N_, Trouble
from dashboard.intake.clean import one_line, plain, safe_link
from dashboard.store import Store, Who

LONGEST_TITLE, LONGEST_TEXT = 300, 10_000


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a person pasted; days are local, `expires_on` is the last one on which it is shown."""

    title: str
    text: str
    link: str
    published_on: date
    expires_on: date


@dataclass(frozen=True, slots=True)
class Spot:
    """A street or a neighbourhood: one of the two."""

    street_id: int | None = None
    neighbourhood_id: int | None = None


def paste(store: Store, who: Who, given: Pasted, *, city: str) -> int:
    """Keep it and find what it is about; its id. Raises Trouble in words; then nothing is stored."""
    title, body, link = one_line(given.title)[:LONGEST_TITLE], plain(given.text)[:LONGEST_TEXT], safe_link(given.link)
    if not title:
        raise Trouble(N_("The publication has no title. Nothing was kept: give it one."))
    if given.link.strip() and not link:
        raise Trouble(N_("This link is no address of the web. Nothing was kept: it begins with https://."))
    if given.expires_on < given.published_on:
        raise Trouble(N_("The last day lies before the first. Nothing was kept: change one of them."))
    streets = gazetteer(store)
    words = f"{title}\n{body}"
    with store.transaction(who) as connection:
        made = connection.execute(
            text("""
                insert into city.publication (feed, guid, title, text, link, published_at, expires_on, works, matched, created_by)
                values ('', :guid, :title, :text, :link, :published_at, :expires_on, :works, :matched, :user_id) returning id"""),
            {
                "guid": str(uuid.uuid4()), "title": title, "text": body, "link": link, "published_at": given.published_on,
                "expires_on": given.expires_on, "works": speaks_of_works(words), "matched": rests_on(streets), "user_id": who.user_id,
            },
        ).scalar_one()  # fmt: skip
        add_mentions(connection, made, mentions(streets, words, city))
    return int(made)


def refuse(store: Store, who: Who, publication: int, spot: Spot) -> None:
    """It is not about this place; remembered, whatever is found in its words later."""
    _say(store, who, publication, spot, refused=True)


def add(store: Store, who: Who, publication: int, spot: Spot) -> None:
    """It is about this place too."""
    _say(store, who, publication, spot, refused=False)


def _say(store: Store, who: Who, publication: int, spot: Spot, *, refused: bool) -> None:
    with store.transaction(who) as connection:
        connection.execute(
            text("""
                insert into city.mention (publication_id, street_id, neighbourhood_id, refused, user_id)
                values (:publication, :street, :neighbourhood, :refused, :user_id)
                on conflict (publication_id, street_id, neighbourhood_id) do update set refused = :refused, user_id = :user_id"""),
            {
                "publication": publication, "street": spot.street_id, "neighbourhood": spot.neighbourhood_id, "refused": refused,
                "user_id": who.user_id,
            },
        )  # fmt: skip


def take_back(store: Store, who: Who, publication: int) -> None:
    """Remove what a person pasted; what a feed brought stays."""
    with store.transaction(who) as connection:
        connection.execute(text("delete from city.publication where id = :id and feed = ''"), {"id": publication})
