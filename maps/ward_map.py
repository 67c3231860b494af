"""The map of a study area's wards: one self-contained HTML file, one metric at a time."""

from collections.abc import Mapping, Sequence
from typing import Any

import folium
import geopandas as gpd
import pandas as pd
from markupsafe import Markup

from geodata.errors import EvengroundError
from geodata.study_area import StudyArea
from maps.access_bands import access_bands
from maps.bivariate import Pair, pair_figures, pair_panel, pairs
from maps.catchments import catchment_layers
from maps.clusters import Clusters, cluster_figures, cluster_panel, clusters
from maps.deprivation_picture import deprivation_picture
from maps.drawing import named_script, online_map
from maps.outlines import dissolved, features, label_points, simplified
from maps.pages import leaflet_script, leaflet_stylesheet, part, render, stylesheet
from maps.palettes import COLOURS
from maps.periods import latest_rows
from maps.shown_metric import ShownMetric, figures, hatches, panel, shown_metrics
from maps.street_ground import main_roads

SCRIPTS = (
    "map_frame.js",
    "map_layers.js",
    "map_pairs.js",
    "map_overlays.js",
    "map_online.js",
    "map_panel.js",
    "map_popup.js",
    "map_keyboard.js",
    "ward_map.js",
)
MOST_RADIOS = 8
"""With more choices one list stands in their place, or the key would lie below the edge of a screen."""


def ward_map(  # noqa: PLR0913 (one argument per table)
    study_area: StudyArea,
    *,
    wards: gpd.GeoDataFrame,
    local_authorities: gpd.GeoDataFrame,
    ward_indicators: pd.DataFrame,
    local_authority_indicators: pd.DataFrame,
    ward_clusters: pd.DataFrame,
    catchments: gpd.GeoDataFrame,
    walking_edges: gpd.GeoDataFrame,
    sources: pd.DataFrame,
) -> str:
    """Return the map as one HTML file that requests nothing.

    Ward metrics shade the wards; metrics measured for authorities only shade authorities instead. An indicator without
    figures is left out and named. Main roads, and what lies within a walk of a place, can be drawn over any of them; a
    map from the internet only where the study area names one and the reader asks for it. Without scripts a still
    picture stands in the place of the map. Raises `EvengroundError` if no indicator of the map has a figure.
    """
    is_synthetic = study_area.is_synthetic
    drawn = simplified(wards.sort_values(["local_authority_name", "ward_name"], ignore_index=True))
    outlines = _named_officially(dissolved(drawn), local_authorities)
    names = {"ward": _ward_names(drawn), "local_authority": _authority_names(outlines)}
    codes = {level: list(table.index) for level, table in names.items()}
    shown, missing = shown_metrics(codes, ward_indicators, local_authority_indicators)
    if not shown:
        raise EvengroundError("ward map: no indicator of the map has a figure; see the table ward_indicators")
    residents, together = latest_rows(ward_indicators, "residents", codes["ward"]), pairs(shown)
    shown = [*shown, *access_bands(ward_indicators, codes["ward"])]
    alike, without_clusters = clusters(ward_clusters, codes["ward"])
    said = _said(shown, together, alike)
    layers = _layers({"ward": drawn, "local_authority": outlines}, said, names, residents)
    of_metrics = [
        panel(one, names[one.metric.level], local_authority_indicators, sources, is_synthetic=is_synthetic)
        for one in shown
    ]
    panels = [*of_metrics, *_ward_panels(together, alike, names["ward"], sources, is_synthetic)]
    atlas = {
        "studyArea": study_area.title,
        "metrics": panels,
        "overlays": [*main_roads(walking_edges), *catchment_layers(catchments)],
        "onlineMap": online_map(study_area),
        "labels": _labels(outlines),
        "attribution": _attribution(is_synthetic, has_streets=len(walking_edges) > 0),
    }
    return render(
        "ward_map.html",
        study_area=study_area.title,
        is_synthetic=is_synthetic,
        folium=_folium_script(layers),
        **_inlined(),
        atlas=atlas,
        most_radios=MOST_RADIOS,
        themes=_by_theme(panels),
        wards=_by_authority(names["ward"]) if any(one.metric.level == "ward" for one in shown) else {},
        hatches=hatches(shown),
        missing=[metric.label for metric in missing],
        without_clusters=without_clusters,
        online_map=study_area.online_map,
        picture=deprivation_picture(drawn, ward_indicators),
        colours=COLOURS,
        home="../index.html",
        table="../wards/index.html",
    )


def _attribution(is_synthetic: bool, *, has_streets: bool) -> str:
    if is_synthetic:
        return "Synthetic boundaries"
    return "ONS, OS © Crown copyright" + (", © OpenStreetMap contributors" if has_streets else "")


def _layers(
    shapes: Mapping[str, gpd.GeoDataFrame],
    said: Mapping[str, dict[str, dict[str, Any]]],
    names: Mapping[str, pd.DataFrame],
    residents: pd.DataFrame,
) -> dict[str, dict[str, Any]]:
    """Return the outlines of each level with all that is said of them, as GeoJSON; residents are known by ward."""
    people = {"ward": residents, "local_authority": None}
    return {
        level: features(own, _properties(said[level], names[level], level, people[level]))
        for level, own in shapes.items()
    }


def _inlined() -> dict[str, Markup]:
    """Return what the file holds instead of asking for it."""
    return {
        "styles": Markup("\n").join((leaflet_stylesheet(), stylesheet("map.css"))),
        "leaflet": leaflet_script(),
        "script": Markup("\n").join(map(part, SCRIPTS)),
    }


def _named_officially(outlines: gpd.GeoDataFrame, local_authorities: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    official = local_authorities.set_index("local_authority_code")["local_authority_name"]
    return outlines.assign(local_authority_name=outlines["local_authority_code"].map(official))


def _ward_names(wards: gpd.GeoDataFrame) -> pd.DataFrame:
    named = wards.set_index("ward_code").rename(columns={"ward_name": "name"})
    return pd.DataFrame(named[["name", "local_authority_name"]])


def _authority_names(outlines: gpd.GeoDataFrame) -> pd.DataFrame:
    named = outlines.set_index("local_authority_code")
    return pd.DataFrame(named[["local_authority_name"]]).assign(name=named["local_authority_name"])


def _ward_panels(
    together: Sequence[Pair], alike: Sequence[Clusters], wards: pd.DataFrame, sources: pd.DataFrame, is_synthetic: bool
) -> list[dict[str, Any]]:
    """Return the panels of pairs and of clusters, which only wards have."""
    authorities, names = wards["local_authority_name"], wards["name"]
    of_pairs = [pair_panel(pair, authorities, sources, is_synthetic=is_synthetic) for pair in together]
    return [*of_pairs, *(cluster_panel(one, names, sources, is_synthetic=is_synthetic) for one in alike)]


def _said(
    shown: Sequence[ShownMetric], together: Sequence[Pair], alike: Sequence[Clusters]
) -> dict[str, dict[str, dict[str, Any]]]:
    """Return by level and metric, or pair of metrics, what the map says of each area."""
    said: dict[str, dict[str, dict[str, Any]]] = {"ward": {}, "local_authority": {}}
    for one in shown:
        said[one.metric.level][one.metric.key] = figures(one)
    for pair in together:
        said["ward"][pair.key] = pair_figures(pair)
    for found in alike:
        said["ward"][found.key] = cluster_figures(found)
    return said


def _properties(
    said: dict[str, dict[str, dict[str, Any]]], names: pd.DataFrame, level: str, residents: pd.DataFrame | None
) -> list[dict[str, Any]]:
    """What each area carries: its names, its residents in words, and its figures by metric."""
    people = {} if residents is None else residents["value"].dropna().to_dict()
    return [
        {
            "code": code,
            "level": level,
            "name": row["name"],
            "authority": row["local_authority_name"],
            "residents": f"{people[code]:,.0f} residents" if code in people else "",
            "figures": {key: by_code[code] for key, by_code in said.items()},
        }
        for code, row in zip(names.index.astype(str), names.to_dict("records"), strict=True)
    ]


def _labels(outlines: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Names of authorities, largest first: where two collide the larger stays."""
    by_size = outlines.loc[outlines.area.sort_values(ascending=False).index]
    points = label_points(by_size)
    return [{"name": name, "at": point} for name, point in zip(by_size["local_authority_name"], points, strict=True)]


def _folium_script(layers: dict[str, dict[str, Any]]) -> Markup:
    """Return Folium's script with fixed names for map and layers, so that the same tables give the same file."""
    drawing = folium.Map(location=(0, 0), tiles=None, zoom_snap=0.25, attribution_control=False, max_zoom=16)
    named = {"evengroundMap": drawing}
    for level, name in (("ward", "wardLayer"), ("local_authority", "authorityLayer")):
        named[name] = folium.GeoJson(layers[level]).add_to(drawing)
    return named_script(named)


def _by_theme(panels: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    themes: dict[str, list[dict[str, Any]]] = {}
    for entry in panels:
        themes.setdefault(entry["theme"], []).append(entry)
    return themes


def _by_authority(names: pd.DataFrame) -> dict[str, list[tuple[str, str]]]:
    groups = names.groupby("local_authority_name", sort=True)["name"]
    return {str(authority): [(str(code), str(name)) for code, name in group.items()] for authority, group in groups}
