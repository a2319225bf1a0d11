"""What runs found, in the store: written whole by a run, read back by the next one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from dashboard.areas.places import Places
from dashboard.insight.areas import Apart, Finding, Found, Repeats, Week
from dashboard.store.questions import question

#: A daily run is kept so long; one of a Monday for ever.
DAILY_DAYS = 35

_FINDING = {
    "run_id": "bigint", "position": "integer", "topic_id": "integer", "place_kind": "text", "place": "bigint", "name": "text",
    "beside": "text", "neighbourhood_id": "integer", "street_id": "integer", "lon": "double precision", "lat": "double precision",
    "outline": "jsonb", "kind": "text", "since": "date", "weeks": "integer", "observed": "integer", "expected": "double precision",
    "p": "double precision", "q": "double precision", "reporters": "integer", "last_found": "date", "moved_from": "bigint",
    "moved_name": "text", "within_kind": "text", "within_place": "bigint", "repeats": "jsonb", "series": "jsonb",
}  # fmt: skip


def earlier(connection: Connection, day: date) -> list[Finding]:
    """The findings of the last run before `day`, as it gave them."""
    run = connection.execute(question("areas/last_run"), {"until": day}).one_or_none()
    if run is None:
        return []
    rows = connection.execute(text("select * from desk.area_finding where run_id = :run order by position"), {"run": run.id})
    return [_finding(row) for row in rows]


def _finding(row: Any) -> Finding:
    return Finding(
        row.topic_id, row.place_kind, row.place, row.kind, row.since, row.weeks, row.observed, row.expected, row.p, row.q, row.reporters,
        tuple(Week(date.fromisoformat(start), *rest) for start, *rest in row.series),
        row.last_found,
        moved_from=row.moved_from,
        within=(row.within_kind, row.within_place) if row.within_kind else None,
        repeats=Repeats(**row.repeats) if row.repeats else None,
    )  # fmt: skip


def write(connection: Connection, found: Found, reports: pd.DataFrame, places: Places, about: dict[str, Any]) -> int:
    """Keep a run and return its id.

    reports: those that it was given, with the ticket's id and street_id; about: q, ended and left_out of desk.area_run.
    """
    run = connection.execute(
        text("""
            insert into desk.area_run (day, ended, q, weeks, reports, no_place, tested, left_out, apart)
            values (:day, :ended, :q, :weeks, :reports, :no_place, :tested, :left_out, :apart) returning id""").bindparams(
            bindparam("left_out", type_=JSONB), bindparam("apart", type_=JSONB)
        ),
        {
            "day": found.day,
            "weeks": found.weeks,
            "reports": found.reports,
            "no_place": found.no_place,
            "tested": found.tested,
            "apart": [_apart(one, places) for one in found.apart],
        }
        | about,
    ).scalar_one()
    counted = [_counted(reports, finding, found.apart) for finding in found.findings]
    rows = [
        _row(finding, places, tickets) | {"run_id": run, "position": n}
        for n, (finding, tickets) in enumerate(zip(found.findings, counted, strict=True))
    ]
    typed, names = ", ".join(f"{name} {kind}" for name, kind in _FINDING.items()), ", ".join(_FINDING)
    ids = connection.execute(
        text(f"""insert into desk.area_finding ({names}) select {names}
                 from jsonb_to_recordset(cast(:rows as jsonb)) as r({typed}) returning position, id"""),
        {"rows": json.dumps(rows)},
    )
    of_position = {row.position: row.id for row in ids}
    pairs = [(of_position[n], int(ticket)) for n, tickets in enumerate(counted) for ticket in tickets.id]
    connection.execute(
        text("insert into desk.area_ticket select * from unnest(cast(:findings as bigint[]), cast(:tickets as bigint[]))"),
        {"findings": [finding for finding, _ in pairs], "tickets": [ticket for _, ticket in pairs]},
    )
    connection.execute(
        text("delete from desk.area_run where day < :day - cast(:keep as integer) and extract(isodow from day) <> 1"),
        {"day": found.day, "keep": DAILY_DAYS},
    )
    return int(run)


def _counted(reports: pd.DataFrame, finding: Finding, apart: Sequence[Apart]) -> pd.DataFrame:
    """The reports in the window of a finding."""
    day = np.datetime64(finding.since)
    inside = (reports.topic == finding.topic) & (reports.day >= day) & (reports.day < day + np.timedelta64(7 * finding.weeks, "D"))
    found = reports[inside & (reports[finding.place_kind] == finding.place).fillna(False)]
    for one in apart:
        found = found[~((np.rint(found.x) == one.x) & (np.rint(found.y) == one.y))]
    return found


def _row(finding: Finding, places: Places, tickets: pd.DataFrame) -> dict[str, Any]:
    named = places.named(finding.place_kind, finding.place)
    most = tickets.street_id.dropna().mode()
    street = named.street_id if finding.place_kind == "segment" or most.empty else int(most.iloc[0])
    # An area of the honeycomb has no name of its own: people call it by the street that most reports are about.
    name = places.street(street) if finding.place_kind == "hexagon" and street is not None else named.name
    within_kind, within_place = finding.within or (None, None)
    return {
        "topic_id": finding.topic, "place_kind": finding.place_kind, "place": finding.place, "name": name, "beside": named.beside,
        "neighbourhood_id": named.neighbourhood_id, "street_id": street, "lon": named.lon, "lat": named.lat, "outline": named.outline,
        "kind": finding.kind, "since": finding.since.isoformat(), "weeks": finding.weeks, "observed": finding.observed,
        "expected": finding.expected, "p": finding.p, "q": finding.q, "reporters": finding.reporters,
        "last_found": finding.last_found.isoformat(), "moved_from": finding.moved_from,
        "moved_name": None if finding.moved_from is None else places.named(finding.place_kind, finding.moved_from).name,
        "within_kind": within_kind, "within_place": within_place, "repeats": asdict(finding.repeats) if finding.repeats else None,
        "series": [[week.start.isoformat(), week.observed, week.expected, week.upper] for week in finding.series],
    }  # fmt: skip


def _apart(one: Apart, places: Places) -> dict[str, Any]:
    lon, lat, name = places.at(one.x, one.y)
    return {"name": name, "lon": lon, "lat": lat, "reports": one.reports, "share": one.share, "topics": one.topics}
