"""A city's own streets, quarters and backdrop from GeoJSON.

Lines are ways of streets: all ways of one name within one village become one street. Polygons are neighbourhoods,
or backdrop where a property `kind` says so. Features that cannot be used are set aside with number and reason.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapely
import shapely.geometry
from sqlalchemy import Connection, text

from dashboard.city.names import key
from dashboard.errors import Trouble
from dashboard.store import SERVICE, Store

NAMES = ("name", "naam", "name:nl", "straatnaam", "STRAATNM", "LSTRNM", "street", "nom", "title")
VILLAGES = ("village", "deelgemeente", "is_in:village", "municipality", "gemeente_naam")
INHABITANTS = ("inhabitants", "population", "inwoners", "bevolking")
BACKDROP = ("boundary", "water", "park", "rail", "built")
APART_M = 1500.0  # ways of one name further apart than this are two streets, when no village tells


class NoMap(Trouble):
    """The file is no GeoJSON that we can use."""

    exit_code = 2


@dataclass
class Imported:
    """What an import did; `bad` is (number of the feature, from 1; reason)."""

    streets: int = 0
    neighbourhoods: int = 0
    backdrop: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [f"Streets: {self.streets}, neighbourhoods: {self.neighbourhoods}, backdrop: {self.backdrop}."]
        lines += [f"  feature {number}: {reason}" for number, reason in self.bad[:20]]
        if len(self.bad) > 20:
            lines.append(f"  and {len(self.bad) - 20} more")
        return "\n".join(lines)


def import_geojson(store: Store, path: Path) -> Imported:
    """Store the features of `path`; the same file again changes nothing, a newer one updates and keeps ids. Raises NoMap."""
    features = _features(path)
    result = Imported()
    common = _common_suffix(features)
    outline = len(features) == 1  # one area alone in its file is the city's outline, not a neighbourhood
    ways: list[tuple[str, str, Any]] = []
    with store.transaction(SERVICE) as connection:
        for number, feature in enumerate(features, start=1):
            try:
                shape, properties = _shape(feature), feature.get("properties") or {}
                name, kind = _first(properties, NAMES).removesuffix(common), str(properties.get("kind") or "")
                if kind in BACKDROP or not name or (outline and "Polygon" in shape.geom_type):
                    if shape.geom_type.endswith("LineString") and kind not in BACKDROP:
                        raise ValueError("a line without a name")
                    _keep_backdrop(connection, kind if kind in BACKDROP else "boundary", name, shape)
                    result.backdrop += 1
                elif shape.geom_type in ("LineString", "MultiLineString"):
                    ways.append((name, _first(properties, VILLAGES), shape))
                elif shape.geom_type in ("Polygon", "MultiPolygon"):
                    _keep_neighbourhood(connection, name, properties, shape)
                    result.neighbourhoods += 1
                else:
                    raise ValueError(f"{shape.geom_type} is neither a line nor an area")
            except (ValueError, TypeError, KeyError, shapely.errors.ShapelyError) as error:
                result.bad.append((number, str(error) or type(error).__name__))
        quarters = connection.execute(text("select id, name, village, rings from city.neighbourhood")).all()
        known = [(row.id, row.village or row.name, _polygons(row.rings)) for row in quarters]
        result.streets = _keep_streets(connection, ways, known)
        if known and not ways and result.neighbourhoods:
            _rehome(connection, known)
    return result


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise NoMap(f"{path}: cannot be read ({error.strerror}).") from error
    except (ValueError, UnicodeDecodeError) as error:
        raise NoMap(f"{path}: this is no GeoJSON ({error}). Export streets as GeoJSON with a property `name`.") from error
    kind = content.get("type") if isinstance(content, dict) else None
    if kind == "FeatureCollection":
        features = [feature if isinstance(feature, dict) else {} for feature in content.get("features") or []]
    elif kind == "Feature":
        features = [content]
    elif kind:
        features = [{"properties": {}, "geometry": content}]
    else:
        raise NoMap(f"{path}: this JSON is no GeoJSON: it has no `type`.")
    if not features:
        raise NoMap(f"{path}: there is not one feature in it.")
    return features


def _first(properties: dict[str, Any], names: tuple[str, ...]) -> str:
    found = next((properties[name] for name in names if properties.get(name)), "")
    return " ".join(str(found).split())


def _common_suffix(features: list[dict[str, Any]]) -> str:
    """ " (Sint-Truiden)" where most areas of a file carry it: it says whose they are, not which."""
    names = [_first(feature.get("properties") or {}, NAMES) for feature in features]
    suffixes = Counter(name[name.rindex(" (") :] for name in names if name.endswith(")") and " (" in name)
    suffix, n = next(iter(suffixes.most_common(1)), ("", 0))
    return suffix if n > len(names) / 2 and n > 1 else ""


def _shape(feature: dict[str, Any]) -> Any:
    if not feature.get("geometry"):
        raise ValueError("no geometry")
    shape = shapely.force_2d(shapely.geometry.shape(feature["geometry"]))
    if shape.is_empty:
        raise ValueError("an empty geometry")
    x0, y0, x1, y1 = shape.bounds
    if not (x0 >= -180 and x1 <= 180 and y0 >= -90 and y1 <= 90):
        grid = _to_wgs84(x0, y0)
        shape = shapely.transform(shape, lambda points: np.column_stack(grid.transform(points[:, 0], points[:, 1])))
    return shape if shape.is_valid or "Line" in shape.geom_type else shapely.make_valid(shape)


def _to_wgs84(x: float, y: float) -> pyproj.Transformer:
    """Metres of a Belgian or Swiss grid, told apart by their size."""
    if 0 < x < 350_000 and 0 < y < 300_000:
        grid = 31370  # Lambert 72
    elif 450_000 < x < 850_000 and 450_000 < y < 850_000:
        grid = 3812  # Lambert 2008
    elif 2_400_000 < x < 2_900_000 and 1_000_000 < y < 1_400_000:
        grid = 2056  # LV95
    else:
        raise ValueError("coordinates are neither degrees nor Lambert 72, Lambert 2008 or LV95 metres")
    return pyproj.Transformer.from_crs(grid, 4326, always_xy=True)


def _rounded(line: Any) -> list[list[float]]:
    return [[round(float(x), 5), round(float(y), 5)] for x, y in line.coords]


def _polygons(rings: list[Any]) -> Any:
    return shapely.MultiPolygon([(polygon[0], polygon[1:]) for polygon in rings])


def _keep_backdrop(connection: Connection, kind: str, name: str, shape: Any) -> None:
    geometry = json.dumps(shapely.geometry.mapping(shapely.set_precision(shape, 0.00001)))
    connection.execute(
        text("""insert into city.backdrop (kind, name, geometry) select :kind, :name, cast(:geometry as jsonb)
                where not exists (select 1 from city.backdrop b
                                  where b.kind = :kind and b.name = :name and b.geometry = cast(:geometry as jsonb))"""),
        {"kind": kind, "name": name, "geometry": geometry},
    )


def _keep_neighbourhood(connection: Connection, name: str, properties: dict[str, Any], shape: Any) -> None:
    parts = [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon"]
    if not parts:
        raise ValueError("an area without surface")
    inside = max(parts, key=lambda part: part.area).representative_point()
    people = next((properties[one] for one in INHABITANTS if str(properties.get(one) or "").isdigit()), None)
    connection.execute(
        text("""insert into city.neighbourhood (name, village, inhabitants, rings, lat, lon)
                values (:name, :village, :people, cast(:rings as jsonb), :lat, :lon)
                on conflict (name) do update set village = excluded.village, rings = excluded.rings, lat = excluded.lat, lon = excluded.lon,
                    inhabitants = coalesce(excluded.inhabitants, neighbourhood.inhabitants)"""),
        {
            "name": name,
            "village": _first(properties, VILLAGES),
            "people": int(people) if people is not None else None,
            "rings": json.dumps([[_rounded(part.exterior), *(_rounded(hole) for hole in part.interiors)] for part in parts]),
            "lat": inside.y,
            "lon": inside.x,
        },
    )


def _keep_streets(connection: Connection, ways: list[tuple[str, str, Any]], quarters: list[tuple[int, str, Any]]) -> int:
    tree = shapely.STRtree([area for _, _, area in quarters])
    named: dict[tuple[str, str], list[Any]] = defaultdict(list)
    unsettled: dict[str, list[Any]] = defaultdict(list)
    for name, village, shape in ways:
        lines = list(getattr(shape, "geoms", [shape]))
        home = _quarter(tree, quarters, lines)
        if village or home is not None:
            named[name, village or quarters[home][1]].extend(lines)  # type: ignore[index]
        else:
            unsettled[name].extend(lines)
    for name, lines in unsettled.items():
        for n, group in enumerate(_groups(lines)):
            named[name, "" if n == 0 else f"({n + 1})"].extend(group)
    rows = []
    for (name, village), lines in named.items():
        whole = shapely.MultiLineString(lines)
        home = _quarter(tree, quarters, lines)
        x0, y0, x1, y1 = whole.bounds
        rows.append(
            {
                "name": name,
                "village": village,
                "neighbourhood_id": quarters[home][0] if home is not None else None,
                "key": key(name),
                "lines": [_rounded(line) for line in lines],
                "length_m": round(sum(map(_GEOD.geometry_length, lines)), 1),
                "min_lon": round(x0, 5), "min_lat": round(y0, 5), "max_lon": round(x1, 5), "max_lat": round(y1, 5),
            }
        )
    connection.execute(
        text("""insert into city.street (name, village, neighbourhood_id, key, lines, length_m, min_lon, min_lat, max_lon, max_lat)
                select name, village, neighbourhood_id, key, lines, length_m, min_lon, min_lat, max_lon, max_lat
                from jsonb_to_recordset(cast(:rows as jsonb)) r (name text, village text, neighbourhood_id integer, key text, lines jsonb,
                     length_m float8, min_lon float8, min_lat float8, max_lon float8, max_lat float8)
                on conflict (name, village) do update set neighbourhood_id = excluded.neighbourhood_id, key = excluded.key,
                    lines = excluded.lines, length_m = excluded.length_m, min_lon = excluded.min_lon, min_lat = excluded.min_lat,
                    max_lon = excluded.max_lon, max_lat = excluded.max_lat"""),
        {"rows": json.dumps(rows)},
    )
    return len(rows)


_GEOD = pyproj.Geod(ellps="WGS84")


def _quarter(tree: shapely.STRtree, quarters: list[tuple[int, str, Any]], lines: list[Any]) -> int | None:
    """Where most of it lies: position in `quarters`."""
    whole = shapely.MultiLineString(lines)
    near = tree.query(whole, predicate="intersects")
    if not len(near):
        return None
    return int(max(near, key=lambda n: quarters[n][2].intersection(whole).length))


def _groups(lines: list[Any]) -> list[list[Any]]:
    """Ways that belong together: each group's gaps are under APART_M; the longest group first."""
    degrees = APART_M / 111_000
    areas = shapely.union_all([line.buffer(degrees / 2) for line in lines])
    parts = list(getattr(areas, "geoms", [areas]))
    groups = [[line for line in lines if part.intersects(line)] for part in parts]
    return sorted(groups, key=lambda group: -sum(line.length for line in group))


def _rehome(connection: Connection, quarters: list[tuple[int, str, Any]]) -> None:
    """Quarters came after the streets: say of each street where most of it lies."""
    tree = shapely.STRtree([area for _, _, area in quarters])
    for row in connection.execute(text("select id, lines from city.street")).all():
        home = _quarter(tree, quarters, [shapely.LineString(line) for line in row.lines if len(line) > 1])
        connection.execute(
            text("update city.street set neighbourhood_id = :home where id = :id and neighbourhood_id is distinct from :home"),
            {"home": quarters[home][0] if home is not None else None, "id": row.id},
        )
