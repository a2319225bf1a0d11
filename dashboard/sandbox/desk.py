"""The desk: all incidents and every way to change one.

The town's happenings, the live demo pace and the API's writes all go through these functions, so a ticket obeys the
same rules whoever touched it. The desk knows neither files nor HTTP; time and author always come from the caller.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from datetime import datetime
from typing import Any

from . import memo
from .ids import stable_id
from .incident import Attachment, Incident, Note, TimeSpent
from .register import Register, reference

Author = dict[str, Any] | None
FLAGS = {"responded": "responseDate", "completed": "completedDate", "closed": "closedDate"}
_FLAGGED = {*FLAGS, *FLAGS.values()}


class Desk:
    """Incidents by id, number, external number and modification date."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.by_id: dict[str, Incident] = {}
        self.by_number: dict[str, Incident] = {}
        self.by_external: dict[str, list[Incident]] = {}
        self._by_modification: list[tuple[datetime, int, Incident]] = []
        self._unsorted = False
        self._month_counts: dict[str, int] = {}
        self.open_count = 0

    def __len__(self) -> int:
        return len(self.by_id)

    def modified_between(self, low: datetime | None, high: datetime | None) -> list[Incident]:
        """Incidents with low <= modificationDate <= high, oldest change first; None leaves a side open."""
        self._sort()
        index = self._by_modification
        first = 0 if low is None else bisect_left(index, low, key=lambda item: item[0])
        last = len(index) if high is None else bisect_left(index, (high, len(self.by_id) + 1), key=lambda i: i[:2])
        return [item[2] for item in index[first:last]]

    # --- a ticket's life ---

    def open(self, id: str, at: datetime, by: Author, fields: dict[str, Any], request: str | None) -> Incident:
        """A new incident with the next number of its month; `fields` are stored values, `request` is HTML."""
        status = fields.pop("status", "firstLine")
        state = {
            "id": id, "status": status, "number": self._next_number(at), "creator": reference(by) if by else None,
            "creationDate": at, "callDate": at, "branch": self.register.branch_card(self.register.branches.entries[0]),
            "processingStatus": reference(self.register.statuses.entries[0]),
            "modificationDate": at,
        }
        incident = Incident(id, len(self.by_id), state)
        self.by_id[id] = incident
        self.by_number[state["number"].casefold()] = incident
        self.open_count += 1
        self._unsorted = True
        self.change(incident, at, by, fields)
        if request:
            self.ask(incident, stable_id(self.register.seed, "request", id), at, request, person=_caller(incident), operator=by)
        return incident

    def change(self, incident: Incident, at: datetime, by: Author, fields: dict[str, Any]) -> None:
        """Store `fields` and what follows from them: dates of flags, waiting time, the status's own effects."""
        status = fields.get("processingStatus")
        if status:
            fields = self._steered(incident, status["name"]) | fields
        if fields.get("closed") and not incident.get("completed"):
            fields.setdefault("completed", True)
        if "externalNumber" in fields:
            self._reindex_external(incident, fields["externalNumber"])
        if "onHold" in fields:
            self._hold(incident, bool(fields.pop("onHold")), at)
        was_open = incident.open
        if _FLAGGED & fields.keys():
            for flag, date in FLAGS.items():
                _flag(incident, fields, flag, date, at)
        incident.state.update(fields)
        self.open_count += incident.open - was_open
        self._touched(incident, at, by)

    def assign(self, incident: Incident, at: datetime, by: Author, group: Author, operator: Author) -> None:
        """Give a ticket to a team and, or, a person; a team alone stands in the operator field too, as in TOPdesk."""
        shown = operator_card(operator or group)
        self.change(incident, at, by, {"operatorGroup": reference(group) if group else None, "operator": shown})

    def act(
        self, incident: Incident, key: str, at: datetime, text: str, *, public: bool, operator: Author, person: Author
    ) -> None:
        """Add an action."""
        who = {"operator": reference(operator) if operator else None, "person": reference(person) if person else None}
        incident.actions.append(Note(key, at, memo.as_memo(text), not public, **who))
        self._touched(incident, at, operator or person)

    def ask(
        self, incident: Incident, key: str, at: datetime, text: str, *, person: Author, operator: Author = None
    ) -> None:
        """Add a request, by a person where one is known, else by the operator who wrote it down."""
        author = {"person": reference(person)} if person else {"operator": reference(operator) if operator else None}
        incident.requests.append(Note(key, at, memo.as_memo(text), **author))
        self._touched(incident, at, operator or person)

    def attach(self, incident: Incident, attachment: Attachment) -> None:
        """Add a file. It moves the modification date, so that a client that polls learns of it."""
        incident.attachments.append(attachment)
        self._touched(incident, attachment.at, attachment.operator or attachment.person)

    def spend(self, incident: Incident, entry: TimeSpent) -> None:
        """Add minutes; they count for the line that the ticket is in."""
        incident.times.append(entry)
        field = {"firstLine": "timeSpentFirstLine", "secondLine": "timeSpentSecondLine"}.get(entry.line)
        total = {"timeSpent": incident.get("timeSpent") + entry.minutes} if field else {}
        field = field or "timeSpentPartial"
        incident.state.update(total | {field: incident.get(field) + entry.minutes})
        incident.state["timeSpentSecondLineAndPartials"] = incident.get("timeSpentSecondLine")
        self._touched(incident, entry.at, entry.operator)

    def escalate(self, incident: Incident, at: datetime, by: Author, reason: Author, *, up: bool) -> None:
        """Between first and second line."""
        self.change(
            incident,
            at,
            by,
            {
                "status": "secondLine" if up else "firstLine",
                "escalationStatus": "Escalated" if up else "Deescalated",
                "escalationReason": reason,
                "escalationOperator": reference(by) if by else None,
            },
        )

    def archive(self, incident: Incident, at: datetime, by: Author, reason: Author) -> None:
        """Put away, its partials with it."""
        if incident.archived:
            return
        self.change(incident, at, by, {"status": f"{incident.state['status']}Archived", "archivingReason": reason})
        for partial in self.partials(incident):
            self.archive(partial, at, by, reason)

    def unarchive(self, incident: Incident, at: datetime, by: Author) -> None:
        """Take back out of the archive."""
        status = str(incident.state["status"]).removesuffix("Archived")
        self.change(incident, at, by, {"status": status, "archivingReason": None})

    def partials(self, incident: Incident) -> list[Incident]:
        """The partial incidents of a second line incident."""
        links = incident.get("partialIncidents")
        return [self.by_id[link["link"].rsplit("/", 1)[1]] for link in links]

    def remove_note(self, incident: Incident, notes: list[Note], note: Note, at: datetime, by: Author) -> None:
        """Delete an action or a request."""
        notes.remove(note)
        self._touched(incident, at, by)

    def remove_attachment(self, incident: Incident, attachment: Attachment, at: datetime, by: Author) -> None:
        """Delete a file's entry."""
        incident.attachments.remove(attachment)
        self._touched(incident, at, by)

    # --- bookkeeping ---

    def _touched(self, incident: Incident, at: datetime, by: Author) -> None:
        before = (incident.state["modificationDate"], incident.serial)
        incident.touch(at, reference(by) if by else None)
        if self._unsorted:  # filling: sorted once at the first question
            return
        entry = (incident.state["modificationDate"], incident.serial, incident)
        index = self._by_modification
        del index[bisect_left(index, before, key=lambda item: item[:2])]
        insort(index, entry, key=lambda item: item[:2])

    def _sort(self) -> None:
        if self._unsorted:
            index = [(one.state["modificationDate"], one.serial, one) for one in self.by_id.values()]
            self._by_modification = sorted(index, key=lambda item: item[:2])
            self._unsorted = False

    def _next_number(self, at: datetime) -> str:
        month = f"{at.year % 100:02d}{at.month:02d}"
        self._month_counts[month] = self._month_counts.get(month, 0) + 1
        return f"I {month} {self._month_counts[month]:03d}"

    def _reindex_external(self, incident: Incident, number: str) -> None:
        before = incident.get("externalNumber")
        if before:
            self.by_external[before.casefold()].remove(incident)
        if number:
            self.by_external.setdefault(number.casefold(), []).append(incident)

    def _steered(self, incident: Incident, status: str) -> dict[str, Any]:
        """What a processing status sets by itself: waiting, responded, completed, closed."""
        hold, state, response = self.register.steering[status]
        effects: dict[str, Any] = {"onHold": hold == "on"}
        if response == "responded" and not incident.get("responded"):
            effects["responded"] = True
        if state == "open":
            effects |= {flag: False for flag in ("completed", "closed") if incident.get(flag)}
        else:
            effects |= {"completed": True, "closed": state == "closed"}
        return effects

    def _hold(self, incident: Incident, hold: bool, at: datetime) -> None:
        since = incident.get("onHoldDate")
        if hold and not since:
            incident.state |= {"onHold": True, "onHoldDate": at}
        elif not hold and since:
            waited = int((at - since).total_seconds() // 60)
            incident.state |= {"onHold": False, "onHoldDate": None}
            incident.state["onHoldDuration"] = incident.get("onHoldDuration") + waited


def operator_card(entry: Author) -> Author:
    """An operator, or a group in an operator's place, as it stands in the operator field."""
    return reference(entry) | {"status": entry["status"]} if entry else None


def _flag(incident: Incident, fields: dict[str, Any], flag: str, date: str, at: datetime) -> None:
    """Keep a flag and its date together: either of them given settles the other."""
    if fields.get(date) is not None:
        fields.setdefault(flag, True)
    elif fields.get(flag) and not incident.get(date):
        fields[date] = at
    elif fields.get(flag) is False:
        fields[date] = None


def _caller(incident: Incident) -> Author:
    caller = incident.get("caller")
    return {"id": caller["id"], "name": caller["dynamicName"]} if caller and caller["dynamicName"] else None
