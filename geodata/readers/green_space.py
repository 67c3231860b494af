"""OS Open Greenspace: sites and the points where one enters them, from a GeoPackage, zipped or not."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from geodata.catalogue import Source
from geodata.errors import SourceFileError
from geodata.readers.file_format import require_content
from geodata.readers.headers import match_columns
from geodata.readers.layers import dataset_of, layer_names, read_shapes
from geodata.schemas import CRS
from geodata.source_files import named
from geodata.study_area import StudyArea

# our column of each layer, and the catalogue's name for it: both layers call their own number `id`
_SITE = {"feature_id": "site_id", "function": "function", "site_name": "site_name"}
_ACCESS_POINT = {"feature_id": "access_point_id", "site_id": "access_site_id", "access_type": "access_type"}


def read_green_space(path: Path, source: Source, _study_area: StudyArea) -> pd.DataFrame:
    """Return sites with function, name and outline, and access points with who may enter, in EPSG:27700.

    The file covers all of Britain, and so does the table. Access points of sites that are not in the file are left out
    and counted. Raises `SourceFileError` if the file is no complete GeoPackage, lacks one of the two layers or a
    coordinate system, and `MissingColumnError` if a column is missing.
    """
    require_content(path, source)
    dataset = dataset_of(path, source, (".gpkg",))
    sites = _layer(dataset, "greenspace_site", _SITE, source, path)
    points = _layer(dataset, "access_point", _ACCESS_POINT, source, path)
    of_site = sites.set_index("feature_id")[["function", "site_name"]]
    known = points[points["site_id"].isin(of_site.index)]
    entered = known.join(of_site, on="site_id").assign(feature="access_point")
    unasked = pd.Series(pd.NA, sites.index, dtype="string")
    listed = sites.assign(feature="site", site_id=sites["feature_id"], access_type=unasked)
    together: pd.DataFrame = pd.concat([listed, entered[listed.columns]], ignore_index=True)
    if lost := len(points) - len(known):
        together.attrs["mended"] = f"{lost} access points of unknown sites left out"
    return together


def _layer(dataset: str, layer: str, columns: dict[str, str], source: Source, path: Path) -> gpd.GeoDataFrame:
    """Return one layer's columns under our names as text, with flat and valid geometry in EPSG:27700."""
    present = {_folded(name): name for name in layer_names(dataset, path, source)}
    if _folded(layer) not in present:
        raise SourceFileError(
            f"{named(source, path)}: no layer {layer}; found {', '.join(present.values()) or 'none'}. "
            f"Get the GeoPackage from {source.landing_page}"
        )
    frame = read_shapes(dataset, path, source, layer=present[_folded(layer)])
    wanted = source.model_copy(update={"columns": {name: source.columns[name] for name in columns.values()}})
    places = match_columns(wanted, [str(name) for name in frame.columns], path)
    text = {ours: frame.iloc[:, places[theirs]].astype("string").str.strip() for ours, theirs in columns.items()}
    return gpd.GeoDataFrame(text, geometry=_in_national_grid(frame, layer, source, path))


def _folded(name: str) -> str:
    return name.replace("_", "").casefold()


def _in_national_grid(frame: gpd.GeoDataFrame, layer: str, source: Source, path: Path) -> gpd.GeoSeries:
    if frame.geometry.isna().any():
        raise SourceFileError(f"{named(source, path)}: layer {layer} has rows without a place")
    if frame.crs is None:
        raise SourceFileError(
            f"{named(source, path)}: layer {layer} declares no coordinate system; save it with one, such as {CRS}"
        )
    shapes = shapely.force_2d(frame.geometry.to_crs(CRS).to_numpy())
    is_invalid = ~shapely.is_valid(shapes)
    shapes[is_invalid] = shapely.make_valid(shapes[is_invalid], method="structure", keep_collapsed=False)
    return gpd.GeoSeries(shapes, frame.index, crs=CRS)
