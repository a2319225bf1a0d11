"""A note on a ticket. TOPdesk gives actions no key, so our mark stands at the end of the text and is looked for there."""

from __future__ import annotations

from sqlalchemy import Connection

from dashboard.outbox import wording
from dashboard.outbox.item import Item
from dashboard.settings import CityFile
from dashboard.topdesk import Client
from dashboard.topdesk.client import Json


class Action:
    """Delivers the kind `action`."""

    def __init__(self, client: Client, toml: CityFile) -> None:
        self._client, self._toml = client, toml

    def find(self, item: Item) -> Json | None:
        """The action that ends with our mark, or None."""
        actions, mark = self._client.actions(item.external_id or ""), f"({item.mark})"
        return next((one for one in actions if str(one.get("plainText")).rstrip().endswith(mark)), None)

    def send(self, item: Item) -> Json:
        said = wording.memo((item.payload["text"], wording.signature(self._toml.city, item.payload, item.mark)))
        invisible = not item.payload.get("public", False)
        self._client.update(item.external_id or "", {"action": said, "actionInvisibleForCaller": invisible})
        return {}

    def own_id(self, item: Item, found: Json) -> str | None:
        """The answer to a write does not name the new action, so it is read back."""
        found = found or self.find(item) or {}
        return found.get("id")

    def keep(self, connection: Connection, item: Item, found: Json) -> None:
        """Nothing beside the outbox knows of it."""
