"""A street of 200 m from west to east with a path beside it and a main road across its end, and collisions on it."""

from collections.abc import Callable

import geopandas as gpd
import pandas as pd
import pytest
from shapely import LineString, Point

from geodata.schemas import conform

Rows = Callable[..., pd.DataFrame]
EAST, NORTH = 400_000.0, 300_000.0


def _line(*corners: tuple[float, float]) -> LineString:
    return LineString([(EAST + x, NORTH + y) for x, y in corners])


@pytest.fixture
def parts() -> gpd.GeoDataFrame:
    """Street w1 (200 m), path w2 12 m north of it, both sides of the main road w3, two arms to cross at its node 7."""
    main = _line((200, -100), (200, 100))
    rows = [
        ("w1.0.0", "street", "w1.0.0", "", None, 200.0, "residential", _line((0, 0), (200, 0))),
        ("w2.0.0", "path", "w2.0.0", "", None, 200.0, "footway", _line((0, 12), (200, 12))),
        ("w3.0.0.left", "side", "w3.0.0", "left", None, 200.0, "primary", main),
        ("w3.0.0.right", "side", "w3.0.0", "right", None, 200.0, "primary", main),
        ("x7.w3.0.0.u", "crossing", "w3.0.0", "", 7.0, 7.3, "primary", Point(EAST + 200, NORTH)),
        ("x7.w4.0.0.v", "crossing", "w4.0.0", "", 7.0, 7.3, "tertiary", Point(EAST + 200, NORTH)),
    ]
    columns = ["part_id", "kind", "edge_id", "side", "node_id", "length_m", "highway", "geometry"]
    frame = gpd.GeoDataFrame(pd.DataFrame(rows, columns=columns), geometry="geometry", crs="EPSG:27700")
    others = {"u": 0, "v": 1, "osm_way_id": 1, "osm_version": 1.0, "name": None, "ref": None, "beside_edge_id": None}
    return conform(
        "route_parts",
        frame.assign(**others, local_authority_code="E06999001", is_main_road=False, is_in_main_component=True),
    )


@pytest.fixture
def collisions() -> Rows:
    """Make table `source_collisions` of places east and north of the street's start; other columns by name."""

    def make(*places: tuple[float, float], **columns: object) -> pd.DataFrame:
        frame = pd.DataFrame(
            {
                "collision_id": [f"2025{number}" for number in range(len(places))],
                "year": 2025, "date": "2025-03-03", "time": "08:30",
                "easting_m": [EAST + x for x, _ in places], "northing_m": [NORTH + y for _, y in places],
                "severity": "slight", "adjusted_serious": float("nan"), "local_authority_code": "E06999001",
                "is_motorway": False, "pedestrian_crossing": "none",
            }
        )  # fmt: skip
        return conform("source_collisions", frame.assign(**columns))

    return make


@pytest.fixture
def casualties() -> Rows:
    """Make table `source_casualties`, one casualty of 9 on foot in each collision named; other columns by name."""

    def make(*collision_id: str, **columns: object) -> pd.DataFrame:
        frame = pd.DataFrame(
            {
                "collision_id": collision_id,
                "casualty_reference": [str(number) for number in range(len(collision_id))],
                "road_user": "pedestrian", "age": 9.0, "severity": "slight", "adjusted_serious": float("nan"),
                "pedestrian_location": "on a crossing", "home_lsoa_code": None, "home_imd_decile": float("nan"),
            }
        )  # fmt: skip
        return conform("source_casualties", frame.assign(**columns))

    return make
