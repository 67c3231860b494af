"""Table `tag_completeness`: how many kilometres of the network have each attribute tagged."""

import pandas as pd

from geodata.network.attributes.classes import CARRIAGEWAYS
from geodata.schemas import conform, empty

ROADS = CARRIAGEWAYS - {"service"}
"""Roads of which footways, speed limits and lanes are asked; service roads are too many and too small."""
ON_ROADS = ("sidewalk_left", "sidewalk_right", "speed_mph", "lanes")
EVERYWHERE = ("width_m", "lit", "surface")
ALL = "all"
_KEYS = ["area_code", "highway", "attribute"]


def tag_completeness(edges: pd.DataFrame, study_area_name: str) -> pd.DataFrame:
    """Return table `tag_completeness` of the edges that an authority owns, by authority and for the study area.

    Known is what a tag says, itself or by naming a legal type; a default is not. Footways, speed limits and lanes are
    asked of roads, service roads left out; width, lighting and surface of every edge. Not asked are bridges, tunnels
    and steps, since one without the tag is none by OpenStreetMap's convention, and what belongs to crossings, which are
    points and have no length to speak of.
    """
    own = edges[edges["local_authority_code"].notna()]
    if own.empty:
        return empty("tag_completeness")
    parts = pd.concat([_kilometres(own, attribute) for attribute in (*ON_ROADS, *EVERYWHERE)])
    parts = pd.concat([parts, parts.assign(area_code=study_area_name)])
    parts = pd.concat([parts, parts.assign(highway=ALL)])
    table = parts.groupby(_KEYS)[["length_km", "known_km"]].sum().reset_index()
    share = 100 * table["known_km"] / table["length_km"].where(table["length_km"] > 0)
    return conform("tag_completeness", table.assign(known_pct=share.clip(0, 100)))


def _kilometres(edges: pd.DataFrame, attribute: str) -> pd.DataFrame:
    chosen = edges[edges["highway"].isin(ROADS)] if attribute in ON_ROADS else edges
    length = chosen["length_m"] / 1000
    known = length.where(chosen[f"is_{attribute}_known"], 0.0)
    keys = [chosen["local_authority_code"].rename("area_code"), chosen["highway"]]
    sums = pd.DataFrame({"length_km": length, "known_km": known}).groupby(keys).sum().reset_index()
    return sums.assign(attribute=attribute)
