"""/report/streets: all streets for the phone's own search and map; /report/near: the place of a point and what is known there."""

from __future__ import annotations

import gzip
import json
import math
from typing import Any

import pandas as pd
import shapely
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard.acts.draft import BadDraft
from dashboard.city import ground
from dashboard.city.gazetteer import gazetteer
from dashboard.doors.report import for_reporters
from dashboard.errors import N_
from dashboard.store import Store, Who

#: A line of the small map may be so far from the true one, in degrees: some five metres.
SIMPLER_DEG = 0.00005
_kept: dict[str, tuple[str, bytes]] = {}


@for_reporters
async def streets(request: Request, who: Who) -> Response:
    """GET: {origin: [lon, lat], streets: [[id, name, neighbourhood, [[x, y, dx, dy, ...], ...]], ...]} in units of 1e-5 degree."""
    version, content = await run_in_threadpool(_packed, request.app.state.store, who)
    headers = {"etag": f'"{version}"', "cache-control": "private, no-cache", "content-encoding": "gzip"}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers={"etag": headers["etag"], "cache-control": headers["cache-control"]})
    return Response(content, media_type="application/json", headers=headers)


def _packed(store: Store, who: Who) -> tuple[str, bytes]:
    version = ground.current(store, who).version
    kept = _kept.get(store.url)
    if kept is None or kept[0] != version:
        found = compact(store.ask(who, "map/ground_streets"))
        kept = _kept[store.url] = version, gzip.compress(json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode(), 9, mtime=0)
    return kept


def compact(found: pd.DataFrame) -> dict[str, Any]:
    """The streets as the phone reads them: whole numbers, each point as the step from the one before."""
    rows = list(found.itertuples())
    west, south = (min((getattr(row, name) for row in rows), default=0.0) for name in ("min_lon", "min_lat"))
    made = []
    for row in rows:
        name = f"{row.name} ({row.village})" if row.twin and row.village else row.name
        quarter = "" if pd.isna(row.neighbourhood) else row.neighbourhood
        made.append([int(row.id), name, quarter, [_steps(line, west, south) for line in row.lines if len(line) > 1]])
    return {"origin": [west, south], "streets": made}


def _steps(line: list[list[float]], west: float, south: float) -> list[int]:
    steps, x0, y0 = [], 0, 0
    for lon, lat in shapely.LineString(line).simplify(SIMPLER_DEG).coords:
        x, y = round((lon - west) * 1e5), round((lat - south) * 1e5)
        steps += [x - x0, y - y0]
        x0, y0 = x, y
    return steps


@for_reporters
async def near(request: Request, who: Who) -> Response:
    """GET ?lat&lon&topic: {place: {street_id, street, outside}, tickets: [...]}, in one go: each costs a round trip."""
    asked = request.query_params
    try:
        lat, lon = float(asked["lat"]), float(asked["lon"])
    except (KeyError, ValueError) as error:
        raise BadDraft("place", N_("Say where it is: choose the street, or tap on the map.")) from error
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) < 90 and abs(lon) <= 180):
        raise BadDraft("place", N_("Say where it is: choose the street, or tap on the map."))
    return JSONResponse(await run_in_threadpool(_near, request.app.state.store, who, lat, lon, asked.get("topic", "").replace("\0", "")))


def _near(store: Store, who: Who, lat: float, lon: float, topic: str) -> dict[str, Any]:
    known = gazetteer(store)
    place = known.at(lat, lon)
    found = store.ask(who, "report/near", lat=lat, lon=lon, topic=topic)
    return {
        "place": {
            "street_id": place.street_id,
            "street": known.names[place.street_id][0] if place.street_id is not None else None,
            "outside": place.placed_by == "outside",
        },
        "tickets": [
            {
                "id": int(row.id),
                "number": row.number,
                "external_number": row.external_number,
                "title": row.title,
                "opened_at": row.opened_at.isoformat(),
                "distance_m": round(row.distance_m),
            }
            for row in found.itertuples()
        ],
    }


routes = [Route("/report/streets", streets), Route("/report/near", near)]
