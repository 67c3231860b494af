"""The whole pack: a GeoPackage and its styles for each authority, GeoJSON of the smaller layers, and what they hold."""

import datetime
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio

from geodata.schemas import described_columns
from geodata.study_area import StudyArea
from maps.gis.geopackage import write_geopackage
from maps.gis.layers import OF_ACCESS, TABLES, layers_of
from maps.gis.styles import qml

AS_GEOJSON = ("schools", "crossings", "survey_list", "priorities")
NOT_FOR = (
    "Not to grant or refuse transport to a child: nobody has walked these routes for these data.",
    "Not for statements about single people: figures are of areas, or modelled.",
    "Not to call a street safe or dangerous: available, unavailable and undetermined are the words of the rules.",
)
DEGREES = 6


def write_gis_pack(
    study_area: StudyArea, tables: Mapping[str, pd.DataFrame], run_date: datetime.date, folder: Path
) -> list[str]:
    """Write `<authority>.gpkg`, `styles/<layer>.qml`, `<authority>_<layer>.geojson` and a `.json` beside each file.

    `tables` are as published, small numbers suppressed. Returns the names of the files, relative to the folder.
    """
    written: list[str] = []
    for key, code in study_area.local_authorities.items():
        layers = layers_of(tables, code)
        if layers:
            written += _write(key, layers, tables["sources"], run_date, folder)
    return list(dict.fromkeys(written))  # authorities share the styles


def _write(
    key: str, layers: Mapping[str, gpd.GeoDataFrame], sources: pd.DataFrame, run_date: datetime.date, folder: Path
) -> list[str]:
    """Write the files of one authority; return their names."""
    styles = {name: qml(name, aliases(name, layer)) for name, layer in layers.items()}
    (folder / "styles").mkdir(parents=True, exist_ok=True)
    write_geopackage(folder / f"{key}.gpkg", layers, styles, run_date)
    for name, text in styles.items():
        (folder / "styles" / f"{name}.qml").write_text(text, encoding="utf-8")
    held = {f"{key}.gpkg": layers}
    for name in AS_GEOJSON:
        if name in layers:
            _write_geojson(folder / f"{key}_{name}.geojson", layers[name])
            held[f"{key}_{name}.geojson"] = {name: layers[name]}
    for name, of_file in held.items():
        _describe(folder / name, of_file, sources, run_date)
    return [*held, *(f"{name}.json" for name in held), *(f"styles/{name}.qml" for name in styles)]


def _write_geojson(path: Path, layer: gpd.GeoDataFrame) -> None:
    path.unlink(missing_ok=True)
    options = {"RFC7946": "YES", "COORDINATE_PRECISION": str(DEGREES), "WRITE_NAME": "NO"}
    pyogrio.write_dataframe(layer.to_crs(4326), path, driver="GeoJSON", layer_options=options)


def aliases(layer: str, fields: Iterable[str]) -> dict[str, str]:
    """Return what each field of a layer means, by the schema of its table, else its own name in words."""
    tables = ("edge_ratings", "schools", TABLES[layer])  # flows and schools hold fields of these too
    told = {name: words for table in tables for name, _, words in described_columns(table)}
    return {name: told.get(name, _of_access(name)) for name in fields if name != "geometry"}


def _of_access(field: str) -> str:
    """Return a field such as gp_walk_minutes in words."""
    endings = {"walk_minutes": "minutes to the nearest", "within_15_minutes_pct": "per cent of residents in 15 minutes"}
    for ending in OF_ACCESS.values():
        if field.endswith(f"_{ending}"):
            return f"{endings[ending]}: {field.removesuffix(f'_{ending}').replace('_', ' ')}"
    return field.replace("_", " ")


def _describe(
    path: Path, layers: Mapping[str, gpd.GeoDataFrame], sources: pd.DataFrame, run_date: datetime.date
) -> None:
    """Write the metadata of a file beside it."""
    read = sources[sources["state"] == "read"]
    content: dict[str, Any] = {
        "file": path.name,
        "made_by": "Evenground",
        "run_date": run_date.isoformat(),
        "layers": {
            name: {"rows": len(layer), "crs": "EPSG:4326" if path.suffix == ".geojson" else "EPSG:27700",
                   "table": TABLES[name], "fields": aliases(name, layer.columns)}
            for name, layer in layers.items()
        },
        "sources": read[["title", "publisher", "vintage", "licence", "attribution"]].to_dict("records"),
        "suppression": "Small numbers of disclosive sources are withheld: such cells are empty.",
        "must_not_be_used_for": list(NOT_FOR),
    }  # fmt: skip
    text = json.dumps(content, indent=1, ensure_ascii=False)
    path.with_name(f"{path.name}.json").write_text(f"{text}\n", encoding="utf-8")
