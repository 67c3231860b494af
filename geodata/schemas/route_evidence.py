"""Tables of the side-aware network and the evidence on it."""

from typing import Any

import pandera.pandas as pa
from pandera.typing import Series
from pandera.typing.geopandas import GeoSeries

from geodata.schemas.table import Table

PART_KINDS = ("side", "street", "path", "crossing")
"""One side of a main road; another carriageway, both sides together; a way without motor traffic; a main road's arm
crossed at a node."""
SIDES = ("left", "right", "")
LINKS = "footway|footway_width_m|flow_vpd|speed_mph|hgv_pct|step_off|sight_lines|side_road_vpd|side_road_treated|firm_surface|gradient_pct|lit"  # noqa: E501
CROSSINGS = (
    "controlled|signals|signal_arm_without_figure|island|flow_vpd|speed_mph|hgv_pct|lanes|width_m|spacing_m|sight_lines"
)


def _bounds(names: str) -> Any:
    return pa.Field(
        alias=f"^({names})_(lo|hi|likely)$",
        regex=True,
        title="<attribute>_lo, _hi, _likely",
        description="least and greatest value it can have, and the likely one; equal where it is known",
    )


def _known(names: str) -> Any:
    return pa.Field(
        alias=f"^is_({names})_known$",
        regex=True,
        title="is_<attribute>_known",
        description="whether a tag, survey or count says it; a class range or an assumption does not count",
    )


def _sources(names: str) -> Any:
    return pa.Field(
        alias=f"^({names})_source$",
        regex=True,
        title="<attribute>_source",
        description="openstreetmap, <catalogue key>:<row>, type (what the way is), class range, not mapped (taken not "
        "to be there), not applicable",
    )


def _dates(names: str) -> Any:
    return pa.Field(
        alias=f"^({names})_source_date$",
        regex=True,
        title="<attribute>_source_date",
        description="date or year the source speaks of; empty where it does not say",
    )


class RouteParts(Table):
    """The side-aware network: sides of main roads, other streets, paths, and arms of main roads that may be crossed.

    Places are numbered from 0. A node of the walking network where fewer than two arms of main roads meet is one place;
    any other is a place for each piece of land between neighbouring arms.
    """

    part_id: Series[str] = pa.Field(
        unique=True, description="edge, with .left or .right for a side; x<node>.<edge>.<u or v> for a crossing"
    )
    kind: Series[str] = pa.Field(isin=PART_KINDS, description="side, street, path or crossing")
    edge_id: Series[str] = pa.Field(description="edge of the walking network it belongs to; of a crossing the arm")
    beside_edge_id: Series[str] = pa.Field(
        nullable=True, description="edge of the road that a path runs beside, whose traffic passes it; null if none"
    )
    side: Series[str] = pa.Field(isin=SIDES, description="left or right of the edge's direction; empty if both")
    u: Series[int] = pa.Field(ge=0, description="place at the start")
    v: Series[int] = pa.Field(ge=0, description="place at the end")
    node_id: Series[float] = pa.Field(nullable=True, description="OpenStreetMap node of a crossing")
    length_m: Series[float] = pa.Field(ge=0, description="metres along the centreline; 7.3 for a crossing")
    highway: Series[str] = pa.Field(description="OpenStreetMap class of the way")
    osm_way_id: Series[int] = pa.Field(description="OpenStreetMap way")
    osm_version: Series[float] = pa.Field(nullable=True, description="version of the way")
    name: Series[str] = pa.Field(nullable=True, description="name of the way")
    ref: Series[str] = pa.Field(nullable=True, description="road number")
    local_authority_code: Series[str] = pa.Field(nullable=True, description="authority that owns the edge")
    is_main_road: Series[bool] = pa.Field(description="trunk, primary, secondary, tertiary or one of their links")
    is_in_main_component: Series[bool] = pa.Field(description="whether it hangs together with most of the network")
    geometry: GeoSeries = pa.Field(description="centreline of the edge, or the point of the crossing, EPSG:27700")


class SchoolGates(Table):
    """Where the side-aware network reaches each school."""

    school_id: Series[str] = pa.Field(description="school")
    part_id: Series[str] = pa.Field(description="side, street or path it is entered from")
    along_m: Series[float] = pa.Field(ge=0, description="metres from the part's start")
    snap_m: Series[float] = pa.Field(ge=0, description="straight metres from the part to the school")


class HomeDoors(Table):
    """Where each home joins the side-aware network; a working table, never published."""

    home_id: Series[int] = pa.Field(description="home (table homes)")
    part_id: Series[str] = pa.Field(description="side, street or path it stands on")
    along_m: Series[float] = pa.Field(ge=0, description="metres from the part's start")
    snap_m: Series[float] = pa.Field(ge=0, description="straight metres to the part")


class LinkEvidence(Table):
    """What is known of every side, street and path, attribute by attribute; the rows of `route_parts` but crossings.

    The attributes are `geodata.school_routes.attributes.LINK_ATTRIBUTES`.
    """

    part_id: Series[str] = pa.Field(unique=True, description="side, street or path")
    is_beside_water: Series[bool] = pa.Field(description="path within 5 m of a river or canal")
    is_isolated: Series[bool] = pa.Field(description="path out of sight of any street: more than 50 m from one")
    is_level_crossing: Series[bool] = pa.Field(description="whether it leads over rails on the level")
    bounds: Series[float] | None = _bounds(LINKS)
    known: Series[bool] | None = _known(LINKS)
    sources: Series[str] | None = _sources(LINKS)
    dates: Series[str] | None = _dates(LINKS)


class OsmLinkEvidence(LinkEvidence):
    """The same from OpenStreetMap, terrain and class ranges alone, before any authority's file."""


class CrossingEvidence(Table):
    """What is known of every arm that may be crossed; the crossings of `route_parts`.

    The attributes are `geodata.school_routes.attributes.CROSSING_ATTRIBUTES`.
    """

    part_id: Series[str] = pa.Field(unique=True, description="crossing")
    crossing: Series[str] = pa.Field(nullable=True, description="class of the mapped crossing within 20 m, if any")
    osm_node_id: Series[float] = pa.Field(nullable=True, description="OpenStreetMap node of that crossing")
    osm_node_version: Series[float] = pa.Field(nullable=True, description="its version")
    bounds: Series[float] | None = _bounds(CROSSINGS)
    known: Series[bool] | None = _known(CROSSINGS)
    sources: Series[str] | None = _sources(CROSSINGS)
    dates: Series[str] | None = _dates(CROSSINGS)


class OsmCrossingEvidence(CrossingEvidence):
    """The same from OpenStreetMap and class ranges alone, before any authority's file."""
