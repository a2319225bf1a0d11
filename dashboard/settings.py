"""Settings: the environment first, then guichet.toml, then these defaults. Validated once, at start.

The file is `$GUICHET_CONFIG`, else `guichet.toml` in the working folder, else in `$GUICHET_HOME`; docs/guichet.example.toml
documents every field. An unknown field is an error that names it.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from dashboard.city.mapping import FieldMapping, StatusMapping, TopicSettings
from dashboard.city.working_time import Hours
from dashboard.errors import BadSettings
from dashboard.mail import BadAddress, Server, checked, server_of
from dashboard.store.engine import plain_url, sqlalchemy_url


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CitySection(Section):
    """[city]"""

    name: str = "Guichet"
    timezone: str = "Europe/Brussels"
    language: Literal["nl", "fr", "en"] = "nl"
    solved_by: Literal["completed", "closed"] = Field("completed", description="which TOPdesk flag means solved")


class TopdeskSection(Section):
    """[topdesk]"""

    poll_seconds: float = Field(5.0, ge=0.5, description="between two looks at the list of incidents")
    page_size: int = Field(1000, ge=1, le=10_000)
    story_per_second: float = Field(10.0, gt=0, description="requests a second for actions and attachments")
    key_field: str = Field("externalNumber", description="incident field that carries Guichet's key")
    settle_seconds: float = Field(120.0, ge=0, description="after an unanswered request it may still be under way this long")
    timeout_seconds: float = Field(30.0, gt=0)
    overlap_seconds: int = Field(120, ge=1, description="how far each look reaches back: dates there are second-granular")


class MapSection(Section):
    """[map]"""

    tiles: str = Field("", description="address of a tile background; empty = no request leaves the house")


class ScreenSection(Section):
    """[screen]"""

    stale_seconds: int = Field(120, ge=5, description="the copy is shown as standing still after this")
    wall_seconds: int = Field(20, ge=5, description="how long a slide of the wall stays")
    session_hours: float = Field(12, gt=0)


class PublicationSection(Section):
    """[publications]"""

    feeds: list[str] = Field([], description="addresses of the city's RSS and Atom feeds")
    poll_minutes: float = Field(15.0, ge=0.05, description="between two looks at a feed")
    keep_days: int = Field(90, ge=1, description="an item without a date of its own is shown this long")
    inside: bool = Field(False, description="feeds may be on addresses inside the house; else only public ones are asked")

    @field_validator("feeds")
    @classmethod
    def _addresses(cls, feeds: list[str]) -> list[str]:
        for url in feeds:
            parts = urlsplit(url)
            if not url.startswith("/") and (parts.scheme not in ("http", "https") or not parts.hostname or parts.username):
                raise ValueError(f"{url!r} is no address of a feed; it looks like https://www.example.org/news.rss")
        return list(dict.fromkeys(feeds))


class MailSection(Section):
    """[mail]; the server itself is SMTP_URL in the environment"""

    sender: str = Field("", description="address that reports come from; empty = reports stand on the page only")
    link: str = Field("", description="address at which colleagues open Guichet, for the link in a mail; empty = no link")
    timeout_seconds: float = Field(30.0, gt=0, description="patience for each step of the conversation with the mail server")
    answer_seconds: float = Field(300.0, gt=0, description="patience for its last answer, before which it may look for viruses")

    @field_validator("sender")
    @classmethod
    def _address(cls, sender: str) -> str:
        try:
            return checked(sender) if sender else ""
        except BadAddress as error:
            raise ValueError(str(error)) from error

    @field_validator("link")
    @classmethod
    def _link(cls, link: str) -> str:
        if link and (urlsplit(link).scheme not in ("http", "https") or not urlsplit(link).hostname):
            raise ValueError("an address looks like https://guichet.city.be")
        return link.rstrip("/")


class CityFile(Section):
    """guichet.toml, whole."""

    city: CitySection = CitySection()
    topdesk: TopdeskSection = TopdeskSection()
    fields: FieldMapping = FieldMapping()
    statuses: StatusMapping = StatusMapping()
    topics: list[TopicSettings] = []
    working_time: Hours = Hours()
    publications: PublicationSection = PublicationSection()
    mail: MailSection = MailSection()
    map: MapSection = MapSection()
    screen: ScreenSection = ScreenSection()


class Settings(BaseSettings):
    """The environment, and the city's file as `toml`. Secrets are SecretStr and never printed."""

    model_config = SettingsConfigDict(extra="ignore")

    database_url: SecretStr | None = None
    topdesk_url: str = ""
    topdesk_user: str = ""
    topdesk_password: SecretStr = SecretStr("")
    guichet_home: Path = Path(".guichet")
    guichet_writes: Literal["on", "off"] | None = None
    guichet_app_password: SecretStr | None = None
    smtp_url: SecretStr | None = None
    port: int = Field(8501, ge=1, le=65535)

    toml: CityFile = CityFile()

    @property
    def home(self) -> Path:
        """The one data folder, made private on first use."""
        self.guichet_home.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self.guichet_home.resolve()

    @property
    def mail_server(self) -> Server | None:
        """Where mail is handed over; None while SMTP_URL or mail.sender is not set. Raises BadSettings."""
        if self.smtp_url is None or not self.toml.mail.sender:
            return None
        return server_of(self.smtp_url.get_secret_value())

    @cached_property
    def owner_url(self) -> str:
        """The database as its owner: migrations only. Starts the embedded server when DATABASE_URL is not set."""
        if self.database_url is not None:
            return plain_url(self.database_url.get_secret_value())
        from dashboard.store import embedded

        return embedded.start(self.home)

    @cached_property
    def app_password(self) -> str:
        """The app login's password: from the environment, else generated once into the data folder (mode 600)."""
        if self.guichet_app_password is not None:
            return self.guichet_app_password.get_secret_value()
        path = self.home / "app-password"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii").strip()
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(24))
        return path.read_text(encoding="ascii").strip()

    @cached_property
    def app_url(self) -> str:
        """The database as the app: a login that owns nothing and inherits nothing."""
        owner = sqlalchemy_url(self.owner_url)
        return plain_url(owner.set(username=f"{owner.database}_app", password=self.app_password))


def load(**overrides: Any) -> Settings:
    """Read environment and guichet.toml; raises BadSettings naming each wrong field."""
    path = config_path()
    try:
        toml = CityFile.model_validate(_read(path) if path else {})
        return Settings(toml=toml, **overrides)
    except ValidationError as error:
        where = str(path) if error.title == "CityFile" else "environment"
        lines = [f"  {'.'.join(map(str, item['loc']))}: {_in_words(item)}" for item in error.errors()]
        raise BadSettings(f"Settings that Guichet cannot use ({where}):\n" + "\n".join(lines)) from error


def _in_words(item: Any) -> str:
    return "unknown field" if item["type"] == "extra_forbidden" else str(item["msg"])


def config_path() -> Path | None:
    """The guichet.toml in force, or None."""
    if named := os.environ.get("GUICHET_CONFIG"):
        return Path(named)
    home = Path(os.environ.get("GUICHET_HOME", ".guichet"))
    return next((p for p in (Path("guichet.toml"), home / "guichet.toml") if p.is_file()), None)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadSettings(f"{path}: cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{path}: {error}") from error
