"""Tables of the walking network: OpenStreetMap as read, nodes, edges, slope and how complete the tags are."""

from typing import Any

import pandera.pandas as pa
from pandera.typing import Series
from pandera.typing.geopandas import GeoSeries

from geodata.schemas.table import Table

EDGE_ATTRIBUTES = (
    "sidewalk_left",
    "sidewalk_right",
    "speed_mph",
    "lanes",
    "width_m",
    "lit",
    "surface",
    "crossing",
    "island",
    "kerb",
    "tactile_paving",
    "bridge",
    "tunnel",
    "steps",
)
"""Attributes of an edge; each has a value, whether it is known (`is_<name>_known`) and where from (`<name>_source`)."""
NODE_ATTRIBUTES = ("crossing", "island", "kerb", "tactile_paving")
"""Attributes of a crossing node, in the same three columns."""
ATTRIBUTE_SOURCES = ("osm", "type", "default", "")
"""Stated by the tag itself, by a tag naming a legal type, assumed by a labelled rule, or nothing to say."""
CROSSINGS = (
    "zebra",
    "parallel",
    "pelican",
    "puffin",
    "toucan",
    "pegasus",
    "signalised",
    "uncontrolled",
    "unmarked",
    "none",
)
"""Classes of crossings in the UK; `signalised` is a signal crossing of unstated kind; `none` forbids crossing."""

SIDEWALKS = ("yes", "no", "separate")
YES_NO = ("yes", "no")
ROLES = ("walkable", "crossing", "signals", "level_crossing", "barrier", "destination")


def _known() -> Any:
    return pa.Field(description="whether a tag says so")


def _from() -> Any:
    return pa.Field(isin=ATTRIBUTE_SOURCES, description="osm (the tag), type, default (assumed) or empty")


class SourceOpenstreetmap(Table):
    """What OpenStreetMap says that matters to walking, within 5 km of the study area; one row per element and role.

    Walkable ways; nodes on them that are crossings, kerbs or gates; barriers that cut people off (motorways, railways,
    rivers, canals); and destinations, as points or polygons.
    """

    element: Series[str] = pa.Field(isin=["node", "way", "relation"], description="kind of OpenStreetMap element")
    osm_id: Series[int] = pa.Field(description="its number")
    osm_version: Series[float] = pa.Field(nullable=True, description="its version; null from Overpass")
    role: Series[str] = pa.Field(isin=ROLES, description="what it is read for; an element may have several")
    part: Series[int] = pa.Field(ge=0, description="piece of a way that the extract cuts into several, from 0")
    tags: Series[str] = pa.Field(description="the tags that are used, as JSON with sorted keys")
    node_ids: Series[object] = pa.Field(description="OpenStreetMap nodes of a walkable way, one per vertex; else empty")
    geometry: GeoSeries = pa.Field(description="point, line or polygon, EPSG:27700")


class WalkingNodes(Table):
    """Ends, intersections and crossings of the walking network."""

    node_id: Series[int] = pa.Field(unique=True, description="OpenStreetMap node")
    local_authority_code: Series[str] = pa.Field(nullable=True, description="authority it lies in; null in the buffer")
    degree: Series[int] = pa.Field(ge=1, description="edge ends that meet here")
    is_in_main_component: Series[bool] = pa.Field(description="whether one can walk from here to most of the network")
    is_crossing: Series[bool] = pa.Field(description="whether a crossing of a road is mapped here")
    crossing: Series[str] = pa.Field(
        isin=CROSSINGS, nullable=True, description="class of crossing, where the edge is one"
    )
    is_crossing_known: Series[bool] = _known()
    crossing_source: Series[str] = _from()
    island: Series[str] = pa.Field(isin=YES_NO, nullable=True, description="refuge island: yes or no")
    is_island_known: Series[bool] = _known()
    island_source: Series[str] = _from()
    kerb: Series[str] = pa.Field(nullable=True, description="kerb: flush, lowered, raised or rolled")
    is_kerb_known: Series[bool] = _known()
    kerb_source: Series[str] = _from()
    tactile_paving: Series[str] = pa.Field(isin=YES_NO, nullable=True, description="tactile paving: yes or no")
    is_tactile_paving_known: Series[bool] = _known()
    tactile_paving_source: Series[str] = _from()
    geometry: GeoSeries = pa.Field(description="point, EPSG:27700")


class WalkingEdges(Table):
    """Pieces of streets and paths between two nodes, each once, whoever owns it."""

    edge_id: Series[str] = pa.Field(unique=True, description="way, part and piece, as w123.0.4")
    u: Series[int] = pa.Field(description="node at the start, in the way's direction")
    v: Series[int] = pa.Field(description="node at the end")
    length_m: Series[float] = pa.Field(ge=0, description="length in metres")
    osm_way_id: Series[int] = pa.Field(description="OpenStreetMap way")
    osm_version: Series[float] = pa.Field(nullable=True, description="version of the way; null from Overpass")
    highway: Series[str] = pa.Field(description="OpenStreetMap class of the way")
    name: Series[str] = pa.Field(nullable=True, description="name of the way")
    ref: Series[str] = pa.Field(nullable=True, description="road number")
    local_authority_code: Series[str] = pa.Field(
        nullable=True, description="the one authority that owns it (by its middle); null in the buffer around the area"
    )
    is_in_main_component: Series[bool] = pa.Field(description="whether it hangs together with most of the network")
    is_sidewalk_separate: Series[bool] = pa.Field(description="centreline whose footway is mapped as a way of its own")
    is_cycleway: Series[bool] = pa.Field(description="cycleway that is open to people on foot")
    sidewalk_left: Series[str] = pa.Field(
        isin=SIDEWALKS,
        nullable=True,
        description="footway on the left of the way's direction: yes, no or separate (mapped as its own way)",
    )
    is_sidewalk_left_known: Series[bool] = _known()
    sidewalk_left_source: Series[str] = _from()
    sidewalk_right: Series[str] = pa.Field(
        isin=SIDEWALKS, nullable=True, description="footway on the right: yes, no or separate"
    )
    is_sidewalk_right_known: Series[bool] = _known()
    sidewalk_right_source: Series[str] = _from()
    speed_mph: Series[float] = pa.Field(
        nullable=True, description="speed limit in miles per hour; null off the carriageway"
    )
    is_speed_mph_known: Series[bool] = _known()
    speed_mph_source: Series[str] = _from()
    lanes: Series[float] = pa.Field(nullable=True, description="traffic lanes, both directions together")
    is_lanes_known: Series[bool] = _known()
    lanes_source: Series[str] = _from()
    width_m: Series[float] = pa.Field(nullable=True, description="width in metres")
    is_width_m_known: Series[bool] = _known()
    width_m_source: Series[str] = _from()
    lit: Series[str] = pa.Field(isin=YES_NO, nullable=True, description="street lighting: yes or no")
    is_lit_known: Series[bool] = _known()
    lit_source: Series[str] = _from()
    surface: Series[str] = pa.Field(nullable=True, description="surface as tagged")
    is_surface_known: Series[bool] = _known()
    surface_source: Series[str] = _from()
    crossing: Series[str] = pa.Field(
        isin=CROSSINGS, nullable=True, description="class of crossing, where the edge is one"
    )
    is_crossing_known: Series[bool] = _known()
    crossing_source: Series[str] = _from()
    island: Series[str] = pa.Field(isin=YES_NO, nullable=True, description="refuge island: yes or no")
    is_island_known: Series[bool] = _known()
    island_source: Series[str] = _from()
    kerb: Series[str] = pa.Field(nullable=True, description="kerb: flush, lowered, raised or rolled")
    is_kerb_known: Series[bool] = _known()
    kerb_source: Series[str] = _from()
    tactile_paving: Series[str] = pa.Field(isin=YES_NO, nullable=True, description="tactile paving: yes or no")
    is_tactile_paving_known: Series[bool] = _known()
    tactile_paving_source: Series[str] = _from()
    bridge: Series[str] = pa.Field(isin=YES_NO, description="yes or no; no where untagged")
    is_bridge_known: Series[bool] = _known()
    bridge_source: Series[str] = _from()
    tunnel: Series[str] = pa.Field(isin=YES_NO, description="yes or no; no where untagged")
    is_tunnel_known: Series[bool] = _known()
    tunnel_source: Series[str] = _from()
    steps: Series[str] = pa.Field(isin=YES_NO, description="yes or no; no where untagged")
    is_steps_known: Series[bool] = _known()
    steps_source: Series[str] = _from()
    geometry: GeoSeries = pa.Field(description="line from u to v, EPSG:27700")


class EdgeSlopes(Table):
    """Height and walking time along each edge, both ways; unknown where the terrain model has no data."""

    edge_id: Series[str] = pa.Field(unique=True, description="edge of the walking network")
    elevation_start_m: Series[float] = pa.Field(nullable=True, description="height at u in metres")
    elevation_end_m: Series[float] = pa.Field(nullable=True, description="height at v in metres")
    ascent_m: Series[float] = pa.Field(nullable=True, ge=0, description="metres climbed from u to v")
    descent_m: Series[float] = pa.Field(nullable=True, ge=0, description="metres descended from u to v")
    gradient_pct: Series[float] = pa.Field(nullable=True, description="mean gradient from u to v, per cent; up is plus")
    steepest_pct: Series[float] = pa.Field(nullable=True, ge=0, description="steepest gradient on it, either way")
    walk_minutes: Series[float] = pa.Field(ge=0, description="minutes at 4.8 km/h, slope not considered")
    walk_minutes_forward: Series[float] = pa.Field(nullable=True, ge=0, description="from u to v with slope (Tobler)")
    walk_minutes_backward: Series[float] = pa.Field(nullable=True, ge=0, description="from v to u with slope (Tobler)")


class SourceElevation(Table):
    """Heights along the edges of the walking network, as read from the terrain model."""

    edge_id: Series[str] = pa.Field(description="edge of the walking network")
    along_m: Series[float] = pa.Field(ge=0, description="metres from u")
    elevation_m: Series[float] = pa.Field(nullable=True, description="height in metres; null where there is no data")


class TagCompleteness(Table):
    """How much of the network is tagged: kilometres by authority, class of road and attribute."""

    area_code: Series[str] = pa.Field(description="authority, or the study area's name")
    highway: Series[str] = pa.Field(description="OpenStreetMap class; `all` for all of them together")
    attribute: Series[str] = pa.Field(isin=EDGE_ATTRIBUTES, description="attribute")
    length_km: Series[float] = pa.Field(ge=0, description="kilometres to which the attribute applies")
    known_km: Series[float] = pa.Field(ge=0, description="kilometres where a tag says it")
    known_pct: Series[float] = pa.Field(ge=0, le=100, nullable=True, description="per cent of kilometres known")


class NetworkSummary(Table):
    """What the network is made of and what it lacks, one figure a row."""

    area_code: Series[str] = pa.Field(description="authority, or the study area's name")
    item: Series[str] = pa.Field(description="what is counted or measured")
    value: Series[float] = pa.Field(nullable=True, description="figure; null where it cannot be known")
    unit: Series[str] = pa.Field(description="unit")
    note: Series[str] = pa.Field(description="warnings, such as a buffer that the extract does not cover")
