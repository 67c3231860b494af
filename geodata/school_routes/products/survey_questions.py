"""What a surveyor is asked about each attribute, and the OpenStreetMap tag that would say it."""

from typing import NamedTuple

import pandas as pd


class Question(NamedTuple):
    """A question for the sheet; the key of the tag is empty where OpenStreetMap has none for it."""

    words: str
    tag: str


QUESTIONS = {
    "footway": Question("Is there a continuous footway on this side? (1 yes, 0 no)", "sidewalk"),
    "footway_width_m": Question("How wide is the footway at its narrowest, in metres?", "sidewalk:width"),
    "flow_vpd": Question(
        "How many motor vehicles pass in a whole day, both directions? (or ten times a busiest hour)", ""
    ),
    "speed_mph": Question("What is the 85th percentile speed in mph, or the limit if nobody measured it?", "maxspeed"),
    "hgv_pct": Question("What per cent of the vehicles are heavy goods vehicles?", ""),
    "step_off": Question("Can one step off the carriageway all along, on a verge or the like? (1 yes, 0 no)", "verge"),
    "sight_lines": Question("Are sight lines good enough? (1 yes, 0 no)", ""),
    "side_road_vpd": Question("How many motor vehicles a day use the busiest side road on this side?", ""),
    "side_road_treated": Question("Is the side road's mouth raised or its footway continuous? (1 yes, 0 no)", ""),
    "firm_surface": Question("Is the path metalled, or firm and even, in all weathers? (1 yes, 0 no)", "surface"),
    "gradient_pct": Question("How steep is the steepest stretch, in per cent?", "incline"),
    "lit": Question("Is it lit? (1 yes, 0 no)", "lit"),
    "controlled": Question("Is there a zebra, signal crossing or patrol within 20 m? (1 yes, 0 no)", "crossing"),
    "signals": Question("Do signals here have a green figure? (1 yes, 0 no)", "crossing:signals"),
    "signal_arm_without_figure": Question(
        "Is this an arm of traffic signals without a green figure? (1 yes, 0 no)", "crossing:signals"
    ),
    "island": Question("Is there a refuge island? (1 yes, 0 no)", "crossing:island"),
    "lanes": Question("How many traffic lanes are crossed?", "lanes"),
    "width_m": Question("How wide is the carriageway here, in metres?", "width"),
    "spacing_m": Question("How many metres along the road is the nearest controlled crossing?", ""),
}
"""By attribute of `geodata.school_routes.attributes`."""
_OF_A_SIDE = {"footway": "sidewalk:{}", "footway_width_m": "sidewalk:{}:width", "step_off": "verge:{}"}


def questions(attributes: pd.Series, sides: pd.Series) -> pd.DataFrame:
    """Return columns `question` and `osm_tag` for each attribute and side (left, right or empty).

    >>> asked = pd.DataFrame({"attribute": ["footway", "island"], "side": ["left", ""]})
    >>> questions(asked["attribute"], asked["side"])["osm_tag"].to_list()
    ['sidewalk:left', 'crossing:island']
    """
    tags = [
        _OF_A_SIDE[attribute].format(side) if side and attribute in _OF_A_SIDE else QUESTIONS[attribute].tag
        for attribute, side in zip(attributes, sides, strict=True)
    ]
    words = [QUESTIONS[attribute].words for attribute in attributes]
    return pd.DataFrame({"question": words, "osm_tag": tags}, attributes.index, dtype="string")
