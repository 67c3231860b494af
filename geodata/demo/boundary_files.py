"""The demo borough's boundaries as GeoJSON in the layouts of the ONS Open Geography portal."""

import json
import uuid
from pathlib import Path

import geopandas as gpd
import shapely

from geodata.demo import geography
from geodata.demo.areas import Level, build_borough

CRS84 = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
PREFIX: dict[Level, str] = {"ward": "WD25", "lsoa": "LSOA21", "lsoa_2011": "LSOA11"}
WITH_CENTRES: tuple[Level, ...] = ("ward", "lsoa_2011")
"""Levels whose files state a point for each area; ours is one inside it."""


def write_boundaries(path: Path, level: Level) -> None:
    """Write the areas of one level in longitude and latitude, six decimals, with the columns ONS gives them."""
    areas = build_borough().areas(level)
    table = gpd.GeoDataFrame({"FID": range(1, len(areas) + 1)}, geometry=areas.geometry)
    table[f"{PREFIX[level]}CD"] = areas["code"]
    table[f"{PREFIX[level]}NM"] = areas["name"]
    if level == "ward":
        table = table.assign(WD25NMW=" ", LAD25CD=geography.AUTHORITY_CODE, LAD25NM=geography.AUTHORITY_NAME)
    if level in WITH_CENTRES:
        inside = areas.geometry.representative_point()
        degrees = inside.to_crs("EPSG:4326")
        table = table.assign(BNG_E=inside.x.round().astype(int), BNG_N=inside.y.round().astype(int))
        table = table.assign(LONG=degrees.x.round(6), LAT=degrees.y.round(6))
    table["GlobalID"] = [str(uuid.uuid5(uuid.NAMESPACE_OID, code)) for code in areas["code"]]
    _write_geojson(path, table)


def write_authority(path: Path) -> None:
    """Write the borough's outline, the union of its wards, as the layer of local authorities."""
    outline = build_borough().output_areas.geometry.union_all()
    table = gpd.GeoDataFrame(
        {"LAD24CD": [geography.AUTHORITY_CODE], "LAD24NM": [geography.AUTHORITY_NAME]},
        geometry=[outline],
        crs=geography.CRS,
    )
    _write_geojson(path, table)


def _write_geojson(path: Path, table: gpd.GeoDataFrame) -> None:
    geometry = shapely.transform(table.to_crs("EPSG:4326").geometry.to_numpy(), lambda corners: corners.round(6))
    properties = table.drop(columns="geometry").to_dict("records")
    features = [
        {"type": "Feature", "properties": each, "geometry": json.loads(shape)}
        for each, shape in zip(properties, shapely.to_geojson(geometry), strict=True)
    ]
    collection = {"type": "FeatureCollection", "name": path.stem, "crs": CRS84, "features": features}
    path.write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
