"""An incident of TOPdesk as a Record, by this city's mapping. Any field may be missing, null or of the wrong kind."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from dashboard.city.topics import Topics
from dashboard.intake.clean import storable
from dashboard.intake.people import Colleague, Person, Team
from dashboard.intake.record import Bad, Contact, Record
from dashboard.settings import CityFile

SOURCE = "topdesk"
LINES = {"secondLine": "second", "partial": "partial"}
ENDED = ("solved", "closed", "cancelled")
_STAMP = re.compile(r"^\d\d-\d\d-\d{4} \d\d:\d\d(?: \[GMT[^\]]*\])?[^\n]{0,120}?: *$", re.MULTILINE)
_MOST_TEXTS = 5

Json = dict[str, Any]


class Reader:
    """Turns answers into records. One for each settings file; holds no connection."""

    def __init__(self, toml: CityFile) -> None:
        self._toml = toml
        self._fields = toml.fields
        self._topics = Topics(toml.topics)
        self._statuses = {name.casefold(): status for name, status in toml.statuses.names.items()}
        self._questions = {topic.key: [q for q in topic.questions if q.field] for topic in toml.topics}

    def records(self, incidents: Iterable[Json]) -> tuple[list[Record], list[Bad]]:
        """Each incident as a record, or the reason why it cannot be one."""
        good: list[Record] = []
        bad: list[Bad] = []
        for incident in incidents:
            read = self.record(incident)
            if isinstance(read, Record):
                good.append(read)
            else:
                bad.append(read)
        return good, bad

    def record(self, incident: Json) -> Record | Bad:
        """One incident."""
        id = text_at(incident, "id")
        if not id:
            return Bad(None, None, "A ticket without an id came from TOPdesk.")
        opened = moment(incident.get("callDate")) or moment(incident.get("creationDate"))
        modified = moment(incident.get("modificationDate")) or opened
        if opened is None or modified is None:
            return Bad(None, id, "TOPdesk tells no date of this ticket.")
        line = LINES.get(str(incident.get("status")).removesuffix("Archived"), "first")
        category, subcategory = text_at(incident, "category.name"), text_at(incident, "subcategory.name")
        topic, team = self._topics.of(category, subcategory), team_of(incident)
        caller = text_at(incident, "caller.id")
        title = text_at(incident, "briefDescription") or ""
        solved, closed = self._endings(incident, modified)
        lat, lon = self._point(incident)
        return Record(
            source=SOURCE,
            external_id=id,
            external_number=text_at(incident, "number"),
            # a partial carries the key of the ticket that it is a part of
            key=None if line == "partial" else text_at(incident, self._toml.topdesk.key_field),
            title=title,
            topic=topic,
            category=category,
            subcategory=subcategory,
            team=team.external_id if team else None,
            operator=text_at(incident, "operator.id") if _is_colleague(incident) else None,
            caller=caller,
            contact=_contact(incident),
            priority=text_at(incident, "priority.name"),
            channel=text_at(incident, "entryType.name"),
            status=self._status(incident, bool(solved), bool(closed)),
            external_status=text_at(incident, "processingStatus.name"),
            street=text_at(incident, self._fields.street),
            house_number=text_at(incident, self._fields.house_number),
            neighbourhood=text_at(incident, self._fields.neighbourhood),
            lat=lat,
            lon=lon,
            texts=(title, *requests_in(text_at(incident, "request") or "")),
            opened_at=opened,
            modified_at=modified,
            first_answer_at=moment(incident.get("responseDate")) if incident.get("responded") else None,
            target_at=moment(incident.get("targetDate")),
            solved_at=solved,
            closed_at=closed,
            line=line,
            archived=str(incident.get("status")).endswith("Archived"),
            extra=self._answers(incident, topic),
        )

    def person(self, row: Json) -> Person:
        """A person as version 1 shows them."""
        home = text_at(row, self._fields.caller_home) or ""
        return Person(
            external_id=str(row.get("id")),
            name=text_at(row, "dynamicName") or " ".join(filter(None, (text_at(row, "firstName"), text_at(row, "surName")))),
            first_name=text_at(row, "firstName") or "",
            surname=text_at(row, "surName") or "",
            gender=(text_at(row, "gender") or "").replace("UNDEFINED", ""),
            job_title=text_at(row, "jobTitle") or "",
            email=text_at(row, "email") or "",
            phone=text_at(row, "phoneNumber") or "",
            mobile=text_at(row, "mobileNumber") or "",
            language=text_at(row, "language.name") or "",
            city=text_at(row, "city") or "",
            home=home,
            archived=row.get("status") == "personArchived" or row.get("archived") is True,
        )

    def _endings(self, incident: Json, modified: datetime) -> tuple[datetime | None, datetime | None]:
        """When it was solved and closed; a flag without its date counts from the last change."""
        closed = (moment(incident.get("closedDate")) or modified) if incident.get("closed") else None
        partial = str(incident.get("status")).startswith("partial")  # it has no closing of its own
        if self._toml.city.solved_by == "closed" and not partial:
            return closed, closed
        completed = (moment(incident.get("completedDate")) or modified) if incident.get("completed") else None
        return completed or closed, closed

    def _status(self, incident: Json, solved: bool, closed: bool) -> str:
        """TOPdesk's flags say whether it has ended, the city's own status says the rest."""
        mapped = self._statuses.get((text_at(incident, "processingStatus.name") or "").casefold())
        if closed:
            return mapped if mapped in ("closed", "cancelled") else "closed"
        if solved:
            return mapped if mapped in ("solved", "cancelled") else "solved"
        if mapped in ENDED and self._toml.city.solved_by == "closed":
            mapped = None  # it ends when it is closed, whatever the status promises
        if incident.get("onHold") is True:
            return "waiting"
        return mapped or ("assigned" if _is_colleague(incident) else "new")

    def _point(self, incident: Json) -> tuple[float | None, float | None]:
        lat, lon = number_at(incident, self._fields.latitude), number_at(incident, self._fields.longitude)
        return (lat, lon) if lat and lon else (None, None)

    def _answers(self, incident: Json, topic: str | None) -> dict[str, Any]:
        found = {question.key: value_at(incident, question.field) for question in self._questions.get(topic or "", ())}
        given = {key: value for key, value in found.items() if value not in (None, "", False, 0)}
        return {key: storable(value) if isinstance(value, str) else value for key, value in given.items()}


def value_at(row: Json, path: str) -> Any:
    """What stands at a dotted path; a search list's entry is its name. None when there is nothing."""
    value: Any = row if path else None
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value.get("name") if isinstance(value, dict) else value


def text_at(row: Json, path: str) -> str | None:
    """The text at a path, trimmed; None when it is empty."""
    value = value_at(row, path)
    return (storable(str(value)).strip() or None) if isinstance(value, str | int | float) and not isinstance(value, bool) else None


def number_at(row: Json, path: str) -> float | None:
    """The number at a path, also one written as text with a comma; None when it is none."""
    value = value_at(row, path)
    try:
        number = float(value.strip().replace(",", ".")) if isinstance(value, str) else float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def moment(value: Any) -> datetime | None:
    """Either form of date that TOPdesk writes, in UTC."""
    if not isinstance(value, str) or not value:
        return None
    try:
        found = datetime.fromisoformat(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def requests_in(memo: str) -> list[str]:
    """The texts of a request field, oldest first, without the stamps that name who wrote them."""
    return [part.strip() for part in reversed(_STAMP.split(memo)) if part.strip()][:_MOST_TEXTS]


def team_of(incident: Json) -> Team | None:
    """The operator group; a group may stand in the operator's place alone."""
    group = incident.get("operatorGroup") if text_at(incident, "operatorGroup.id") else None
    if group is None and str(value_at(incident, "operator.status")).startswith("operatorGroup"):
        group = incident["operator"]
    return Team(str(group["id"]), text_at(group, "name") or "?") if group else None


def colleague_of(incident: Json) -> Colleague | None:
    """The operator, when it is a person."""
    if not _is_colleague(incident):
        return None
    return Colleague(str(incident["operator"]["id"]), text_at(incident, "operator.name") or "?")


def _is_colleague(incident: Json) -> bool:
    return bool(text_at(incident, "operator.id")) and not str(value_at(incident, "operator.status")).startswith("operatorGroup")


def _contact(incident: Json) -> Contact | None:
    found = Contact(
        name=text_at(incident, "caller.dynamicName") or "",
        email=text_at(incident, "caller.email") or "",
        phone=text_at(incident, "caller.phoneNumber") or "",
        mobile=text_at(incident, "caller.mobileNumber") or "",
    )
    return found if found != Contact() else None
