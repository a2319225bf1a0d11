"""The plan of Sint-Odilia, hand drawn: what there is, and where. Metres around the town hall, x to the east, y to the north."""

from __future__ import annotations

from dataclasses import dataclass, field

import shapely
from shapely.geometry import LineString, Polygon

from dashboard.sandbox.town.curves import Path, Pt, points_of

TOWN = "Sint-Odilia"


@dataclass(frozen=True, slots=True)
class Radial:
    """A road to a neighbouring town: `inner` within the walls, `outer` beyond; `via` is the village on its way."""

    inner: str
    outer: str
    angle: float
    via: str
    end: float  # direction in which it leaves the municipality


RADIALS = (
    Radial("Tongersestraat", "Tongersesteenweg", 4, "Bernem", 8),
    Radial("Luikerstraat", "Luikersteenweg", -36, "Wolfershoven", -38),
    Radial("Borgwormsestraat", "Borgwormsesteenweg", -77, "Ralderen", -80),
    Radial("Naamsestraat", "Naamsesteenweg", -119, "Gorvelingen", -122),
    Radial("Tiensestraat", "Tiensesteenweg", -160, "Zeldermaal", -168),
    Radial("Diesterstraat", "Diestersteenweg", 127, "Ingelsem", 125),
    Radial("Hasseltsestraat", "Hasseltsesteenweg", 57, "Mettelen", 57),
)

# where parks lie (metres), how large a face may be to become one, and whether there is a pond
PARKS: dict[str, tuple[Pt, float, bool]] = {
    "Stadspark": ((600, -430), 90_000, True),
    "Park Terlaken": ((560, -1330), 120_000, True),
    "Sint-Annapark": ((-60, 1330), 60_000, True),
    "Speelbos": ((-1250, 700), 90_000, True),
    "Spoorpark": ((-1330, -150), 60_000, False),
    "Lindeveldpark": ((1150, -420), 50_000, False),
    "Begijnenweide": ((640, 330), 40_000, False),
    "Kerkhof Kapelveld": ((-640, -880), 40_000, False),
    "Sportpark": ((-330, -1250), 80_000, False),
    "Botanische Tuin": ((-250, -230), 9_000, False),
}
# name: centre, size (1 = a large village), inhabitants
VILLAGES: dict[str, tuple[Pt, float, int]] = {
    "Bernem": ((3650, 480), 1.0, 2480),
    "Wolfershoven": ((3150, -2350), 0.75, 1390),
    "Sassem": ((2350, -4150), 0.5, 520),
    "Ralderen": ((850, -3500), 0.8, 1610),
    "Gorvelingen": ((-1950, -3450), 0.7, 1180),
    "Dormelen": ((-3900, -2750), 0.5, 560),
    "Zeldermaal": ((-3850, -900), 0.85, 1750),
    "Oudermaal": ((-3350, 1150), 0.55, 640),
    "Ingelsem": ((-2250, 3050), 0.9, 2020),
    "Opwinderen": ((150, 3950), 0.6, 760),
    "Mettelen": ((2150, 3250), 0.7, 1240),
    "Kruishoven": ((3900, 2350), 0.5, 470),
}
LINKS = (
    ("Bernem", "Wolfershoven"), ("Wolfershoven", "Sassem"), ("Sassem", "Ralderen"), ("Ralderen", "Gorvelingen"),
    ("Gorvelingen", "Dormelen"), ("Dormelen", "Zeldermaal"), ("Zeldermaal", "Oudermaal"), ("Oudermaal", "Ingelsem"),
    ("Ingelsem", "Opwinderen"), ("Opwinderen", "Mettelen"), ("Mettelen", "Kruishoven"), ("Kruishoven", "Bernem"),
)
# villages beside the radials: towards where their road runs into the town
LANES: dict[str, Pt] = {
    "Oudermaal": (-640, 260), "Opwinderen": (120, 460), "Kruishoven": (1000, 620), "Sassem": (470, -1010), "Dormelen": (-1000, -760),
}
# inner streets that widen into a small market
MARKETS = {
    "Luikerstraat": "Groenmarkt", "Diesterstraat": "Minderbroedersplein", "Naamsestraat": "Kleine Markt", "Hasseltsestraat": "Vismarkt",
}
# sectors beyond the walls, from radial to radial (degrees) on to the left, with the radii of their cross roads
CROSS = (
    (4, 57, (980, 1420)), (57, 127, (880, 1450)), (127, 200, (1180, 1620, 2080)), (200, 241, (860, 1420)),
    (241, 283, (820, 1330, 1950)), (283, 324, (960, 1560)), (324, 364, (840, 1460)),
)
RAIL: Path = [
    (-7500, -5300), (-5200, -3900), (-2900, -2250), (-1560, -1020), (-1020, -240), (-810, 330), (-340, 960), (520, 1480), (1900, 2100),
    (3800, 3300), (6500, 5600),
]
BROOK: Path = [
    (1650, -6500), (1250, -4700), (1500, -3300), (900, -2000), (980, -1250), (700, -500), (760, 150), (1120, 800), (900, 1900),
    (1150, 3000), (900, 4300), (1200, 6500),
]
# in the fields: middle, length and width
PONDS = (
    ((1120, -2650), 150, 70), ((1420, -3700), 120, 60), ((980, 2520), 170, 60), ((-2950, -1650), 90, 60), ((2750, 1450), 80, 50),
)


@dataclass
class Way:
    """A drawn line before it has met the others."""

    line: Path
    kind: str
    name: str = ""
    style: str = ""


@dataclass
class Plan:
    """`ways` are streets; the rest is what streets keep away from or what is drawn under them. Metres."""

    boundary: Polygon
    ways: list[Way] = field(default_factory=list)
    walls: Polygon = field(default_factory=Polygon)
    limit: Polygon = field(default_factory=Polygon)  # of the town proper
    inner: Polygon = field(default_factory=Polygon)  # within the first cross roads
    rail: LineString = field(default_factory=LineString)
    brook: LineString = field(default_factory=LineString)
    squares: list[Polygon] = field(default_factory=list)  # and roundabouts: no street runs across
    centres: dict[str, Pt] = field(default_factory=dict)  # of villages
    radials: dict[str, LineString] = field(default_factory=dict)
    crossroads: list[LineString] = field(default_factory=list)
    station: Pt = (0.0, 0.0)

    def lay(self, line: Path, kind: str, name: str = "", style: str = "") -> None:
        """Add a street; its parts on a square are left out."""
        shape = LineString(line).difference(shapely.union_all(self.squares))
        for part in getattr(shape, "geoms", [shape]):
            if part.length > 8:
                self.ways.append(Way(points_of(part), kind, name, style))

    def square(self, ring: Path, name: str, kind: str = "square") -> None:
        """Add a square or a roundabout: streets end on it."""
        self.squares.append(Polygon(ring))
        self.ways.append(Way([*ring, ring[0]] if ring[0] != ring[-1] else ring, kind, name))
