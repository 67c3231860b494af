"""The map of routes to school: one self-contained HTML file, and its tables beside it."""

from typing import Any

import folium
import geopandas as gpd
import pandas as pd
from folium.utilities import JsCode
from markupsafe import Markup

from geodata.provenance import streets_date
from maps.drawing import named_script, online_map
from maps.outlines import features, simplified
from maps.pages import leaflet_script, leaflet_stylesheet, part, render, stylesheet
from maps.palettes import COLOURS, VERDICTS
from maps.route_lines import CLASSES, drawn_parts, feature_collection
from maps.route_panels import (
    CLASS_WORDS,
    QUIET,
    QUIET_PX,
    SURVEY_COLOURS,
    SURVEY_PX,
    TASK_PX,
    RouteFacts,
    overlays,
    panels,
    styles,
)
from maps.route_places import Words, collisions_told, crossing_rows, part_columns, places_to_cross, schools_told
from maps.route_tables import SURVEY_LISTED, routes_tables
from maps.route_tasks import SURVEY_STEPS, first_rows, priorities_told, survey_rows
from maps.route_words import ASKED, dated
from maps.school_map import dash_of
from maps.site import Site

SCRIPTS = ("map_frame.js", "route_lines.js", "route_marks.js", "route_popup.js", "map_online.js", "route_map.js")
NUMBERED = 20
"""So many stretches, or survey rows, bear their number on the map."""
TABLES = "routes_tables.html"
PADDING = 0.5
"""How much of the map is drawn beyond its edges, so that nothing is missing while it moves."""


def route_map(  # noqa: PLR0913 (one argument per table)
    site: Site,
    *,
    edge_ratings: gpd.GeoDataFrame,
    pupil_flows: pd.DataFrame,
    crossings: gpd.GeoDataFrame,
    survey_list: gpd.GeoDataFrame,
    route_priorities: gpd.GeoDataFrame,
    street_collisions: gpd.GeoDataFrame,
    schools: gpd.GeoDataFrame,
    school_scorecards: pd.DataFrame,
    local_authorities: gpd.GeoDataFrame,
) -> dict[str, str]:
    """Return the pages `routes.html` and `routes_tables.html`, which request nothing; none where no school has a page.

    Arguments are tables of those names as published. Verdicts are those of the study area's rule-set.
    """
    if not site.has_schools or edge_ratings.empty:
        return {}
    wanted = [part_id for listed in route_priorities["parts"] for part_id in listed.split("|")]
    ruleset = site.study_area.school_routes.ruleset
    parts = drawn_parts(edge_ratings, pupil_flows, ruleset, [*wanted, *survey_list["part_id"]])
    lines, ids = feature_collection(parts)
    facts = RouteFacts(
        study_area=site.study_area,
        parts=parts.loc[ids],
        n_rated=len(edge_ratings),
        school_scorecards=school_scorecards,
        route_priorities=route_priorities,
        survey_list=survey_list,
        street_collisions=street_collisions,
        sources=site.sources,
    )
    names = dict(zip(school_scorecards["school_id"], school_scorecards["name"].fillna(""), strict=True))
    atlas = _atlas(facts, places_to_cross(crossings, ruleset), schools, names)
    return {"routes.html": _page(site, atlas, lines, local_authorities), TABLES: routes_tables(site, facts, names)}


def _atlas(
    facts: RouteFacts, crossings: gpd.GeoDataFrame, schools: gpd.GeoDataFrame, names: dict[str, str]
) -> dict[str, Any]:
    """Return all that the scripts read; texts that many parts share stand once."""
    words = Words()
    words.of("")
    part_places = {str(part_id): place for place, part_id in enumerate(facts.parts.index)}
    crossing_places = {arm: place for place, arms in enumerate(crossings["arms"]) for arm in arms}
    told = {
        "parts": part_columns(facts.parts, words, first_rows(facts.survey_list)),
        "crossings": crossing_rows(crossings, words),
        "survey": survey_rows(facts.survey_list, part_places, crossing_places, words),
        "priorities": priorities_told(facts.route_priorities, part_places, crossing_places, names),
        "schools": schools_told(schools, facts.school_scorecards),
        "collisions": collisions_told(facts.street_collisions),
        "panels": panels(facts),
        "overlays": overlays(facts, crossings),
    }
    return {
        **told,
        **_looks(),
        "studyArea": facts.study_area.title,
        "onlineMap": online_map(facts.study_area),
        "attribution": "Synthetic streets" if facts.study_area.is_synthetic else "© OpenStreetMap contributors",
        "date": dated(streets_date(facts.sources)),
        "schoolNote": f"By the nearest school of the age group, {facts.whose} within the statutory distance; computed.",
        "surveyListed": SURVEY_LISTED,
        "words": words.listed,
    }


def _looks() -> dict[str, Any]:
    """Return colours, widths and dashes, so that the scripts hold none of their own."""
    return {
        "styles": styles(),
        "quiet": {"color": QUIET, "weight": QUIET_PX, "dashArray": ""},
        "taskStyles": {
            name: {"color": colour, "weight": TASK_PX, "dashArray": dash_of(name, TASK_PX)}
            for name, colour in VERDICTS.items()
        },
        "surveyStyles": [
            {"color": colour, "weight": width} for colour, width in zip(SURVEY_COLOURS, SURVEY_PX, strict=True)
        ],
        "surveySteps": SURVEY_STEPS,
        "colours": COLOURS,
        "classWords": {name: CLASS_WORDS[name] for name in CLASSES},
        "numbers": NUMBERED,
    }


def _page(site: Site, atlas: dict[str, Any], lines: dict[str, Any], local_authorities: gpd.GeoDataFrame) -> str:
    return render(
        "route_map.html",
        study_area=site.study_area.title,
        is_synthetic=site.study_area.is_synthetic,
        styles=Markup("\n").join((leaflet_stylesheet(), stylesheet("map.css", "route_map.css"))),
        leaflet=leaflet_script(),
        folium=_folium_script(lines, local_authorities),
        script=Markup("\n").join(map(part, SCRIPTS)),
        atlas=atlas,
        asked=ASKED,
        online_map=site.study_area.online_map,
        tables=TABLES,
    )


def _folium_script(lines: dict[str, Any], local_authorities: gpd.GeoDataFrame) -> Markup:
    """Return Folium's script with fixed names for map and layers, so that the same tables give the same file."""
    canvas = JsCode(f"L.canvas({{padding: {PADDING}}})")
    drawing = folium.Map(
        location=(0, 0), tiles=None, zoom_snap=0.25, attribution_control=False, max_zoom=19, renderer=canvas
    )
    areas = features(simplified(local_authorities), [{} for _ in range(len(local_authorities))])
    land = {"stroke": False, "fillColor": COLOURS["land"], "fillOpacity": 1}
    outline = {"fill": False, "color": COLOURS["outline"], "weight": 1.6}
    named = {
        "evengroundMap": drawing,
        "landLayer": folium.GeoJson(areas, style_function=lambda _: land, interactive=False).add_to(drawing),
        "streetLayer": folium.GeoJson(lines, interactive=False).add_to(drawing),
        "outlineLayer": folium.GeoJson(areas, style_function=lambda _: outline, interactive=False).add_to(drawing),
    }
    return named_script(named)
