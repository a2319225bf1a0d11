"""The register: everything tickets refer to - operators, groups, persons, places and the lists of the incident card.

Built once from the town; every entry is a dict as the API shows it, and entries are shared between tickets, so
whoever changes one changes a copy.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from .fields import optional_fields
from .ids import stable_id

Entry = dict[str, Any]

# name, onHold, processingState, response: how the city's statuses steer the other fields of a ticket
STATUSES = (
    ("Aangemeld", "off", "open", "none"),
    ("Toegewezen", "off", "open", "none"),
    ("Ingepland", "off", "open", "none"),
    ("In behandeling", "off", "open", "responded"),
    ("Wacht op burger", "on", "open", "responded"),
    ("Wacht op derden", "on", "open", "none"),
    ("Opgelost", "off", "completed", "responded"),
    ("Afgesloten", "off", "closed", "responded"),
    ("Geannuleerd", "off", "closed", "none"),
)
# name, basicPeriods, timeSpanType
DURATIONS = (
    ("4 uur", 4, "hours"),
    ("1 dag", 1, "days"),
    ("2 dagen", 2, "days"),
    ("5 dagen", 5, "days"),
    ("10 dagen", 10, "days"),
    ("20 dagen", 20, "days"),
    ("60 dagen", 60, "days"),
)
PRIORITIES = (("P1", "4 uur"), ("P2", "2 dagen"), ("P3", "10 dagen"), ("P4", "60 dagen"))
IMPACTS = ("Stad", "Wijk", "Straat", "Persoon")
URGENCIES = ("Onmiddellijk", "Dringend", "Normaal", "Kan wachten")
CALL_TYPES = ("Melding", "Vraag", "Klacht", "Suggestie", "Incident")
CLOSURE_CODES = ("Uitgevoerd", "Doorverwezen", "Dubbele melding", "Niet vastgesteld", "Niet bevoegd")
ARCHIVING_REASONS = ("Afgehandeld", "Dubbel", "Niet bruikbaar")
ESCALATION_REASONS = ("Specialist nodig", "Buiten bevoegdheid")
DEESCALATION_REASONS = ("Terug naar de balie", "Verkeerd doorgestuurd")
TIMESPENT_REASONS = ("Op het terrein", "Administratie")
SUPPLIERS = ("Limburgse Wegenwerken", "Elektro Haspengouw", "Groen & Gezond")
CHANNELS = ("Phone", "E-mail", "Counter", "App", "Patrol", "Letter")
LANGUAGES = {"nl": ("Nederlands", "nl"), "fr": ("Français", "fr"), "en": ("English", "en")}
TIME_ZONE = "Europe/Brussels"
TASKS = (
    *("installer", "firstLineCallOperator", "secondLineCallOperator", "problemManager", "problemOperator"),
    *("changeCoordinator", "changeActivitiesOperator", "requestForChangeOperator", "extensiveChangeOperator"),
    *("simpleChangeOperator", "scenarioManager", "planningActivityManager", "projectCoordinator"),
    *("projectActiviesOperator", "stockManager", "reservationsOperator", "serviceOperator", "externalHelpDeskParty"),
    *("contractManager", "operationsOperator", "operationsManager", "knowledgeBaseManager", "accountManager"),
)
CALL_TASKS = {"firstLineCallOperator", "secondLineCallOperator"}
GENDERS = {"m": "MALE", "male": "MALE", "f": "FEMALE", "v": "FEMALE", "female": "FEMALE"}


@dataclass
class Kind:
    """One list of entries, found by id or by name (any case)."""

    name: str
    entries: list[Entry] = field(default_factory=list)

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        return {entry["id"]: entry for entry in self.entries}

    @cached_property
    def by_name(self) -> dict[str, Entry]:
        return {entry["name"].casefold(): entry for entry in reversed(self.entries)}

    def named(self, name: str) -> Entry:
        """The entry of that name; KeyError when there is none."""
        return self.by_name[name.casefold()]


def reference(entry: Entry) -> Entry:
    """How an entry is shown inside another one."""
    return {"id": entry["id"], "name": entry["name"]}


class Register:
    """The reference data of one town, by kind; `people`, `operators`, `groups`, ... hold the full cards."""

    def __init__(self, town: Any, since: datetime, api_login: str) -> None:
        self.town, self.seed, self.since = town, town.seed, since
        self._by_key: dict[tuple[str, object], Entry | None] = {}
        self.statuses = self._simple("status", [status[0] for status in STATUSES])
        self.steering = {status[0]: status[1:] for status in STATUSES}
        self.durations = self._simple("duration", [duration[0] for duration in DURATIONS])
        self.priorities = self._simple("priority", self._priorities())
        self.impacts = self._simple("impact", IMPACTS)
        self.urgencies = self._simple("urgency", URGENCIES)
        self.call_types = self._simple("call_type", CALL_TYPES)
        self.entry_types = self._simple("entry_type", CHANNELS)
        self.closure_codes = self._simple("closure_code", CLOSURE_CODES)
        self.archiving_reasons = self._simple("archiving_reason", ARCHIVING_REASONS)
        self.escalation_reasons = self._simple("escalation_reason", ESCALATION_REASONS)
        self.deescalation_reasons = self._simple("deescalation_reason", DEESCALATION_REASONS)
        self.timespent_reasons = self._simple("timespent_reason", TIMESPENT_REASONS)
        self.suppliers = self._simple("supplier", SUPPLIERS)
        self.languages = self._simple("language", [language for language, _ in LANGUAGES.values()])
        self.quarters = self._simple("quarter", [quarter.name for quarter in town.neighbourhoods])
        self.categories = self._simple("category", _unique(topic.category for topic in town.topics))
        self.subcategories = self._subcategories()
        self.branches = self._branches()
        self.locations = self._locations()
        self.groups = self._groups()
        self.operators = self._operators(api_login)
        self.people = self._people()
        self._people_by = {
            key: {person[key].casefold(): person for person in reversed(self.people.entries) if person[key]}
            for key in ("email", "dynamicName")
        }
        self.objects = Kind("object")
        self.departments = Kind("department")
        self.budget_holders = Kind("budgetHolder")
        self.topics = {topic.key: topic for topic in town.topics}

    def operator_of(self, key: object) -> Entry | None:
        """The operator with the town's key, or None."""
        return self._known(self.operators, "operator", key)

    def group_of(self, key: object) -> Entry | None:
        """The operator group of the town's team key, or None."""
        return self._known(self.groups, "team", key)

    def person_of(self, number: object) -> Entry | None:
        """The person with the town's number, or None."""
        return self._known(self.people, "person", number)

    def _known(self, kind: Kind, name: str, key: object) -> Entry | None:
        if key is None:
            return None
        if (name, key) not in self._by_key:
            self._by_key[name, key] = kind.by_id.get(stable_id(self.seed, name, key))
        return self._by_key[name, key]

    def person_by(self, key: str, value: str) -> Entry | None:
        """The first person whose `email` or `dynamicName` is `value`, in any case."""
        return self._people_by[key].get(value.casefold())

    def searchlist(self, tab: str, number: str) -> Kind:
        """The values of an optional search list; this city uses the first of the first tab, for its quarters."""
        return self.quarters if (tab, number) == ("1", "1") else Kind("searchlist")

    def priority_for(self, impact: str, urgency: str) -> Entry:
        """The priority matrix: the further from the first of both lists, the lower."""
        rank = (IMPACTS.index(impact) + URGENCIES.index(urgency) + 1) // 2
        return self.priorities.entries[min(rank, len(self.priorities.entries) - 1)]

    def duration_for(self, days: float | None) -> Entry | None:
        """The shortest duration of the list that is not shorter than `days` (calendar days)."""
        if days is None:
            return None
        for (_, periods, span), entry in zip(DURATIONS, self.durations.entries, strict=True):
            if days <= (periods if span == "days" else periods / 24):
                return entry
        return self.durations.entries[-1]

    def _simple(self, kind: str, names: Any) -> Kind:
        return Kind(kind, [{"id": stable_id(self.seed, kind, name), "name": name} for name in names])

    def _priorities(self) -> list[str]:
        return _unique([*(name for name, _ in PRIORITIES), *sorted(topic.priority for topic in self.town.topics)])

    def _subcategories(self) -> Kind:
        pairs = _unique((topic.category, topic.subcategory) for topic in self.town.topics)
        entries = [
            {
                "id": stable_id(self.seed, "subcategory", f"{category}/{name}"),
                "name": name,
                "category": reference(self.categories.named(category)),
            }
            for category, name in pairs
        ]
        return Kind("subcategory", entries)

    def _branches(self) -> Kind:
        names = [self.town.name, *_unique(quarter.village for quarter in self.town.neighbourhoods)]
        entries = []
        for name in _unique(names):
            head = name == self.town.name
            entries.append(
                {
                    "id": stable_id(self.seed, "branch", name),
                    "name": name,
                    "status": "branch",
                    "specification": "",
                    "clientReferenceNumber": "",
                    "timeZone": TIME_ZONE,
                    "extraA": None,
                    "extraB": None,
                    "branchType": "headBranch" if head else "hasAHeadBranch",
                    "headBranch": None
                    if head
                    else {"id": stable_id(self.seed, "branch", self.town.name), "name": self.town.name},
                    "optionalFields1": optional_fields(),
                    "optionalFields2": optional_fields(),
                    "creationDate": self.since,
                    "modificationDate": self.since,
                }
            )
        return Kind("branch", entries)

    def branch_card(self, entry: Entry) -> Entry:
        """A branch as it stands inside incidents, callers and operators."""
        keys = ("id", "name", "clientReferenceNumber", "timeZone", "extraA", "extraB")
        return {key: entry[key] for key in keys}

    def _locations(self) -> Kind:
        entries = [
            {
                "id": stable_id(self.seed, "location", quarter.name),
                "name": quarter.name,
                "status": "location",
                "roomNumber": "",
                "branch": reference(self.branches.named(quarter.village)),
                "capacity": 0,
                "specification": "",
                "notes": None,
                "optionalFields1": optional_fields(),
                "optionalFields2": optional_fields(),
                "creationDate": self.since,
                "modificationDate": self.since,
            }
            for quarter in self.town.neighbourhoods
        ]
        return Kind("location", entries)

    def _groups(self) -> Kind:
        return Kind("group", [self._group(team.key, team.name) for team in self.town.teams])

    def _group(self, key: object, name: str) -> Entry:
        return {
            "id": stable_id(self.seed, "team", key),
            "principalId": stable_id(self.seed, "team-principal", key),
            "status": "operatorGroup",
            "name": name,
            "groupName": name,
            "branch": self.branch_card(self.branches.entries[0]),
            "location": None,
            "budgetHolder": None,
            "hourlyRate": 0.0,
            "contact": None,
            **{task: task in CALL_TASKS for task in TASKS},
            **self._stamps(),
            "accessRoles": [],
            "hasAttention": False,
            "attention": None,
            "comments": "",
            "optionalFields1": optional_fields(),
            "optionalFields2": optional_fields(),
        }

    def _operators(self, api_login: str) -> Kind:
        people = [
            self._operator(one.key, one.first, one.last, one.name, one.email, one.login, one.team)
            for one in self.town.operators
        ]
        interface = self._operator("api", "", "Guichet", "Guichet", "", api_login, None)
        return Kind("operator", [*people, interface | {"apiAccount": True}])

    def _operator(
        self, key: object, first: str, last: str, name: str, email: str, login: str, team: object
    ) -> Entry:
        group = self.group_of(team) if team is not None else None
        return {
            "id": stable_id(self.seed, "operator", key),
            "principalId": stable_id(self.seed, "operator-principal", key),
            "status": "operator",
            "accountType": "regular",
            "apiAccount": False,
            "hasApplicationPasswords": key == "api",
            "name": name,
            "surName": last,
            "firstName": first,
            "dynamicName": name,
            "initials": first[:1],
            "prefixes": "",
            "birthName": "",
            "title": "",
            "gender": "UNDEFINED",
            "language": reference(self.languages.entries[0]),
            "branch": self.branch_card(self.branches.entries[0]),
            "location": None,
            "telephone": "",
            "mobileNumber": "",
            "faxNumber": "",
            "email": email,
            "exchangeAccount": "",
            "loginName": login,
            "loginPermission": True,
            "linkedPerson": None,
            "jobTitle": group["name"] if group else "",
            "department": None,
            "budgetHolder": None,
            "employeeNumber": "",
            "hourlyRate": 0.0,
            "networkLoginName": "",
            "mainframeLoginName": "",
            "hasAttention": False,
            "attention": None,
            "comments": "",
            **{task: task in CALL_TASKS for task in TASKS},
            **self._stamps(),
            "accessRoles": [],
            "optionalFields1": optional_fields(),
            "optionalFields2": optional_fields(),
            "groups": [group["id"]] if group else [],
        }

    def _people(self) -> Kind:
        return Kind("person", [self._person(person) for person in self.town.people])

    def _person(self, person: Any) -> Entry:
        quarter = self.quarters.by_name.get(str(person.neighbourhood).casefold())
        village = next((q.village for q in self.town.neighbourhoods if q.name == person.neighbourhood), None)
        branch = self.branches.named(village) if village else self.branches.entries[0]
        language = LANGUAGES.get(person.language, LANGUAGES["nl"])[0]
        name = f"{person.last}, {person.first}"
        return {
            "id": stable_id(self.seed, "person", person.n),
            "principalId": stable_id(self.seed, "person-principal", person.n),
            "status": "person",
            "name": name,
            "surName": person.last,
            "firstName": person.first,
            "dynamicName": name,
            "firstInitials": person.first[:1],
            "prefixes": "",
            "birthName": "",
            "title": "",
            "gender": GENDERS.get(str(person.gender).lower(), "UNDEFINED"),
            "language": reference(self.languages.named(language)),
            "phoneNumber": person.phone or "",
            "mobileNumber": person.mobile or "",
            "fax": "",
            "email": person.email or "",
            "jobTitle": person.title or "",
            "department": None,
            "budgetHolder": None,
            "employeeNumber": "",
            "networkLoginName": "",
            "mainframeLoginName": "",
            "clientReferenceNumber": "",
            "city": branch["name"],
            "tasLoginName": "",
            **dict.fromkeys(("showBranch", "showBudgetholder", "showDepartment", "showSubsidiaries"), False),
            **dict.fromkeys(("showAllBranches", "authorizeAll", "authorizeDepartment"), False),
            **dict.fromkeys(("authorizeBudgetHolder", "authorizeBranch", "authorizeSubsidiaryBranches"), False),
            "isManager": False,
            "manager": None,
            "hasAttention": False,
            "attention": None,
            "attentionComment": "",
            **self._stamps(),
            "optionalFields1": optional_fields(
                text1=person.street or "",
                text2=str(person.number or ""),
                number1=person.lat or 0.0,
                number2=person.lon or 0.0,
                searchlist1=reference(quarter) if quarter else None,
            ),
            "optionalFields2": optional_fields(),
            "personExtraFieldA": None,
            "personExtraFieldB": None,
            "departmentFree": "",
            "branch": self.branch_card(branch),
            "location": None,
        }

    def _stamps(self) -> Entry:
        return {"creationDate": self.since, "creator": None, "modificationDate": self.since, "modifier": None}


def _unique(values: Any) -> list[Any]:
    return list(dict.fromkeys(values))
