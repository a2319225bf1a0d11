"""What Guichet asks of TOPdesk, one method a question."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, NamedTuple, Self

import httpx

from dashboard.settings import Settings
from dashboard.topdesk import fiql
from dashboard.topdesk.errors import Ambiguous, Broken, Refused, Unreachable
from dashboard.topdesk.wire import Wire, parsed

Json = dict[str, Any]
NEW, OLD = ("pageStart", "pageSize"), ("start", "page_size")


class Page(NamedTuple):
    """Rows of one answer, and whether the far side has more of them."""

    rows: list[Json]
    more: bool


class Client:
    """A TOPdesk with one login; safe to share between threads. Every method raises FarSideTrouble in words."""

    def __init__(self, settings: Settings, *, transport: httpx.BaseTransport | None = None) -> None:
        self._wire = Wire(settings, transport)
        self.address = self._wire.address
        self._names: dict[str, tuple[str, str]] = {}  # list -> the pair of paging names that this tenant knows

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._wire.close()

    def now(self) -> datetime:
        """What its clock says, to about a second; ours before its first answer."""
        return datetime.now(UTC) + self._wire.ahead

    # --- who is there ---

    def version(self) -> str:
        """The version of its interface, such as "3.4.0"."""
        answer = self._get("version", "its version")
        return str(answer.get("version", "")) if isinstance(answer, dict) else ""

    def is_look_alike(self) -> bool:
        """Whether this is Guichet's own look-alike; asks once when nothing was asked yet."""
        if self._wire.look_alike is None:
            self.version()
        return bool(self._wire.look_alike)

    def current_operator(self) -> Json:
        """The operator behind the login: the best check of address, login and password."""
        return self._one("operators/current", "the operator of this login")

    # --- incidents ---

    def incidents(
        self, *, query: str = "", sort: str = "modificationDate:asc", start: int = 0, size: int = 1000, everything: bool = True
    ) -> Page:
        """A page of incidents; `everything` takes partials and archived ones in."""
        wanted = {"query": query or None, "sort": sort or None, "all": "true" if everything else None}
        return self._page("incidents", "the list of calls", NEW, start, size, **wanted)

    def incident(self, id: str) -> Json:
        """One incident; NotFound when it is no more."""
        return self._one(f"incidents/id/{id}", "one call")

    def find(self, field: str, value: str, size: int = 10) -> list[Json]:
        """Incidents whose `field` is exactly `value`, archived ones and partials too, oldest first."""
        return self.incidents(query=fiql.equals(field, value), sort="creationDate:asc", size=size).rows

    def actions(self, id: str) -> list[Json]:
        return list(self._all(f"incidents/id/{id}/actions", "the actions of a call", 100))

    def requests(self, id: str) -> list[Json]:
        return list(self._all(f"incidents/id/{id}/requests", "the requests of a call", 10))

    def attachments(self, id: str) -> list[Json]:
        """Names, sizes and dates of the files of an incident."""
        return list(self._all(f"incidents/id/{id}/attachments", "the attachments of a call", 100))

    # --- what incidents refer to ---

    def persons(self, start: int = 0, size: int = 100, query: str = "") -> Page:
        """Persons as version 1 shows them: only there with gender and job title."""
        return self._page("persons", "the list of persons", OLD, start, size, query=query or None)

    def operators(self, start: int = 0, size: int = 100, query: str = "") -> Page:
        return self._page("operators", "the list of operators", OLD, start, size, query=query or None)

    def operator_groups(self, start: int = 0, size: int = 100, query: str = "") -> Page:
        return self._page("operatorgroups", "the list of operator groups", OLD, start, size, query=query or None)

    def branches(self) -> list[Json]:
        return self._list("branches", "the branches")

    def locations(self) -> list[Json]:
        return self._list("locations", "the locations")

    def categories(self) -> list[Json]:
        return self._list("incidents/categories", "the categories")

    def subcategories(self) -> list[Json]:
        return self._list("incidents/subcategories", "the subcategories")

    def statuses(self) -> list[Json]:
        """Processing statuses: id, name, onHold, processingState, response."""
        return self._list("incidents/statuses", "the processing statuses")

    # --- writes: never repeated here ---

    def create(self, body: Json) -> Json:
        """A new incident; its full form comes back."""
        return self._written("POST", "incidents", "making a call", json=body)

    def update(self, id: str, body: Json) -> Json:
        """Change only the fields in `body` (with `action` a new action); the full form comes back."""
        return self._written("PUT", f"incidents/id/{id}", "changing a call", json=body)

    def archive(self, id: str, reason: str | None = None) -> Json:
        """Put an incident away; `reason` is an archiving reason's name, None = the tenant's default."""
        return self._written("PUT", f"incidents/id/{id}/archive", "archiving a call", json={"name": reason} if reason else {})

    def upload(self, id: str, name: str, content: bytes, media_type: str, *, public: bool = True, description: str = "") -> Json:
        """Attach a file; its entry comes back."""
        return self._written(
            "POST",
            f"incidents/id/{id}/attachments",
            "attaching a file to a call",
            files={"file": (name, content, media_type)},
            data={"invisibleForCaller": str(not public).lower(), "description": description},
        )

    # --- shapes of answers ---

    def _get(self, path: str, doing: str, **parameters: Any) -> Any:
        return parsed(self._wire.read(path, doing, **parameters), doing)

    def _one(self, path: str, doing: str) -> Json:
        answer = self._get(path, doing)
        if not isinstance(answer, dict):
            raise Broken(f"TOPdesk's answer has another shape than expected; it was asked for this: {doing}.")
        return answer

    def _list(self, path: str, doing: str, **parameters: Any) -> list[Json]:
        return _rows(self._get(path, doing, **parameters), doing)

    def _page(self, path: str, doing: str, names: tuple[str, str], start: int, size: int, **parameters: Any) -> Page:
        """206 = more to come. A tenant of the other generation answers 400 to this one's names: then the other pair, from then on."""
        pairs = [self._names[doing]] if doing in self._names else [names, OLD if names == NEW else NEW]
        refused: Refused | None = None
        for pair in pairs:
            try:
                response = self._wire.read(path, doing, **parameters, **{pair[0]: start, pair[1]: size})
            except Refused as error:
                if error.status != 400:
                    raise
                refused = refused or error
                continue
            self._names[doing] = pair
            return Page(_rows(parsed(response, doing), doing), response.status_code == 206)
        assert refused is not None
        raise refused

    def _all(self, path: str, doing: str, size: int) -> Iterator[Json]:
        yield from every(lambda start: self._page(path, doing, OLD, start, size))

    def _written(self, method: str, path: str, doing: str, **request: Any) -> Json:
        response = self._wire.write(method, path, doing, **request)
        try:
            answer = parsed(response, doing)
        except (Broken, Unreachable) as error:
            raise Ambiguous(f"TOPdesk's answer cannot be read after {doing}; it is looked up before it is tried again.") from error
        return answer if isinstance(answer, dict) else {}


def every(page: Callable[[int], Page]) -> Iterator[Json]:
    """All rows of a list that is read page by page: `every(topdesk.persons)`."""
    start, more = 0, True
    while more:
        rows, more = page(start)
        yield from rows
        start += len(rows)
        more = more and bool(rows)


def _rows(answer: Any, doing: str) -> list[Json]:
    """The rows of a list, bare or wrapped. Raises Broken for any other shape."""
    if answer is None:
        return []
    if isinstance(answer, dict):
        answer = answer.get("results", answer.get("item"))
    if not isinstance(answer, list) or not all(isinstance(row, dict) for row in answer):
        raise Broken(f"TOPdesk's answer has another shape than expected; it was asked for this: {doing}.")
    return answer
