"""The one area of a streets-only study area: what its extract covers."""

import geopandas as gpd
import shapely

from geodata.schemas import CRS, conform
from geodata.study_area import StudyArea


def outline(study_area: StudyArea, openstreetmap: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return table `local_authorities` with the only authority, its outline what the extracts cover (EPSG:27700)."""
    covered = shapely.union_all(shapely.from_wkt(openstreetmap.attrs["openstreetmap"]["coverage"]))
    area = {"local_authority_code": study_area.codes, "local_authority_name": [study_area.title]}
    return conform("local_authorities", gpd.GeoDataFrame(area, geometry=[covered], crs=CRS))


def levels(local_authorities: gpd.GeoDataFrame) -> dict[str, gpd.GeoDataFrame]:
    """Return the areas of each level (columns `code`, geometry): there are neither LSOAs nor wards."""
    own = local_authorities.rename(columns={"local_authority_code": "code"})
    return {"local_authority": own[["code", "geometry"]]}
