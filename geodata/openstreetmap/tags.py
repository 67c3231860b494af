"""Which tags are kept, and how they travel: one JSON text per element, columns when they are needed."""

import json
from collections.abc import Mapping, Sequence

import pandas as pd
import pyarrow as pa
import pyarrow.json


def _keys(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CROSSING = _keys(
    "crossing crossing:continuous crossing:island crossing:markings crossing:signals crossing_ref kerb kerb:height "
    "tactile_paving traffic_signals traffic_signals:sound traffic_signals:vibration button_operated"
)
_SIDES = _keys(
    "sidewalk sidewalk:left sidewalk:right sidewalk:both sidewalk:surface sidewalk:width sidewalk:left:surface "
    "sidewalk:left:width sidewalk:right:surface sidewalk:right:width sidewalk:both:surface sidewalk:both:width "
    "cycleway cycleway:left cycleway:right cycleway:both verge verge:left verge:right verge:both "
    "shoulder shoulder:left shoulder:right shoulder:both"
)
_ALONG = _keys(
    "access area bicycle bridge construction covered designation dual_carriageway est_width foot footway handrail "
    "highway incline indoor junction lanes lanes:backward lanes:both_ways lanes:forward layer lit maxspeed "
    "maxspeed:type motor_vehicle motorroad name narrow oneway oneway:foot path railway ramp ramp:wheelchair ref "
    "segregated service smoothness source:maxspeed step_count steps surface "
    "tracktype traffic_calming tunnel wheelchair width zone:maxspeed zone:traffic"
)
KEPT: Mapping[str, frozenset[str]] = {
    "walkable": _ALONG | _SIDES | _CROSSING,
    "crossing": _CROSSING
    | _keys(
        "access barrier bicycle foot highway lit locked maxwidth:physical railway supervised traffic_calming "
        "wheelchair width"
    ),
    "signals": _keys("highway traffic_signals"),
    "level_crossing": _keys("railway"),
    "barrier": _keys(
        "access bridge foot highway lanes layer maxspeed motorroad name natural oneway railway ref service tunnel "
        "usage water waterway width"
    ),
    "destination": _keys(
        "access addr:postcode amenity brand bus capacity fee garden:type healthcare healthcare:speciality highway "
        "isced:level landuse leisure max_age min_age name naptan:AtcoCode official_name operator operator:type "
        "public_transport railway ref ref:GB:uprn ref:edubase ref:nhs school shop sport station train tram wheelchair"
    ),
}
"""Keys kept for each role; nothing about persons, such as who edited, is read at all."""

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def as_json(tags: Mapping[str, str]) -> str:
    """Return tags as JSON with sorted keys, so that equal tags give equal text.

    >>> as_json({"name": "Café", "highway": "footway"})
    '{"highway":"footway","name":"Café"}'
    """
    return _encode(dict(tags))


def kept(tags: Mapping[str, str], role: str) -> str:
    """Return as JSON the tags that are used of an element in a role; `water` is the barrier that an area is."""
    keys = KEPT["barrier" if role == "water" else role]
    return as_json({key: value for key, value in tags.items() if key in keys})


def tag_columns(tags: pd.Series, keys: Sequence[str]) -> pd.DataFrame:
    """Return one nullable text column per key, on the index of `tags` (JSON texts); a key nobody has is all null.

    Values stay as mapped: "05" is not made a number, nor "2020-01-01" a date.

    >>> tag_columns(pd.Series(['{"lanes":"02"}', '{}']), ["lanes", "lit"])["lanes"].tolist()
    ['02', <NA>]
    """
    wanted = list(dict.fromkeys(keys))
    if tags.empty or not wanted:
        return pd.DataFrame({key: pd.Series(dtype="string") for key in wanted}, index=tags.index)
    table = pa.json.read_json(
        pa.BufferReader("\n".join(tags.tolist()).encode()),
        parse_options=pa.json.ParseOptions(
            explicit_schema=pa.schema([(key, pa.string()) for key in wanted]), unexpected_field_behavior="ignore"
        ),
    )
    columns = {key: pd.array(table.column(key), dtype="string") for key in wanted}
    return pd.DataFrame(columns, index=tags.index)
