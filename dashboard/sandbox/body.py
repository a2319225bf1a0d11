"""What a client may send about an incident: checked against the card's rules and turned into stored values.

`Changes.fields` are values as the desk stores them; texts that become entries (request, action) stand apart.
Everything wrong raises `Refused` with the status and the sentence that TOPdesk answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .fields import OPTIONAL_BLANK
from .ids import is_uuid
from .incident import Incident
from .register import Entry, Kind, Register, reference
from .values import Refused, boolean, instant, mapping, number, only, only_id, text, unreadable


@dataclass
class Changes:
    """A checked body."""

    fields: dict[str, Any] = field(default_factory=dict)
    request: str | None = None
    action: str | None = None
    action_invisible: bool = False
    main: Incident | None = None
    external_link: dict[str, Any] | None = None


TEXTS = {"briefDescription": 80, "externalNumber": 60, "feedbackMessage": 4000}
BOOLEANS = {"onHold", "responded", "completed", "closed", "majorCall", "publishToSsd"}
DATES = {"targetDate", "responseDate", "completedDate", "closedDate"}
CALLER_TEXTS = {"dynamicName": 109, "phoneNumber": 25, "mobileNumber": 25, "email": 100}
# by id or by name -> list of the register
LISTS = {
    "entryType": "entry_types", "callType": "call_types", "category": "categories",
    "subcategory": "subcategories", "impact": "impacts", "urgency": "urgencies", "priority": "priorities",
    "duration": "durations", "processingStatus": "statuses", "closureCode": "closure_codes", "object": "objects",
    "majorCallObject": "objects",
}
NOT_FOR_PARTIALS = {
    *("callType", "impact", "urgency", "priority", "caller", "callerLookup", "object", "location", "branch"),
}


class Body:
    """Reads bodies against one register. `find` gets an incident by id or number; a reference to nothing answers
    `missing_status` (400 as seen on a live system, 404 as the specification says)."""

    def __init__(
        self, register: Register, find: Callable[[str], Incident | None], missing_status: int = 400
    ) -> None:
        self._register, self._find, self._missing_status = register, find, missing_status

    def create(self, body: dict[str, Any]) -> Changes:
        """Check the body of a new incident."""
        line, main = body.get("status") or "firstLine", body.get("mainIncident")
        if not isinstance(line, str) or line not in {"firstLine", "secondLine", "partial"}:
            raise unreadable("status")
        rest = {key: value for key, value in body.items() if key not in {"status", "mainIncident"}}
        if line == "partial":
            return self._partial(rest, main)
        if main:
            raise Refused(400, "A main incident can only be provided for partial incidents.")
        changes = self._read(rest, None)
        changes.fields["status"] = line
        return changes

    def update(self, body: dict[str, Any], incident: Incident) -> Changes:
        """Check the body of a change; fields that are not there stay as they are."""
        return self._read(body, incident)

    def reason(self, body: Any, kind: Kind) -> Entry:
        """The reason of an escalation or archiving: id wins over name, the first of the list is the default."""
        body = mapping("reason", body or {})
        only(body, {"id", "name"})
        if body.get("id") is not None:
            return self._by_id(kind, body["id"], "id")
        return self._by_name(kind, body["name"], "name") if body.get("name") else reference(kind.entries[0])

    def time_spent(self, body: dict[str, Any], booked: int) -> dict[str, Any]:
        """A time registration: minutes, notes, entry_date, operator, group, reason; `booked` minutes are there."""
        only(body, {"timeSpent", "notes", "entryDate", "operator", "operatorGroup", "reason"})
        minutes = body.get("timeSpent")
        if minutes is None:
            raise Refused(400, "Mandatory field 'timeSpent' is missing.")
        if not isinstance(minutes, int) or isinstance(minutes, bool) or minutes == 0 or booked + minutes < 0:
            raise unreadable("timeSpent")
        notes, entry_date = body.get("notes"), body.get("entryDate")
        pair = self._assignment({key: body[key] for key in ("operator", "operatorGroup") if body.get(key)}, None)
        return {
            "minutes": minutes,
            "notes": None if notes is None else text("notes", notes, 250),
            "entry_date": None if entry_date is None else instant("entryDate", entry_date),
            "operator": pair.get("operator"),
            "group": pair.get("operatorGroup"),
            "reason": self.reason(body["reason"], self._register.timespent_reasons) if body.get("reason") else None,
        }

    # --- one incident ---

    def _partial(self, body: dict[str, Any], main: Any) -> Changes:
        refused = sorted(NOT_FOR_PARTIALS & set(body))
        if refused:
            raise Refused(400, f"The field '{refused[0]}' cannot be provided for partials.")
        named = mapping("mainIncident", main) if main else {}
        found = self._find(str(named.get("id") or named.get("number") or ""))
        if found is None or found.state["status"] != "secondLine" or not found.open:
            raise Refused(400, "A partial incident needs an open second line incident as its main incident.")
        body = {key: value for key, value in body.items() if key not in {"closed", "closedDate"}}
        changes = self._read(body, None)
        copied = {*NOT_FOR_PARTIALS, "category", "subcategory", "operator", "operatorGroup", "externalNumber"}
        for name in ("briefDescription", "callerBranch", *copied):
            if name in found.state:
                changes.fields.setdefault(name, found.state[name])
        changes.fields |= {"status": "partial", "mainIncident": {"id": found.id, "number": found.state["number"]}}
        changes.main = found
        return changes

    def _read(self, body: dict[str, Any], incident: Incident | None) -> Changes:
        changes = Changes()
        for name, value in body.items():
            self._one(name, value, changes, incident)
        self._settle_category(body, changes.fields, incident)
        self._settle_priority(body, changes.fields, incident)
        changes.fields |= self._assignment(body, incident)
        self._check_feedback(changes.fields, incident)
        return changes

    def _one(self, name: str, value: Any, changes: Changes, incident: Incident | None) -> None:
        fields = changes.fields
        if name in TEXTS:
            fields[name] = "" if value is None else text(name, value, TEXTS[name])
        elif name in BOOLEANS:
            fields[name] = boolean(name, value)
        elif name in DATES or (name == "callDate" and incident):
            fields[name] = None if value is None else instant(name, value)
        elif name in LISTS:
            fields[name] = self._listed(name, value, getattr(self._register, LISTS[name]))
        elif name in {"optionalFields1", "optionalFields2"}:
            before = incident.get(name) if incident else OPTIONAL_BLANK
            fields[name] = before | self._optional(name, mapping(name, value))
        elif name in {"request", "action"}:
            setattr(changes, name, None if value is None else text(name, value, 1_000_000))
        elif name == "actionInvisibleForCaller":
            changes.action_invisible = boolean(name, value)
        elif name == "caller":
            fields |= self._caller(mapping(name, value), incident) if value else {"caller": None}
        elif name == "callerLookup":
            fields |= self._looked_up(mapping(name, value))
        elif name == "externalLink":
            changes.external_link = _external_link(mapping(name, value))
        elif name == "branch":
            found = self._by_id(self._register.branches, only_id(name, value), f"{name}.id", whole=True)
            fields[name] = self._register.branch_card(found)
        elif name == "location":
            fields[name] = self._location(name, value) if value else None
        elif name == "supplier":
            fields[name] = self._supplier(value) if value else None
        elif name in {"costs", "feedbackRating"}:
            fields[name] = number(name, value)
        elif name == "sla" or (name in {"branchExtraFieldA", "branchExtraFieldB"} and incident):
            if value is not None:
                raise self._missing(f"{name}.id")
        elif name not in {"operator", "operatorGroup"}:
            raise Refused(400, f'The field "{name}" does not exist.')

    def _assignment(self, body: dict[str, Any], incident: Incident | None) -> dict[str, Any]:
        """Operator and group together: the operator must be in the group, a group alone stands in for both."""
        if "operator" not in body and "operatorGroup" not in body:
            return {}
        group = self._one_of("operatorGroup", body, self._register.groups)
        given = body.get("operator")
        operator = None
        if given is not None:  # TOPdesk shows a group in the operator field, and clients send it back
            key = only_id("operator", given)
            operator = self._register.groups.by_id.get(key) or self._by_id(
                self._register.operators, key, "operator.id", whole=True
            )
        if operator and operator["status"] == "operatorGroup":
            group, operator = group or operator, None
        if "operatorGroup" not in body and operator:
            current = incident.get("operatorGroup") if incident else None
            mine = current["id"] if current and current["id"] in operator["groups"] else next(iter(operator["groups"]), None)
            group = self._register.groups.by_id[mine] if mine else None
        elif "operatorGroup" not in body and group is None and incident and incident.get("operatorGroup"):
            group = self._register.groups.by_id[incident.get("operatorGroup")["id"]]
        if "operator" not in body and group and incident and incident.get("operator"):
            current = self._register.operators.by_id.get(incident.get("operator")["id"])
            operator = current if current and group["id"] in current["groups"] else None
        if operator and group and group["id"] not in operator["groups"]:
            raise Refused(400, "The operator does not belong to the given operator group.")
        shown = operator or group
        return {
            "operatorGroup": reference(group) if group else None,
            "operator": reference(shown) | {"status": shown["status"]} if shown else None,
        }

    def _settle_category(self, body: dict[str, Any], fields: dict[str, Any], incident: Incident | None) -> None:
        if body.get("subcategory"):
            given = mapping("subcategory", body["subcategory"])
            matches = [
                one
                for one in self._register.subcategories.entries
                if one["id"] == given.get("id") or one["name"].casefold() == str(given.get("name", "")).casefold()
            ]
            category = fields.get("category")
            if category:
                matches = [one for one in matches if one["category"]["id"] == category["id"]]
                if not matches:
                    raise Refused(400, "The subcategory does not belong to the given category.")
            if len(matches) > 1:
                raise Refused(400, "The subcategory belongs to more than one category.")
            fields |= {"subcategory": reference(matches[0]), "category": matches[0]["category"]}
        elif fields.get("category") and incident and incident.get("category") != fields["category"]:
            fields["subcategory"] = None

    def _settle_priority(self, body: dict[str, Any], fields: dict[str, Any], incident: Incident | None) -> None:
        if "priority" in body or not (fields.get("impact") or fields.get("urgency")):
            return
        known = {name: fields.get(name) or (incident and incident.get(name)) for name in ("impact", "urgency")}
        if known["impact"] and known["urgency"]:
            fields["priority"] = reference(
                self._register.priority_for(known["impact"]["name"], known["urgency"]["name"])
            )

    def _check_feedback(self, fields: dict[str, Any], incident: Incident | None) -> None:
        rating = fields.get("feedbackRating")
        if rating is None:
            return
        if not (fields.get("closed") or (incident and incident.get("closed"))):
            raise Refused(400, "Feedback can only be given on closed incidents.")
        if rating not in {1, 2, 3, 4, 5}:
            raise Refused(403, "The feedback rating must be between 1 and 5.")
        fields["feedbackRating"] = int(rating)

    # --- references ---

    def _one_of(self, name: str, body: dict[str, Any], kind: Kind) -> Entry | None:
        value = body.get(name)
        return None if value is None else self._by_id(kind, only_id(name, value), f"{name}.id", whole=True)

    def _listed(self, name: str, value: Any, kind: Kind) -> Entry | None:
        if value is None:
            return None
        given = mapping(name, value)
        only(given, {"id", "name"})
        if not given or (name in {"category", "subcategory"} and len(given) == 2):
            raise unreadable(name)
        if given.get("id") is not None:
            return self._by_id(kind, given["id"], f"{name}.id")
        return self._by_name(kind, given.get("name"), f"{name}.name")

    def _by_id(self, kind: Kind, value: Any, name: str, *, whole: bool = False) -> Entry:
        if not is_uuid(value):
            raise unreadable(name)
        found = kind.by_id.get(value.lower())
        if found is None:
            raise self._missing(name)
        return found if whole else reference(found)

    def _by_name(self, kind: Kind, value: Any, name: str) -> Entry:
        found = kind.by_name.get(value.casefold()) if isinstance(value, str) else None
        if found is None:
            raise self._missing(name)
        return reference(found)

    def _missing(self, name: str) -> Refused:
        return Refused(self._missing_status, f"The value for the field '{name}' cannot be found.")

    def _location(self, name: str, value: Any) -> dict[str, Any]:
        found = self._by_id(self._register.locations, only_id(name, value), f"{name}.id", whole=True)
        branch = self._register.branches.by_id[found["branch"]["id"]]
        card = {"branch": self._register.branch_card(branch), "room": found["roomNumber"]}
        return reference(found) | card

    def _supplier(self, value: Any) -> dict[str, Any]:
        found = self._by_id(self._register.suppliers, only_id("supplier", value), "supplier.id")
        return found | {"forFirstLine": True, "forSecondLine": True}

    # --- the caller ---

    def caller_card(self, person: Entry) -> dict[str, Any]:
        """A registered person as the caller of an incident."""
        keys = ("id", "dynamicName", "phoneNumber", "mobileNumber", "email", "branch", "department", "budgetHolder")
        return {key: person[key] for key in keys}

    def _caller(self, given: dict[str, Any], incident: Incident | None) -> dict[str, Any]:
        allowed = {"branch", "department", "location", "budgetHolder", "personExtraFieldA", "personExtraFieldB"}
        only(given, {"id", *CALLER_TEXTS, *allowed})
        if given.get("id") is not None:
            if given.get("dynamicName"):
                raise Refused(400, "A name and a registered caller cannot be provided together.")
            return self._looked_up({"id": given["id"]})
        before = (incident.get("caller") if incident else None) or stranger("")
        texts = {key: text(f"caller.{key}", given[key], size) for key, size in CALLER_TEXTS.items() if given.get(key)}
        branch = before["branch"]
        if given.get("branch"):
            key = only_id("caller.branch", given["branch"])
            branch = self._register.branch_card(self._by_id(self._register.branches, key, "caller.branch.id", whole=True))
        return {"caller": before | texts | {"branch": branch}, "callerBranch": branch}

    def _looked_up(self, given: dict[str, Any]) -> dict[str, Any]:
        only(given, {"id", "email", "dynamicName"})
        if len(given) != 1:
            raise Refused(400, "Exactly one lookup value must be provided for the field 'callerLookup'.")
        ((key, value),) = given.items()
        person: Entry | None = (
            self._by_id(self._register.people, value, "callerLookup.id", whole=True)
            if key == "id"
            else self._register.person_by(key, text(f"callerLookup.{key}", value, 109))
        )
        if person is None and key == "dynamicName":  # a public client sends a name where the card has none
            return {"caller": stranger(value), "callerBranch": None}
        if person is None:
            raise self._missing(f"callerLookup.{key}")
        card = self.caller_card(person)
        return {"caller": card, "callerBranch": card["branch"]}

    def _optional(self, tab: str, given: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in given.items():
            if name not in OPTIONAL_BLANK:
                raise Refused(400, f'The field "{tab}.{name}" does not exist.')
            kind, path = name[:-1], f"{tab}.{name}"
            if value is None:
                found[name] = OPTIONAL_BLANK[name]
            elif kind == "searchlist":
                found[name] = self._listed(path, value, self._register.searchlist(tab[-1], name[-1]))
            elif kind == "text":
                found[name] = text(path, value, 100)
            elif kind == "memo":
                found[name] = text(path, value, 1_000_000)
            elif kind == "date":
                found[name] = instant(path, value)
            else:
                found[name] = boolean(path, value) if kind == "boolean" else number(path, value)
        return found


def stranger(name: str) -> dict[str, Any]:
    """A caller who is not registered."""
    empty = {"phoneNumber": "", "mobileNumber": "", "email": "", "branch": None, "department": None, "budgetHolder": None}
    return {"id": None, "dynamicName": name, **empty}


def _external_link(given: dict[str, Any]) -> dict[str, Any]:
    only(given, {"id", "type", "date"})
    if not given.get("id") or not str(given.get("type", "")).isdigit():
        raise unreadable("externalLink")
    date = given.get("date")
    return {
        "id": str(given["id"]),
        "type": str(given["type"]),
        "date": None if date is None else instant("externalLink.date", date),
    }
