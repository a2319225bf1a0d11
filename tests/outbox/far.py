"""A look-alike beside a database, with an outbox between them; and what is counted there afterwards."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import text

from dashboard import outbox, photos
from dashboard.outbox import writes
from dashboard.outbox.delivery import Delivery, Later
from dashboard.settings import CityFile, Settings
from dashboard.store import Store
from dashboard.topdesk import Client
from tests.conftest import APP_PASSWORD
from tests.outbox.conftest import PATROL, new_ticket
from tests.sandbox.server import Server

#: Short, so that what may still be under way is settled soon; the client gives up sooner.
TOML = {
    "city": {"language": "nl"},
    "topdesk": {"settle_seconds": 1.5, "timeout_seconds": 0.4, "key_field": "externalNumber"},
    "fields": {"street": "optionalFields1.text1", "latitude": "optionalFields1.number1", "longitude": "optionalFields1.number2"},
    "topics": [
        {"key": "dump", "name_nl": "Sluikstort", "subcategories": ["Sluikstort"],
         "questions": [{"key": "big", "label": "Groot", "kind": "yes_no", "field": "optionalFields2.boolean1"}]},
    ],
}  # fmt: skip


def settings(server: Server, database: str, home: Path, **more: Any) -> Settings:
    return Settings(
        database_url=database, topdesk_url=server.url, topdesk_user=server.user, topdesk_password=server.password,
        guichet_home=home, guichet_app_password=APP_PASSWORD, toml=CityFile.model_validate(TOML), **more,
    )  # fmt: skip


@dataclass
class Report:
    """One report with a note and a photo: the ticket, its key, and the rows of the outbox by kind."""

    ticket: int
    key: str
    rows: dict[str, int] = field(default_factory=dict)


class Far:
    """Deliveries run in this process, one attempt after the other, whatever pause they ask for."""

    def __init__(self, store: Store, settings: Settings, server: Server) -> None:
        self.store, self.settings, self.server, self.client = store, settings, server, Client(settings)
        self.delivery = Delivery(store, settings, self.client)
        writes.refresh(store, settings, self.client)

    def report(self, kinds: tuple[str, ...] = ("create", "action", "photo")) -> Report:
        """An act as a patrol's: everything in one transaction, with lines of its own in the story."""
        picture = io.BytesIO()
        Image.effect_noise((40, 30), 90).convert("RGB").save(picture, "JPEG")
        photo = photos.keep(self.settings.home, picture.getvalue())
        made: dict[str, Any] = {"made_by": "Jan <Peeters>", "made_at": "2026-11-24T14:05:00+01:00"}
        payloads = {
            "create": {
                "title": "Zwerfvuil <naast> de glasbol & meer", "text": "Twee zakken,\n1 < 2 & groot.", "category": "Afval",
                "subcategory": "Sluikstort", "topic": "dump", "street": "Dorpsstraat", "house_number": "12", "lat": 50.80512, "lon": 5.00512,
                "answers": {"big": "yes"},
            },
            "action": {"text": "Ook nog <b>glas</b>."},
            "photo": {"sha256": photo.sha256},
        }  # fmt: skip
        with self.store.transaction(PATROL) as connection:
            ticket = new_ticket(connection)
            key = connection.execute(text("select key from desk.ticket where id = :id"), {"id": ticket}).scalar_one()
            connection.execute(
                text(
                    "insert into desk.photo (sha256, media_type, bytes_n, width_px, height_px) values (:sha, 'image/jpeg', :n, 40, 30)"
                    " on conflict do nothing"
                ),
                {"sha": photo.sha256, "n": photo.bytes},
            )
            found = Report(ticket, key)
            for kind in kinds:
                own = key if kind == "create" else f"{key}-{kind}"
                line = {"ticket": ticket, "key": own, "sha": photo.sha256, "kind": "request" if kind == "create" else "action"}
                if kind == "photo":
                    connection.execute(
                        text(
                            "insert into desk.attachment (ticket_id, external_id, file_name, at, sha256)"
                            " values (:ticket, :key, 'a.jpg', now(), :sha)"
                        ),
                        line,
                    )
                else:
                    connection.execute(
                        text(
                            "insert into desk.entry (ticket_id, external_id, kind, at, author, text)"
                            " values (:ticket, :key, :kind, now(), 'staff', 'x')"
                        ),
                        line,
                    )
                payload = payloads[kind] | made
                found.rows[kind] = outbox.enqueue(connection, ticket_id=ticket, kind=kind, key=own, payload=payload, who=PATROL)  # type: ignore[arg-type]
        return found

    def states(self, report: Report) -> dict[str, str]:
        with self.store.transaction(PATROL) as connection:
            found = connection.execute(text("select kind, state from desk.outbox where ticket_id = :id"), {"id": report.ticket})
            return {row.kind: row.state for row in found}

    def attempt(self, row: int) -> float | None:
        """One attempt; the pause that it asks for, None when there is nothing more to do."""
        try:
            self.delivery.deliver(row)
        except Later as later:
            return later.seconds
        return None

    def deliver(self, *reports: Report, between: Callable[[], None] = lambda: None, seconds: float = 100) -> None:
        """Until nothing of them waits: each report's rows in order, the reports side by side, `between` before each attempt."""
        until = time.monotonic() + seconds
        left = {report.ticket: list(report.rows.values()) for report in reports}
        due = dict.fromkeys(left, 0.0)
        while left:
            assert time.monotonic() < until, [self.troubles(report) for report in reports if report.ticket in left]
            ticket = min(left, key=lambda ticket: due[ticket])
            time.sleep(max(0.0, due[ticket] - time.monotonic()))
            between()
            pause = self.attempt(left[ticket][0])
            due[ticket] = time.monotonic() + min(pause or 0.0, 0.3)  # impatient: what waits to be settled has to say so each time
            if pause is None:
                left[ticket].pop(0)
            if not left[ticket]:
                del left[ticket]

    def troubles(self, report: Report) -> list[Any]:
        with self.store.transaction(PATROL) as connection:
            found = connection.execute(text("select kind, state, attempts, trouble from desk.outbox where ticket_id = :id"), {"id": report.ticket})
            return [tuple(row) for row in found]

    def incidents(self, report: Report) -> list[dict[str, Any]]:
        """What the far side has under the key, archived ones too."""
        return self.client.find("externalNumber", report.key)

    def counts(self, report: Report) -> dict[str, int]:
        """How often the far side has the ticket (living), the note and the photo."""
        living = [one for one in self.incidents(report) if not one["status"].endswith("Archived")]
        number = f"G-{report.ticket}"
        found = {"create": len(living), "action": 0, "photo": 0}
        for one in living:
            if "action" in report.rows:
                mark = f"({number}/{report.rows['action']})"
                found["action"] += sum(mark in action["plainText"] for action in self.client.actions(one["id"]))
            if "photo" in report.rows:
                name = f"{number}-{report.rows['photo']}.jpg"
                found["photo"] += sum(file["fileName"] == name for file in self.client.attachments(one["id"]))
        return found

    def close(self) -> None:
        self.client.close()
