"""20 mph zones: areas or streets under a traffic regulation order, those in force today."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from geodata.catalogue import Source
from geodata.readers.authority_layers import read_layer
from geodata.readers.authority_values import as_dates, is_ahead
from geodata.study_area import StudyArea


def read_zones_20mph(path: Path, source: Source, _study_area: StudyArea) -> pd.DataFrame:
    """Return zones with name and the day from which they hold, outlines made valid.

    Those not yet in force are left out and counted in `attrs["mended"]`. Raises `SourceFileError` for a file that is
    no layer of polygons or lines, and for a date that is none.
    """
    layer = read_layer(path, source, ["Polygon", "LineString"])
    from_day = as_dates(layer["in_force_from"], source, path)
    shapes = shapely.make_valid(layer.geometry.to_numpy(), method="structure", keep_collapsed=False)
    valid = gpd.GeoSeries(shapes, layer.index, crs=layer.crs)
    is_waiting = is_ahead(from_day)
    zones: pd.DataFrame = layer.assign(in_force_from=from_day, geometry=valid)[~is_waiting]
    waiting = [f"{is_waiting.sum()} zones not yet in force left out"] if is_waiting.any() else []
    mended = [layer.attrs[key] for key in ("mended",) if key in layer.attrs] + waiting
    zones.attrs = {"mended": "; ".join(mended)} if mended else {}
    return zones
