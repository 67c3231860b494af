"""Speed limits in miles per hour: from `maxspeed`, from a tag naming the legal type, or by a labelled rule."""

import re

import pandas as pd

from geodata.network.attributes.attribute import Attribute, assumed, column, numbers, stated
from geodata.network.attributes.classes import is_carriageway
from geodata.network.attributes.lighting import lit

TYPE_KEYS = ("maxspeed:type", "source:maxspeed", "zone:maxspeed", "maxspeed")
KEYS = (*TYPE_KEYS, "dual_carriageway", "highway", "lit")
KMH_PER_MPH = 1.609344
LEGAL_MPH = {"nslsingle": 60.0, "nsldual": 70.0, "motorway": 70.0, "nslrestricted": 30.0, "restricted": 30.0,
             "zone20": 20.0, "20": 20.0, "zone30": 30.0, "30": 30.0}  # fmt: skip
"""Limits by legal type, spelt without country and punctuation. Source: OpenStreetMap wiki, Key:maxspeed:type.

There is no "GB:rural": the national limit may hold in a town, and a village may be restricted."""
NATIONAL = ["national", "gb:national", "uk:national", "nsl", "gb:nsl", "uk:nsl"]
VARIES = ["signals", "variable"]
STREETS = ["residential", "living_street"]
THROUGH_ROADS = ["secondary", "secondary_link", "tertiary", "tertiary_link", "unclassified"]
_LIMIT = re.compile(r"(\d+(?:\.\d+)?)\s*(mph|km/h|kmh|kph)?")


def mph(text: str) -> float | None:
    """Return the limit in miles per hour; of several the highest, since that is the greater danger.

    A bare number is km/h, as OpenStreetMap's rule has it; `signals`, `national` and the like are no number.

    >>> mph("30 mph"), mph("30 mph;20 mph"), round(mph("50"), 1), round(mph("80 km/h"), 1), mph("signals")
    (30.0, 30.0, 31.1, 49.7, None)
    """
    limits = [_LIMIT.fullmatch(part.strip()) for part in text.split(";")]
    read = [float(limit[1]) / (1 if limit[2] == "mph" else KMH_PER_MPH) for limit in limits if limit]
    return max(read) if len(read) == len(limits) and max(read) > 0 else None


def _legal_mph(text: str) -> float | None:
    """Return the limit that a legal type of Great Britain stands for, in any of its spellings."""
    type_ = re.fullmatch(r"(?:gb|uk)[^a-z0-9](.+)", text)
    return LEGAL_MPH.get(re.sub(r"[^a-z0-9]", "", type_[1])) if type_ else None


def speed_mph(tags: pd.DataFrame) -> Attribute:
    """Return the speed limit of roads; none off the carriageway.

    First `maxspeed`, then the tags that name a legal type (source `type`), then these assumptions (source `default`):

    - the national limit without a word on the kind of road: 60 mph, that of a single carriageway;
    - residential and living streets, unless tagged as unlit: 30 mph, for a road with street lights is a restricted road
      (Highway Code, rule 124). Of 419 such ways with a tag in Newport and Rutland 61 % have 30 and 1 % more;
    - secondary, tertiary and unclassified roads: 30 mph where lit (77 % of 99 ways with a tag), 60 where tagged as
      unlit (84 % of 19); none where nobody says, for nothing tells a village from the country;
    - service roads: 20 mph, although most have no legal limit (81 % of 53 ways have 20 or less).

    Trunk and primary roads have none: of those lit most are signed 40 to 70. Nor has a road whose signs vary. Wales has
    20 instead of 30 mph on restricted roads since September 2023; these rules are England's.
    """
    maxspeed = column(tags, "maxspeed")
    found = stated(numbers(maxspeed, mph))
    for key in TYPE_KEYS:
        found = found.otherwise(stated(numbers(column(tags, key), _legal_mph), "type"))
    default = _default(tags).where(~maxspeed.isin(VARIES))
    return found.otherwise(_national(tags)).otherwise(default).where(is_carriageway(tags))


def _national(tags: pd.DataFrame) -> Attribute:
    is_national = pd.concat([column(tags, key).isin(NATIONAL) for key in TYPE_KEYS], axis=1).any(axis=1)
    none = pd.Series(float("nan"), tags.index)
    dual, single = (is_national & column(tags, "dual_carriageway").isin([said]) for said in ("yes", "no"))
    return stated(none.mask(dual, 70.0).mask(single, 60.0), "type").otherwise(assumed(is_national, 60.0, "float64"))


def _default(tags: pd.DataFrame) -> Attribute:
    highway, lighting = column(tags, "highway"), lit(tags).value
    is_lit, is_unlit = (lighting.isin([said]) for said in ("yes", "no"))
    is_street, is_through = highway.isin(STREETS), highway.isin(THROUGH_ROADS)
    restricted = assumed((is_street & ~is_unlit) | (is_through & is_lit), 30.0, "float64")
    rural = assumed(is_through & is_unlit, 60.0, "float64")
    return restricted.otherwise(rural).otherwise(assumed(highway.isin(["service"]), 20.0, "float64"))
