"""Folium's part of a map: its script, under names that our own scripts know."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from geodata.study_area import StudyArea


def online_map(study_area: StudyArea) -> dict[str, str] | None:
    """Return address and attribution of the map from the internet that the study area names, if it does."""
    named = study_area.online_map
    return named.model_dump() if named else None


def named_script(named: Mapping[str, Any]) -> Markup:
    """Return the script of a Folium map with fixed names, so that the same tables give the same file.

    `named` has the map and its layers by the names that they are to have; the map comes first.
    """
    figure = next(iter(named.values())).get_root()
    figure.render()
    script = str(figure.script.render())
    for name, element in named.items():
        script = script.replace(element.get_name(), name)
    return Markup(script)  # noqa: S704 (Folium escapes what it embeds)
