"""What a surveyor is asked about each attribute, and the OpenStreetMap tag that would say it."""

from typing import NamedTuple

import pandas as pd


class Question(NamedTuple):
    """A question for the sheet; the key of the tag is empty where OpenStreetMap has none for it."""

    words: str
    unit: str
    """Unit of the answer; `1 or 0` for yes and no."""
    tag: str
    answers: str
    """Values of the tag that settle it, separated by |, or what is to be written."""


_YES_NO, _NONE = "yes|no", ("", "")
_WHETHER = "1 or 0"
QUESTIONS = {
    "footway": Question(
        "Is there a continuous footway on this side? (1 yes, 0 no)", _WHETHER, "sidewalk", "both|left|right|no|separate"
    ),
    "footway_width_m": Question(
        "How wide is the footway at its narrowest, in metres?", "metres", "sidewalk:width", "metres"
    ),
    "flow_vpd": Question(
        "How many motor vehicles pass in a whole day, both directions? (or ten times a busiest hour)",
        "vehicles a day",
        *_NONE,
    ),
    "speed_mph": Question(
        "What is the 85th percentile speed in mph, or the limit if nobody measured it?",
        "mph",
        "maxspeed",
        "20 mph|30 mph|40 mph|50 mph|60 mph|70 mph",
    ),
    "hgv_pct": Question("What per cent of the vehicles are heavy goods vehicles?", "per cent", *_NONE),
    "step_off": Question(
        "Can one step off the carriageway all along, on a verge or the like? (1 yes, 0 no)",
        _WHETHER,
        "verge",
        "both|left|right|no",
    ),
    "sight_lines": Question("Are sight lines good enough? (1 yes, 0 no)", _WHETHER, *_NONE),
    "side_road_vpd": Question(
        "How many motor vehicles a day use the busiest side road on this side?", "vehicles a day", *_NONE
    ),
    "side_road_treated": Question(
        "Is the side road's mouth raised or its footway continuous? (1 yes, 0 no)", _WHETHER, *_NONE
    ),
    "firm_surface": Question(
        "Is the path metalled, or firm and even, in all weathers? (1 yes, 0 no)",
        _WHETHER,
        "surface",
        "asphalt|concrete|paving_stones|compacted|fine_gravel|gravel|ground|grass",
    ),
    "gradient_pct": Question(
        "How steep is the steepest stretch, in per cent?", "per cent", "incline", "per cent, as 8%"
    ),
    "lit": Question("Is it lit? (1 yes, 0 no)", _WHETHER, "lit", _YES_NO),
    "controlled": Question(
        "Is there a zebra, signal crossing or patrol within 20 m? (1 yes, 0 no)",
        _WHETHER,
        "crossing",
        "traffic_signals|zebra|uncontrolled|unmarked|no",
    ),
    "signals": Question("Do signals here have a green figure? (1 yes, 0 no)", _WHETHER, "crossing:signals", _YES_NO),
    "signal_arm_without_figure": Question(
        "Is this an arm of traffic signals without a green figure? (1 yes, 0 no)",
        _WHETHER,
        "crossing:signals",
        _YES_NO,
    ),
    "island": Question("Is there a refuge island? (1 yes, 0 no)", _WHETHER, "crossing:island", _YES_NO),
    "lanes": Question("How many traffic lanes are crossed?", "lanes", "lanes", "number"),
    "width_m": Question("How wide is the carriageway here, in metres?", "metres", "width", "metres"),
    "spacing_m": Question("How many metres along the road is the nearest controlled crossing?", "metres", *_NONE),
}
"""By attribute of `geodata.school_routes.attributes`."""
_OF_A_SIDE = {
    "footway": ("sidewalk:{}", "yes|no|separate"),
    "footway_width_m": ("sidewalk:{}:width", "metres"),
    "step_off": ("verge:{}", _YES_NO),
}
"""Tag and values that speak of one side of the way."""


def questions(attributes: pd.Series, sides: pd.Series) -> pd.DataFrame:
    """Return columns `question`, `answer_unit`, `osm_tag`, `osm_values` for each attribute and side (or empty).

    >>> asked = pd.DataFrame({"attribute": ["footway", "island"], "side": ["left", ""]})
    >>> questions(asked["attribute"], asked["side"])[["osm_tag", "osm_values"]].to_numpy().tolist()
    [['sidewalk:left', 'yes|no|separate'], ['crossing:island', 'yes|no']]
    """
    rows = [_row(attribute, side) for attribute, side in zip(attributes, sides, strict=True)]
    columns = ["question", "answer_unit", "osm_tag", "osm_values"]
    return pd.DataFrame(rows, attributes.index, columns, dtype="string")


def _row(attribute: str, side: str) -> tuple[str, str, str, str]:
    question = QUESTIONS[attribute]
    tag, answers = _OF_A_SIDE[attribute] if side and attribute in _OF_A_SIDE else (question.tag, question.answers)
    return question.words, question.unit, tag.format(side), answers
