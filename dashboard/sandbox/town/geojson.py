"""The city as GeoJSON, in the words that `guichet streets import` reads."""

from __future__ import annotations

from typing import Any

from dashboard.sandbox.town.model import Ground, Town


def streets_geojson(town: Town | Ground) -> dict[str, Any]:
    """One LineString a way, with name and village."""
    return _collection(
        _feature({"type": "LineString", "coordinates": line}, name=street.name, village=street.village)
        for street in town.streets
        for line in street.lines
    )


def quarters_geojson(town: Town | Ground) -> dict[str, Any]:
    """One Polygon a neighbourhood, with name, village and inhabitants."""
    return _collection(
        _feature(
            {"type": "Polygon", "coordinates": quarter.rings},
            name=quarter.name, village=quarter.village, inhabitants=quarter.inhabitants,
        )
        for quarter in town.neighbourhoods
    )


def backdrop_geojson(town: Town | Ground) -> dict[str, Any]:
    """What is drawn under the streets, with kind and name."""
    ground = town.ground if isinstance(town, Town) else town
    return _collection(_feature(scene.geometry, kind=scene.kind, name=scene.name) for scene in ground.backdrop)


def _feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _collection(features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}
