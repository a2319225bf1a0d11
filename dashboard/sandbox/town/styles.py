"""The manners in which a town has been built: how large its blocks are, how its streets run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """How a face is cut up by streets."""

    name: str
    kind: str  # of its streets
    block: float  # m2 of a finished block
    along: float = 0  # m: a wider face is cut lengthwise, so that streets run side by side; 0 = always across
    bow: float = 0.05  # how far a street swings aside, as a share of its length
    square: float = 0.5  # how much it leaves other streets at a right angle: 0 = straight across, 1 = entirely
    skew: float = 6  # degrees by which it is off
    snap: float = 0  # m within which it continues a street on the other side
    ends: float = 0  # chance of a dead end in a block
    open: float = 0  # chance that a block or estate stays green
    least: float = 28  # m between streets
    parts: tuple[str, ...] = ()  # its blocks are estates, each cut on in one of these styles


STYLES = {
    style.name: style
    for style in (
        Style("old", "centre", 6800, bow=0.10, square=0.45, skew=16, ends=0.35, least=20),
        Style("grid", "residential", 12500, along=150, bow=0.0, square=0.15, skew=2, snap=36, ends=0.1),
        Style("belt", "residential", 16000, along=180, bow=0.03, square=0.5, skew=5, snap=24, ends=0.3, open=0.02),
        Style("garden", "residential", 19000, bow=0.10, square=0.75, skew=9, snap=18, ends=0.75),
        Style("ladder", "residential", 17500, along=165, bow=0.02, square=0.35, skew=3, snap=20, ends=0.15),
        Style("closes", "residential", 32000, bow=0.07, square=0.6, skew=7, snap=18, ends=1.0),
        Style("villa", "residential", 28000, bow=0.14, square=0.8, skew=14, ends=0.7),
        Style("works", "industrial", 62000, along=330, bow=0.01, square=0.4, skew=2, ends=0.5, least=60),
        Style("village", "residential", 31000, bow=0.12, square=0.7, skew=14, ends=0.75, open=0.15),
        Style("fields", "country", 950000, bow=0.10, square=0.5, skew=22, ends=0.6, least=120),
        Style("suburb", "residential", 100000, bow=0.08, square=0.6, skew=7, snap=24, open=0.06,
              parts=("garden", "ladder", "closes", "belt", "garden", "belt")),
        Style("leafy", "residential", 110000, bow=0.12, square=0.7, skew=8, open=0.08, parts=("villa", "closes", "garden", "villa")),
        Style("quarter", "residential", 110000, bow=0.05, square=0.5, skew=4, parts=("belt", "grid", "belt", "ladder", "garden")),
        Style("fringe", "residential", 130000, bow=0.12, square=0.6, skew=10, open=0.66, parts=("closes", "garden", "ladder", "village")),
    )
}
DEEPEST = {"industrial": 260.0, "country": 430.0, "residential": 190.0, "centre": 120.0}  # m: the longest dead end
