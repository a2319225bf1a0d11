"""city.mention: which places a publication was found to be about."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection, text

from dashboard.city.gazetteer import Gazetteer
from dashboard.city.mentions import VERSION, Mention

_ADD = text("""
    insert into city.mention (publication_id, street_id, neighbourhood_id, words)
    select :id, street, neighbourhood, words
    from jsonb_to_recordset(cast(:found as jsonb)) as m(street integer, neighbourhood integer, words text)
    on conflict do nothing
    """)


def rests_on(streets: Gazetteer) -> str:
    """What mentions were found with: when it changes, they are found anew."""
    return f"{VERSION} {streets.size}"


def add_mentions(connection: Connection, publication: int, found: Sequence[Mention]) -> None:
    """Write down what a publication is about; what a person said of it stays."""
    rows = [{"street": mention.street_id, "neighbourhood": mention.neighbourhood_id, "words": mention.words} for mention in found]
    connection.execute(_ADD, {"id": publication, "found": json.dumps(rows)})
