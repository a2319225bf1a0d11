"""How this city uses TOPdesk's fields: the part of guichet.toml that differs from city to city."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Status = Literal["new", "assigned", "planned", "in_progress", "waiting", "solved", "closed", "cancelled"]


class FieldMapping(BaseModel):
    """[fields]: paths into an incident, dots between; empty = this city has no such field."""

    model_config = ConfigDict(extra="forbid")

    street: str = ""
    house_number: str = ""
    latitude: str = ""
    longitude: str = ""
    neighbourhood: str = ""
    caller_home: str = Field("", description="path into a person: neighbourhood, village or street of the home")


class StatusMapping(BaseModel):
    """[statuses]: the city's own processing statuses to the eight canonical ones; compared without case."""

    model_config = ConfigDict(extra="forbid")

    names: dict[str, Status] = {}


class Question(BaseModel):
    """[[topics.questions]]: an extra question of the patrol's form."""

    model_config = ConfigDict(extra="forbid")

    key: str
    label: str
    kind: Literal["text", "number", "choice", "yes_no"] = "text"
    options: list[str] = []
    field: str = Field("", description="incident field that takes the answer, e.g. optionalFields1.text3")


class TopicSettings(BaseModel):
    """[[topics]]"""

    model_config = ConfigDict(extra="forbid")

    key: str
    name_nl: str
    name_fr: str = ""
    name_en: str = ""
    categories: list[str] = Field([], description="TOPdesk categories that mean this topic")
    subcategories: list[str] = Field([], description="TOPdesk subcategories that mean this topic; they win")
    icon: str = "label"
    colour: int = Field(8, ge=1, le=8)
    restricted: bool = False
    placeless: bool = False
    teams: list[str] = Field([], description="operator groups that may see a restricted topic")
    patrol: bool = True
    radius_m: int = Field(50, ge=1)
    questions: list[Question] = []
