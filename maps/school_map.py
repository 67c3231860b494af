"""The drawing of a school page: the shortest walks of its pupils by verdict and by how many walk there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from maps.palettes import VERDICTS

WIDTH_PX = 720
ASPECTS = (0.7, 1.0)
"""Least and greatest height of the drawing for its width."""
SMALLEST_M = 500.0
MARGIN = 0.04
SIDE_PX = 2.0
"""How far beside the centreline the side of a main road is drawn."""
SIMPLIFIED_PX = 0.7
SHORTEST_PX = 8.0
"""Streets around that would be drawn shorter are left out: a large town has thousands."""
DASHES = {"available": "", "conditional": "14 3", "undetermined": "7 4", "unavailable": "2 4"}
"""By verdict; conditional is available subject to something, which the maps of whole areas tell apart."""
WIDTHS_PX = (2.0, 3.5, 5.5, 8.0)
CASING_PX = 2.4
STEPS = {"pupils": (10, 30, 100), "street metres": (500, 1500, 5000)}
"""Where the four widths begin, but for the thinnest."""
RING_PX = 24.0
"""Numbers keep twice as far from each other and from the school, or one would hide the next."""
LABEL_PX = 24.0
"""How far above the school its label stands."""
BAR_PX = 120
BARS_M = (50, 100, 200, 500, 1000, 2000, 5000)

DIRECTIONS = 16

Shapes = NDArray[np.object_]
Points = NDArray[np.float64]


@dataclass(frozen=True)
class Line:
    """All parts of one verdict and width, as one path."""

    path: str
    colour: str
    width: float
    casing: float
    dash: str


@dataclass(frozen=True)
class Number:
    """A number in a circle, the part it is for, and where it stands so that it hides no other."""

    number: int
    part: tuple[float, float]
    at: tuple[float, float]


@dataclass(frozen=True)
class SchoolMap:
    """What the template draws; lengths and places in pixels."""

    height: int
    streets: str
    lines: list[Line]
    numbers: list[Number]
    """Those of the parts that the table lists."""
    school: tuple[float, float]
    bar: tuple[float, str]
    """Length of the scale bar, and what it stands for."""


@dataclass(frozen=True)
class Frame:
    """A window on the ground, in metres, and how it is drawn."""

    west: float
    north: float
    px_per_m: float
    height: int

    @classmethod
    def around(cls, shapes: Shapes) -> Self:
        """Return a window that holds the shapes with a margin."""
        west, south, east, north = shapely.total_bounds(shapes)
        wide = max(east - west, SMALLEST_M) * (1 + 2 * MARGIN)
        high = max(north - south, SMALLEST_M) * (1 + 2 * MARGIN)
        wide = max(wide, high / ASPECTS[1])
        high = max(high, wide * ASPECTS[0])
        x, y = (west + east) / 2, (south + north) / 2
        return cls(x - wide / 2, y + high / 2, WIDTH_PX / wide, round(WIDTH_PX * high / wide))

    @property
    def window(self) -> shapely.Geometry:
        """The ground that is drawn."""
        wide, high = WIDTH_PX / self.px_per_m, self.height / self.px_per_m
        return shapely.box(self.west, self.north - high, self.west + wide, self.north)

    def place(self, point: shapely.Geometry) -> tuple[float, float]:
        """Return where a point is drawn."""
        x, y = shapely.get_coordinates(point)[0]
        return round((x - self.west) * self.px_per_m, 1), round((self.north - y) * self.px_per_m, 1)

    def path(self, lines: Shapes) -> str:
        """Return lines as one SVG path in whole pixels, simplified; each step is told from the one before."""
        flat = shapely.get_parts(shapely.simplify(lines, SIMPLIFIED_PX / self.px_per_m))
        flat = flat[(shapely.get_type_id(flat) == 1) & ~shapely.is_empty(flat)]
        return "".join(self._line(line) for line in flat)

    def _line(self, line: shapely.Geometry) -> str:
        xy = shapely.get_coordinates(line)
        drawn = np.rint(np.stack([xy[:, 0] - self.west, self.north - xy[:, 1]], axis=1) * self.px_per_m).astype(int)
        steps = np.diff(drawn, axis=0)
        told = " ".join(f"{dx} {dy}" for dx, dy in steps[steps.any(axis=1)])
        return f"M{drawn[0, 0]} {drawn[0, 1]}l{told}" if told else ""


def school_map(
    walks: gpd.GeoDataFrame, streets: Shapes, tree: shapely.STRtree, school: shapely.Geometry,
    listed: Sequence[shapely.Geometry], unit: str,
) -> SchoolMap:  # fmt: skip
    """Return the drawing of one school's walks.

    `walks` has a row for each part but crossings: `pupils`, `verdict`, `side` and its line, EPSG:27700. `streets` are
    all lines around, `tree` finds them; `listed` are the parts to be numbered from 1, lines or points. Sides of main
    roads are drawn beside the centreline.
    """
    frame = Frame.around(np.array([*walks.geometry, school], dtype=object))
    around = streets[np.sort(tree.query(frame.window, predicate="intersects"))]
    around = around[shapely.length(around) * frame.px_per_m >= SHORTEST_PX]
    middles = [shapely.line_interpolate_point(one, 0.5, normalized=True) if one.length else one for one in listed]
    place = frame.place(school.centroid)
    return SchoolMap(
        frame.height,
        frame.path(shapely.intersection(around, frame.window)),
        _lines(walks, frame, unit),
        _apart([frame.place(middle) for middle in middles], place, frame.height),
        place,
        _bar(frame.px_per_m),
    )


def _apart(parts: Sequence[tuple[float, float]], school: tuple[float, float], height: int) -> list[Number]:
    """Return numbers from 1 beside their parts, each at the nearest place that is free, in the order of the table."""
    taken = [np.array(school), np.array(school) - (0.0, LABEL_PX)]
    numbers = []
    for number, part in enumerate(parts, 1):
        inside = np.clip(part, RING_PX, (WIDTH_PX - RING_PX, height - RING_PX))
        at = next(spot for spot in _spots(inside, height) if _is_free(spot, taken))
        taken.append(at)
        numbers.append(Number(number, part, (round(float(at[0]), 1), round(float(at[1]), 1))))
    return numbers


def _spots(start: Points, height: int) -> Iterator[Points]:
    """Yield places inside the drawing: the start, then rings around it, clockwise from the right."""
    yield start
    for distance in np.arange(RING_PX, WIDTH_PX, RING_PX):
        for angle in np.linspace(0.0, 2 * np.pi, DIRECTIONS, endpoint=False):
            spot = start + distance * np.array([np.cos(angle), np.sin(angle)])
            if (spot >= RING_PX).all() and (spot <= (WIDTH_PX - RING_PX, height - RING_PX)).all():
                yield spot


def _is_free(spot: Points, taken: Sequence[Points]) -> bool:
    return all(np.hypot(*(spot - other)) >= 2 * RING_PX for other in taken)


def _lines(walks: gpd.GeoDataFrame, frame: Frame, unit: str) -> list[Line]:
    """Return the lines, available ones first so that others lie on top, thin ones on wide ones."""
    if walks.empty:
        return []
    aside = SIDE_PX / frame.px_per_m * walks["side"].map({"left": 1.0, "right": -1.0}).fillna(0.0).to_numpy()
    shapes = walks.geometry.to_numpy()
    beside = np.where(aside == 0, shapes, shapely.offset_curve(shapes, aside))
    step = np.digitize(walks["pupils"], STEPS[unit])
    verdict = walks["verdict"].to_numpy()
    found = []
    for name, colour in VERDICTS.items():
        for place, width in reversed(list(enumerate(WIDTHS_PX))):
            path = frame.path(beside[(verdict == name) & (step == place)])
            if path:
                found.append(Line(path, colour, width, width + CASING_PX, dash_of(name, width)))
    return found


def dash_of(verdict: str, width: float) -> str:
    """Return the dash of a line in SVG's words; it grows with the width, or a wide line would look solid."""
    grown = max(1.0, width / 3)
    return " ".join(f"{float(length) * grown:g}" for length in DASHES[verdict].split())


def _bar(px_per_m: float) -> tuple[float, str]:
    metres = max((m for m in BARS_M if m * px_per_m <= BAR_PX), default=BARS_M[0])
    return round(metres * px_per_m, 1), f"{metres} m" if metres < 1000 else f"{metres // 1000} km"
