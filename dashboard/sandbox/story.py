"""The town's own story: its happenings applied to the desk.

A happening that no longer fits (somebody closed that ticket through the API) is passed over: whoever takes a ticket
over ends its scripted story.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from .body import stranger
from .desk import Desk
from .fields import optional_fields
from .ids import stable_id
from .incident import Attachment, Incident
from .register import Entry, reference

# which status a step of the story leaves behind, where the town does not say so itself
_STATUS_AFTER = {"completed": "Opgelost", "closed": "Afgesloten", "reopened": "In behandeling"}


class Story:
    """Applies happenings; `quarter_of(lon, lat)` names the neighbourhood of a point, or None."""

    def __init__(self, desk: Desk, quarter_of: Callable[[float, float], str | None]) -> None:
        self._desk, self._register, self._quarter_of = desk, desk.register, quarter_of
        self._tickets: dict[object, Incident] = {}
        self._steps: dict[str, Callable[[Incident, Any], None]] = {
            "assigned": self._assigned,
            "status": self._status,
            "priority": self._priority,
            "action": self._action,
            "request": self._request,
            "held": self._held,
            "resumed": self._resumed,
            "attached": self._attached,
            "completed": self._finished,
            "closed": self._finished,
            "reopened": self._finished,
            "archived": self._archived,
        }

    def tell(self, happening: Any) -> None:
        """Apply one happening of the town."""
        if happening.kind == "opened":
            id = stable_id(self._register.seed, "ticket", happening.ticket)
            self._tickets[happening.ticket] = self.open(id, happening.at, happening.data)
            return
        incident = self._tickets.get(happening.ticket)
        if incident is None or incident.taken_over or incident.archived:
            return
        self._steps[happening.kind](incident, happening)

    def open(self, id: str, at: datetime, data: dict[str, Any]) -> Incident:
        """A new ticket as the town describes it."""
        register = self._register
        topic = register.topics.get(data.get("topic"))
        person = register.person_of(data.get("person"))
        category = data.get("category") or (topic.category if topic else None)
        subcategory = data.get("subcategory") or (topic.subcategory if topic else None)
        group = register.group_of(data["team"]) if data.get("team") is not None else None
        fields: dict[str, Any] = {
            "briefDescription": data["title"][:80],
            "category": _named(register.categories, category),
            "subcategory": _named(register.subcategories, subcategory),
            "entryType": _named(register.entry_types, data.get("channel")),
            "callType": reference(register.call_types.entries[0]),
            "priority": _named(register.priorities, data.get("priority")),
            "duration": self._duration(topic),
            "targetDate": data.get("target"),
            "optionalFields1": self._place(data),
            **caller_fields(person, data),
        }
        if group:
            fields |= {"operatorGroup": reference(group), "operator": operator_of_group(group)}
        return self._desk.open(id, at, person, fields, data.get("text"))

    def _duration(self, topic: Any) -> Entry | None:
        found = self._register.duration_for(topic.target_days) if topic else None
        return reference(found) if found else None

    def _place(self, data: dict[str, Any]) -> dict[str, Any]:
        lon, lat = data.get("lon"), data.get("lat")
        quarter = data.get("neighbourhood")
        if quarter is None and lon is not None and lat is not None:
            quarter = self._quarter_of(lon, lat)
        return optional_fields(
            text1=data.get("street") or "",
            text2=str(data.get("house_number") or ""),
            number1=lat or 0.0,
            number2=lon or 0.0,
            searchlist1=_named(self._register.quarters, quarter),
            boolean1=bool(data.get("dangerous")),
        )

    def _assigned(self, incident: Incident, happening: Any) -> None:
        group = self._register.group_of(happening.data.get("team"))
        operator = self._register.operator_of(happening.data.get("operator"))
        self._desk.assign(incident, happening.at, operator or group, group, operator)

    def _status(self, incident: Incident, happening: Any) -> None:
        status = _named(self._register.statuses, happening.data["status"])
        if status:
            self._desk.change(incident, happening.at, self._by(incident, happening), {"processingStatus": status})

    def _priority(self, incident: Incident, happening: Any) -> None:
        priority = _named(self._register.priorities, happening.data["priority"])
        self._desk.change(incident, happening.at, self._by(incident, happening), {"priority": priority})

    def _action(self, incident: Incident, happening: Any) -> None:
        data = happening.data
        person = self._register.person_of(data.get("person"))
        operator = None if person else self._by(incident, happening)
        self._desk.act(
            incident,
            self._id("action", happening),
            happening.at,
            data["text"],
            public=bool(data.get("public")),
            operator=operator,
            person=person,
        )

    def _request(self, incident: Incident, happening: Any) -> None:
        caller = incident.get("caller") or stranger("")
        person = {"id": caller["id"], "name": caller["dynamicName"] or "Onbekend"}
        id = self._id("request", happening)
        self._desk.ask(incident, id, happening.at, happening.data["text"], person=person)

    def _held(self, incident: Incident, happening: Any) -> None:
        self._desk.change(incident, happening.at, self._by(incident, happening), {"onHold": True})

    def _resumed(self, incident: Incident, happening: Any) -> None:
        self._desk.change(incident, happening.at, self._by(incident, happening), {"onHold": False})

    def _attached(self, incident: Incident, happening: Any) -> None:
        data = happening.data
        self._desk.attach(
            incident,
            Attachment(
                self._id("attachment", happening),
                happening.at,
                data["file_name"],
                int(data["size"]),
                invisible=not data.get("public", True),
                subject=" ".join((incident.get(name) or {"name": ""})["name"] for name in ("category", "subcategory")),
                person=_caller_reference(incident),
            ),
        )

    def _finished(self, incident: Incident, happening: Any) -> None:
        kind = happening.kind
        current = (incident.get("processingStatus") or {"name": ""})["name"]
        steering = self._register.steering.get(current, ("off", "open", "none"))
        wanted = {"completed": {"completed", "closed"}, "closed": {"closed"}, "reopened": {"open"}}[kind]
        fields: dict[str, Any] = {"completed": kind != "reopened", "closed": kind == "closed"}
        if steering[1] not in wanted:
            fields["processingStatus"] = reference(self._register.statuses.named(_STATUS_AFTER[kind]))
        if kind == "closed" and not incident.get("closureCode"):
            fields["closureCode"] = reference(self._register.closure_codes.entries[0])
        self._desk.change(incident, happening.at, self._by(incident, happening), fields)

    def _archived(self, incident: Incident, happening: Any) -> None:
        reason = reference(self._register.archiving_reasons.entries[0])
        self._desk.archive(incident, happening.at, self._by(incident, happening), reason)

    def _id(self, what: str, happening: Any) -> str:
        return stable_id(self._register.seed, what, f"{happening.ticket}/{happening.at.isoformat()}/{happening.kind}")

    def _by(self, incident: Incident, happening: Any) -> Entry | None:
        """Who did it: the happening's operator, else the ticket's own operator or team."""
        named = self._register.operator_of(happening.data.get("operator"))
        return named or incident.get("operator")


def caller_fields(person: Entry | None, data: dict[str, Any]) -> dict[str, Any]:
    """The caller of a ticket: a registered person, a stranger with what is known, or nobody."""
    if person:
        keys = ("id", "dynamicName", "phoneNumber", "mobileNumber", "email", "branch", "department", "budgetHolder")
        return {"caller": {key: person[key] for key in keys}, "callerBranch": person["branch"]}
    if not any(data.get(key) for key in ("name", "email", "phone")):
        return {}
    known = {"email": (data.get("email") or "")[:100], "phoneNumber": (data.get("phone") or "")[:25]}
    return {"caller": stranger((data.get("name") or "")[:109]) | known}


def operator_of_group(group: Entry) -> Entry:
    """A group as it stands in the operator field."""
    return reference(group) | {"status": group["status"]}


def _named(kind: Any, name: str | None) -> Entry | None:
    found = kind.by_name.get(name.casefold()) if name else None
    return reference(found) if found else None


def _caller_reference(incident: Incident) -> Entry | None:
    caller = incident.get("caller")
    return {"id": caller["id"], "name": caller["dynamicName"]} if caller and caller["dynamicName"] else None
