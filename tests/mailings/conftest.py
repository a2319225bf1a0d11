"""A city with a year of tickets, and subscriptions of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from dashboard.mailings import subscriptions
from dashboard.mailings.subscriptions import Wish
from dashboard.settings import CityFile, MailSection, Settings
from dashboard.store import SERVICE, Store, Who
from tests.conftest import APP_PASSWORD

COORDINATOR = Who("coordinator")
ROOT = Path(__file__).parents[2]
#: Long enough after any subscription of a test that an edition falls due.
LATER = datetime.now(UTC) + timedelta(days=8)


@dataclass
class Desk:
    """One test's database, folder and mail server."""

    store: Store
    settings: Settings
    database: str
    folder: Path

    def subscribe(self, report: str, *addresses: str, rhythm: str = "weekly", language: str = "en", **which: int) -> int:
        wish = Wish(report, rhythm, 1, 7, language, **which)  # type: ignore[arg-type]
        return subscriptions.save(self.store, COORDINATOR, wish, addresses)

    def rows(self, what: str) -> list[dict[str, object]]:
        with self.store.transaction(SERVICE) as connection:
            return [dict(row._mapping) for row in connection.execute(text(what))]

    def letters(self) -> list[tuple[object, ...]]:
        question = "select r.address, l.state from post.letter l left join people.reader r on r.id = l.reader_id order by 1"
        return [tuple(row.values()) for row in self.rows(question)]

    def make_due(self, owner: psycopg.Connection) -> None:
        """Every edition noted so far fell due a moment ago, after somebody subscribed."""
        owner.execute("update post.subscription set created_at = now() - interval '30 days'")

    def worker(self, smtp_url: str, log: Path) -> subprocess.Popen[bytes]:
        """A worker process of this desk."""
        config = self.folder / "guichet.toml"
        config.write_text('[mail]\nsender = "guichet@stad.be"\nanswer_seconds = 1.0\ntimeout_seconds = 5\n', encoding="utf-8")
        env = {name: value for name, value in os.environ.items() if not name.startswith(("TOPDESK", "SMTP", "GUICHET"))} | {
            "DATABASE_URL": self.database, "GUICHET_APP_PASSWORD": APP_PASSWORD, "GUICHET_HOME": str(self.settings.home),
            "GUICHET_CONFIG": str(config), "SMTP_URL": smtp_url,
        }  # fmt: skip
        with log.open("ab") as file:
            return subprocess.Popen([sys.executable, "-m", "tests.mailings.worker"], cwd=ROOT, env=env, stdout=file, stderr=file)


@pytest.fixture
def desk(filled: Store, database: str, owner: psycopg.Connection, tmp_path: Path) -> Iterator[Desk]:
    owner.execute("truncate post.subscription, post.subscriber, post.edition, post.letter, people.reader")
    toml = CityFile(mail=MailSection(sender="guichet@stad.be", timeout_seconds=2, answer_seconds=1))
    yield Desk(filled, Settings(guichet_home=tmp_path / "home", toml=toml, guichet_writes=None, topdesk_url=""), database, tmp_path)
