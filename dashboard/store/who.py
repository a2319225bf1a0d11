"""On whose behalf a transaction runs, as the database sees it."""

from __future__ import annotations

from dataclasses import dataclass

#: Roles of people, from the least to the most. One table for menu, database and tests.
PEOPLE_ROLES = ("presenter", "patrol", "team", "manager", "coordinator", "admin")

#: Roles of the program: the door checks passwords and sessions, the service copies and delivers.
PROGRAM_ROLES = ("door", "service")

ROLES = PEOPLE_ROLES + PROGRAM_ROLES

#: Not for our transactions: what owns the views of the schema report, and the login of outside tools that reads them.
OUTSIDE_ROLES = ("views", "report")


@dataclass(frozen=True, slots=True)
class Who:
    """One person (or program part) for the length of a transaction."""

    role: str
    user_id: int | None = None
    login: str = ""
    name: str = ""
    language: str = "nl"

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise ValueError(f"unknown role {self.role!r}")


DOOR = Who("door")
SERVICE = Who("service")
