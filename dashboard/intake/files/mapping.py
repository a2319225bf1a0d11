"""What the columns of a file mean: a small TOML beside it, validated before a row is read."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pyproj
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from dashboard.city.mapping import Status, TopicSettings
from dashboard.errors import BadSettings


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Columns(_Strict):
    """[columns]: the file's own column names; empty = the file has no such column."""

    opened: str
    id: str = Field("", description="unique in the file; without it a row is known by its content")
    number: str = ""
    title: str = ""
    text: str = Field("", description="a longer text, read for the name of a street")
    category: str = ""
    subcategory: str = ""
    status: str = ""
    team: str = ""
    priority: str = ""
    channel: str = ""
    modified: str = ""
    first_answer: str = ""
    target: str = ""
    solved: str = ""
    closed: str = ""
    street: str = ""
    house_number: str = ""
    neighbourhood: str = ""
    x: str = Field("", description="longitude, or east in metres")
    y: str = Field("", description="latitude, or north in metres")


class Statuses(_Strict):
    """[statuses]: the file's words to the eight of Guichet, compared without case."""

    names: dict[str, Status] = {}
    default: Status = Field("new", description="for a word that is not named; a row with a date of closing is closed")
    open_since: date | None = Field(None, description="for a file without status: rows opened from this day on count as open")


class Mapping(_Strict):
    """The whole mapping file."""

    source: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{1,40}$", description="name of this source; with the row's id its identity")
    columns: Columns
    timezone: str = Field("Europe/Brussels", description="of dates that name none")
    date_formats: list[str] = Field([], description="as in Python's strptime; empty = ISO 8601")
    encoding: str = Field("", description="empty = UTF-8, else Windows-1252")
    delimiter: str = Field("", max_length=1, description="empty = found out")
    crs: str = Field("EPSG:4326", description="grid of x and y, e.g. EPSG:31370 (Lambert 72) or EPSG:2056 (Swiss LV95)")
    unknown_points: list[tuple[float, float]] = Field([], description="[x, y] that this source writes when it knows no place")
    make_neighbourhoods: bool = Field(False, description="draw the file's neighbourhoods around its points, where the city has none")
    statuses: Statuses = Statuses()
    topics: list[TopicSettings] = []

    @field_validator("source")
    @classmethod
    def _not_ours(cls, source: str) -> str:
        if source in ("topdesk", "guichet"):
            raise ValueError("this name is taken: choose one that says which system the file comes from")
        return source

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("no such time zone; they look like Europe/Brussels") from error
        return name

    @field_validator("crs")
    @classmethod
    def _known_grid(cls, name: str) -> str:
        try:
            pyproj.CRS.from_user_input(name)
        except pyproj.exceptions.CRSError as error:
            raise ValueError("no such grid; they look like EPSG:31370") from error
        return name


def load(path: Path) -> Mapping:
    """Read the mapping. Raises BadSettings that names each wrong field."""
    try:
        return Mapping.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise BadSettings(f"{path}: cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{path}: {error}") from error
    except ValidationError as error:
        lines = [
            f"  {'.'.join(map(str, item['loc']))}: {'unknown field' if item['type'] == 'extra_forbidden' else item['msg']}"
            for item in error.errors()
        ]
        raise BadSettings(f"A mapping that Guichet cannot use ({path}):\n" + "\n".join(lines)) from error
