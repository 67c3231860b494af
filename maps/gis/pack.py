"""The whole pack: a GeoPackage and its styles for each authority, GeoJSON of the smaller layers, and what they hold."""

import datetime
import json
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from geodata.exports.run_facts import Run
from geodata.study_area import StudyArea
from maps.gis.geopackage import Layer, write_geopackage
from maps.gis.layers import layers_of
from maps.gis.meanings import meanings
from maps.gis.metadata import description, metadata
from maps.gis.qml import qml
from maps.gis.styles import categories

AS_GEOJSON = ("schools", "crossings", "survey_list", "priorities")
DEGREES = 6


def write_gis_pack(
    study_area: StudyArea, tables: Mapping[str, pd.DataFrame], run_date: datetime.date, version: str, folder: Path
) -> list[str]:
    """Write `<authority>.gpkg`, `styles/<layer>.qml`, `<authority>_<layer>.geojson` and a `.json` beside each file.

    `tables` are as published, small numbers suppressed. Returns the names of the files, relative to the folder.
    """
    run = Run(study_area, tables["sources"], run_date, version)
    authorities = tables["local_authorities"]
    names = dict(zip(authorities["local_authority_code"], authorities["local_authority_name"], strict=True))
    written: list[str] = []
    for key, code in study_area.local_authorities.items():
        layers = _dressed(layers_of(tables, code, study_area.school_routes.ruleset), run)
        if layers:
            written += _write(key, names[code], layers, run, folder)
    return list(dict.fromkeys(written))  # authorities share the styles


def _dressed(layers: Mapping[str, gpd.GeoDataFrame], run: Run) -> dict[str, Layer]:
    """Return the layers with their looks and their words."""
    ruleset = run.study_area.school_routes.ruleset
    dressed = {}
    for name, rows in layers.items():
        fields = meanings(name, rows.columns)
        style = qml(categories(name, ruleset), {field: meaning.alias for field, meaning in fields.items()})
        dressed[name] = Layer(rows, style, description(name, run), fields)
    return dressed


def _write(key: str, authority: str, layers: Mapping[str, Layer], run: Run, folder: Path) -> list[str]:
    """Write the files of one authority; return their names."""
    (folder / "styles").mkdir(parents=True, exist_ok=True)
    write_geopackage(folder / f"{key}.gpkg", layers, run.run_date)
    for name, layer in layers.items():
        (folder / "styles" / f"{name}.qml").write_text(layer.style, encoding="utf-8")
    held = {f"{key}.gpkg": layers}
    for name in AS_GEOJSON:
        if name in layers:
            _write_geojson(folder / f"{key}_{name}.geojson", layers[name].rows)
            held[f"{key}_{name}.geojson"] = {name: layers[name]}
    for file, of_file in held.items():
        text = json.dumps(metadata(file, authority, of_file, run), indent=1, ensure_ascii=False)
        (folder / f"{file}.json").write_text(f"{text}\n", encoding="utf-8")
    return [*held, *(f"{file}.json" for file in held), *(f"styles/{name}.qml" for name in layers)]


def _write_geojson(path: Path, rows: gpd.GeoDataFrame) -> None:
    path.unlink(missing_ok=True)
    options = {"RFC7946": "YES", "COORDINATE_PRECISION": str(DEGREES), "WRITE_NAME": "NO"}
    pyogrio.write_dataframe(rows.to_crs(4326), path, driver="GeoJSON", layer_options=options)
