"""The screens as data: what is in whose menu, and what an address may open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dashboard.screen.words import N_

#: pages/ stands beside the package: Guichet runs from a checkout.
PAGES = Path(__file__).resolve().parents[2] / "pages"


@dataclass(frozen=True, slots=True)
class Screen:
    """One page: its file's name is its address."""

    name: str
    title: str
    icon: str
    roles: tuple[str, ...]
    in_menu: bool = True

    @property
    def path(self) -> Path:
        return PAGES / f"{self.name}.py"


SCREENS = (
    Screen("queues", N_("Queues"), "inbox", ("team", "coordinator", "manager", "admin")),
    Screen("overview", N_("Overview"), "monitoring", ("manager", "coordinator", "admin", "presenter", "team")),
    Screen("explore", N_("Explore"), "table_chart", ("manager", "coordinator", "admin", "team")),
    Screen("map", N_("Street map"), "map", ("patrol", "team", "manager", "coordinator", "admin")),
    Screen("areas", N_("Problem areas"), "crisis_alert", ("patrol", "team", "manager", "coordinator", "admin")),
    Screen("method", N_("How problem areas are found"), "help",
           ("patrol", "team", "manager", "coordinator", "admin", "presenter"), in_menu=False),
    Screen("street", N_("Street file"), "signpost", ("patrol", "team", "manager", "coordinator", "admin")),
    Screen("reports", N_("Reports"), "description", ("manager", "coordinator", "admin", "team", "presenter")),
    Screen("engagement", N_("Involvement"), "groups", ("manager", "coordinator", "admin")),
    Screen("patrol", N_("Report"), "add_location_alt", ("patrol", "coordinator", "team")),
    Screen("wall", N_("Wall"), "tv", ("presenter", "manager", "admin", "coordinator")),
    Screen("admin", N_("Administration"), "shield_person", ("admin",)),
)
FIRST = {
    "manager": "overview",
    "coordinator": "queues",
    "patrol": "patrol",
    "team": "queues",
    "presenter": "wall",
    "admin": "admin",
}


def may_open(role: str, name: str) -> bool:
    """Whether this role has that screen."""
    return any(screen.name == name and role in screen.roles for screen in SCREENS)
