"""Green space of the demo borough as a GeoPackage in the layout of OS Open Greenspace."""

import uuid
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from geodata.demo import geography
from geodata.demo.streets.greens import greens
from geodata.demo.streets.ways import ways

FUNCTIONS = {
    "park": "Public Park Or Garden",
    "playing_field": "Playing Field",
    "allotments": "Allotments Or Community Growing Spaces",
    "cemetery": "Cemetery",
    "church_ground": "Religious Grounds",
    "golf_course": "Golf Course",
    "playground": "Play Space",
}
LEFT_OUT = ("Wharf Green",)
"""Parks that the Ordnance Survey does not have."""

ENTRANCE_WITHIN_M = 12.0
WRITTEN = "2025-10-01T00:00:00.000Z"
"""Date that the file states, so that its bytes are always the same."""

GATES = {"golf_course": "Motor Vehicle", "cemetery": "Motor Vehicle And Pedestrian"}


def write_green_space(path: Path) -> None:
    """Write the layers `greenspace_site` and `access_point`."""
    sites = _sites()
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": WRITTEN})
    try:
        for layer, table in (("greenspace_site", sites.drop(columns="kind")), ("access_point", _access_points(sites))):
            pyogrio.write_dataframe(table, path, layer=layer, driver="GPKG", append=path.exists())
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _sites() -> gpd.GeoDataFrame:
    known = greens()[~greens()["name"].isin(LEFT_OUT)].reset_index(drop=True)
    names = known["name"].mask(known["name"] == "")
    return gpd.GeoDataFrame(
        {
            "id": [_identifier(f"site {number}") for number in range(len(known))],
            "function": known["kind"].map(FUNCTIONS),
            "distinctive_name_1": names,
            "kind": known["kind"],
        },
        geometry=shapely.force_2d(known.geometry.simplify(0.5).to_numpy()),
        crs=geography.CRS,
    )


def _access_points(sites: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return points on the edge of each site beside corners of streets and paths, and one for a site with none."""
    corners = np.unique(shapely.get_coordinates(ways().geometry.to_numpy()), axis=0)
    edges = sites.geometry.exterior.to_numpy()
    corner, edge = shapely.STRtree(edges).query(
        shapely.points(corners), predicate="dwithin", distance=ENTRANCE_WITHIN_M
    )
    every = np.lexsort([corner, edge])
    edge, corner = edge[every][::3], corner[every][::3]
    alone = np.setdiff1d(np.arange(len(edges)), edge)
    points = [
        *shapely.get_point(shapely.shortest_line(edges[edge], shapely.points(corners[corner])), 0),
        *shapely.get_point(edges[alone], 0),
    ]
    site = sites.iloc[np.concatenate([edge, alone])].reset_index(drop=True)
    return gpd.GeoDataFrame(
        {
            "id": [_identifier(f"gate {number}") for number in range(len(points))],
            "access_type": site["kind"].map(GATES).fillna("Pedestrian"),
            "ref_to_greenspace_site": site["id"],
        },
        geometry=points,
        crs=geography.CRS,
    )


def _identifier(subject: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{geography.AUTHORITY_CODE} {subject}")).upper()
