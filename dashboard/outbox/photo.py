"""A photo on a ticket. TOPdesk gives files no key, so the file's name is ours and is looked for together with its size."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from dashboard import photos
from dashboard.outbox.item import Item
from dashboard.topdesk import Client
from dashboard.topdesk.client import Json


class Photo:
    """Delivers the kind `photo`."""

    def __init__(self, client: Client, home: Path) -> None:
        self._client, self._home = client, home

    def find(self, item: Item) -> Json | None:
        """The attachment with our name and size, or None."""
        size = self._file(item).stat().st_size
        files = self._client.attachments(item.external_id or "")
        return next((one for one in files if (one.get("fileName"), one.get("size")) == (_name(item), size)), None)

    def send(self, item: Item) -> Json:
        content, public = self._file(item).read_bytes(), bool(item.payload.get("public", False))
        return self._client.upload(item.external_id or "", _name(item), content, "image/jpeg", public=public)

    def own_id(self, item: Item, found: Json) -> str | None:
        return found.get("id")

    def keep(self, connection: Connection, item: Item, found: Json) -> None:
        """Nothing beside the outbox knows of it."""

    def _file(self, item: Item) -> Path:
        return photos.path(self._home, item.payload["sha256"])


def _name(item: Item) -> str:
    return f"{item.mark.replace('/', '-')}.jpg"
