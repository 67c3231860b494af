"""OpenStreetMap extracts (PBF or XML) as one table, clipped to where it is needed."""

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import osmium
import pandas as pd
import shapely

from geodata.catalogue import Source
from geodata.errors import SourceFileError
from geodata.openstreetmap.assembly import assemble
from geodata.openstreetmap.coverage import WGS84, covered, projected
from geodata.openstreetmap.merging import merge
from geodata.openstreetmap.opl import Extract, member_ways, read_extract
from geodata.openstreetmap.roles import ON_WAYS
from geodata.readers.file_format import require_content
from geodata.schemas import conform
from geodata.source_files import named

COUNTS = ("nodes", "ways", "highway_ways", "crossing_nodes", "dangling_references")
_NO_NODES = np.empty(0, np.int64)


def read_extracts(
    paths: Sequence[Path], source: Source, outline: shapely.Geometry | None, crs: str = "EPSG:27700"
) -> gpd.GeoDataFrame:
    """Return table `source_openstreetmap` of one or several extracts, in `crs`.

    Ways, areas and points that meet `outline` (in `crs`; the study area with its buffer) are kept whole; without one
    everything is. Where extracts overlap an element appears once: the highest version, of equals the most complete.
    The order of `paths` does not matter.

    `attrs["openstreetmap"]` says what the files hold before clipping, added up: `nodes`, `ways`, `highway_ways`,
    `crossing_nodes` (highway=crossing) and `dangling_references` (nodes of highways that the file lacks); what came of
    it: `ways_cut` (walkable ways of the table that lack nodes), `areas_incomplete` (places that lack nodes, kept as
    points) and `merged_duplicates`; `coverage` (WKT of the area that each file covers, in `crs`) and `data_date` (the
    earliest, "" if a file does not say).

    Raises `SourceFileError` if a file is empty, damaged or something else, holds no highway, or if none of them meets
    the outline.
    """
    extracts = [_read(path, source) for path in sorted(paths)]
    coverage = [covered(extract, crs) for extract in extracts]
    if outline is not None:
        extracts = [_near(extract, projected(outline, crs, WGS84).bounds) for extract in extracts]
    elements = merge(extracts)
    table, incomplete = assemble(elements, crs)
    table = _clipped(table, outline)
    if not (table["role"] == "walkable").any():
        raise SourceFileError(_outside(paths, source, outline, coverage))
    read = conform("source_openstreetmap", table)
    is_cut = elements.ways.loc[elements.vertices.missing > 0, "id"]
    read.attrs["openstreetmap"] = {
        **{name: sum(extract.counts[name] for extract in extracts) for name in COUNTS},
        "ways_cut": int(is_cut.isin(read.loc[read["role"] == "walkable", "osm_id"]).sum()),
        "areas_incomplete": incomplete,
        "merged_duplicates": elements.duplicates,
        "coverage": [shape.wkt for shape in coverage],
        "data_date": min(extract.data_date for extract in extracts),
    }
    return read


def _read(path: Path, source: Source) -> Extract:
    """Return what a file holds; a file that is not an extract is named."""
    if not path.stat().st_size or not path.name.lower().removesuffix(".gz").endswith((".osm", ".xml")):
        require_content(path, source)
    try:
        extract = read_extract(path)
    except (RuntimeError, ValueError, osmium.InvalidLocationError) as error:  # all that pyosmium raises
        raise SourceFileError(
            f"{named(source, path)}: this is not an OpenStreetMap extract (.osm.pbf, .osm), or it is cut short or "
            f"damaged ({error}); get the file again from {source.landing_page}"
        ) from error
    if not extract.counts["highway_ways"]:
        raise SourceFileError(
            f"{named(source, path)}: the extract holds no way with the key highway, among {extract.counts['ways']} "
            f"ways; get one that was not filtered from {source.landing_page}"
        )
    return extract


def _near(extract: Extract, box: tuple[float, float, float, float]) -> Extract:
    """Return the extract without the ways that cannot meet the box, so that a whole region need not be held in memory.

    Members of relations stay: the area between them may reach into the box.
    """
    west, south, east, north = box
    vertices = extract.vertices
    ways = np.flatnonzero(vertices.counts)
    lon, lat, starts = vertices.lon, vertices.lat, vertices.starts[ways]
    # unlike minimum, fmin passes over missing nodes
    is_near = (np.fmin.reduceat(lon, starts) <= east) & (np.fmax.reduceat(lon, starts) >= west)
    is_near &= (np.fmin.reduceat(lat, starts) <= north) & (np.fmax.reduceat(lat, starts) >= south)
    is_member = extract.ways["id"].iloc[ways].isin(member_ways(extract.relations["members"])).to_numpy()
    return extract.with_ways(ways[is_near | is_member])


def _clipped(table: gpd.GeoDataFrame, outline: shapely.Geometry | None) -> gpd.GeoDataFrame:
    """Return the rows of elements that meet the outline, nodes on ways only where one walks; by element, id, role."""
    if outline is not None:
        shapely.prepare(outline)
        meets = shapely.intersects(outline, table.geometry.to_numpy())
        number = table.groupby(["element", "osm_id"], sort=False).ngroup().to_numpy()
        table = table[np.isin(number, number[meets])]
    nodes = np.concatenate([_NO_NODES, *table.loc[table["role"] == "walkable", "node_ids"]])
    is_on_way = table["role"].isin(ON_WAYS)
    on_foot = nodes[pd.Index(nodes).isin(table.loc[is_on_way, "osm_id"])]
    table = table[~is_on_way | table["osm_id"].isin(on_foot)]
    return table.sort_values(["element", "osm_id", "role", "part"], ignore_index=True)


def _outside(
    paths: Sequence[Path], source: Source, outline: shapely.Geometry | None, coverage: Sequence[shapely.Geometry]
) -> str:
    files = ", ".join(path.name for path in sorted(paths))
    about = f"{source.title} ({source.key}), {files}"
    if outline is None:
        return f"{about}: no way in it may be walked along; get an extract that was not filtered"
    return (
        f"{about}: the study area lies outside the extract: with its buffer it reaches {_reach(outline.bounds)}, the "
        f"streets of the extract {_reach(shapely.union_all(list(coverage)).bounds)} (metres east and north). Get the "
        f"extract of the right county from {source.landing_page}"
    )


def _reach(bounds: tuple[float, float, float, float]) -> str:
    west, south, east, north = bounds
    return f"from {west:.0f} to {east:.0f} E and from {south:.0f} to {north:.0f} N"
