"""Amounts, distances and names on everything that shows routes: in words, few never nobody."""

import datetime
import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from maps.numbers import about, decimal, long_date

NOT_KNOWN = "not known"
PER_KM = 1000
LEAST_M = 50
"""Shorter streets would round to 0.0 km."""
ASKED = "Must not be used to grant or refuse transport to a child: nobody has walked these routes for this page."
STREET_METRES = "street metres"
"""The unit where nobody's home is known."""
ATTRIBUTES = {
    "flow_vpd": "traffic flow",
    "step_off": "places to step off",
    "firm_surface": "surface",
    "speed_mph": "speed",
    "footway_width_m": "width of the footway",
    "width_m": "width of the carriageway",
    "hgv_pct": "heavy lorries",
    "side_road_vpd": "traffic of side roads",
    "gradient_pct": "gradient",
    "spacing_m": "distance to the next controlled crossing",
}
"""Attributes whose names are no plain words."""
EVIDENCE = {
    "openstreetmap": "OpenStreetMap says",
    "type": "what the way is says",
    "class range": "assumed by class of street",
    "unknown": "not known",
}
"""How the source of an attribute is told; what does not apply is not told."""


def amount(value: float, is_street: bool) -> str:
    """Return pupils, or kilometres of street, in words.

    >>> amount(0.2, False), amount(457.7, False), amount(1234.0, True)
    ('under 1 pupil', 'about 458 pupils', '1.2 km of street')
    """
    if is_street:
        return "under 0.1 km of street" if 0 < value < LEAST_M else f"{decimal(value / PER_KM)} km of street"
    people = round(value)
    if people == 0:
        return "under 1 pupil" if value > 0 else "no pupils"
    return f"{about(people)} {'pupil' if people == 1 else 'pupils'}"


def distance(metres: float) -> str:
    """Return metres to the nearest ten, or kilometres.

    >>> distance(1234.0), distance(456.0), distance(float("nan"))
    ('1.2 km', '460 m', 'not known')
    """
    if pd.isna(metres):
        return NOT_KNOWN
    return f"{decimal(metres / PER_KM)} km" if round(metres, -1) >= PER_KM else f"{round(metres, -1):,.0f} m"


def dated(vintage: str) -> str:
    """Return the date of a source in words; a vintage that is no single day stays as it is.

    >>> dated("2018-02-27"), dated("mid-2020")
    ('27 February 2018', 'mid-2020')
    """
    try:
        return long_date(datetime.date.fromisoformat(vintage))
    except ValueError:
        return vintage


def street(row: Mapping[Any, Any]) -> str:
    """Return name and number of a road; `row` may have `name` and `ref`.

    >>> street({"name": "Mill Lane", "ref": "B640"}), street({"name": None, "ref": None})
    ('Mill Lane, B640', 'No name')
    """
    named = [row.get(name) for name in ("name", "ref")]
    return ", ".join(str(one) for one in named if not pd.isna(one) and one) or "No name"


def way(row: Mapping[Any, Any]) -> str:
    """Return the OpenStreetMap way of a row with its version, if that is known.

    >>> way({"osm_way_id": 2, "osm_version": 4.0})
    'way 2, version 4'
    """
    version = row["osm_version"]
    return f"way {row['osm_way_id']}{'' if pd.isna(version) else f', version {version:.0f}'}"


def reason(verdict: str, threshold: str) -> str:
    """Return why a part has its verdict: an undetermined one may turn out not to fail.

    >>> reason("undetermined", "no footway")
    'perhaps no footway'
    """
    return f"perhaps {threshold}" if verdict == "undetermined" else threshold


def evidence(factors: str | None, deciding: str) -> str:
    """Return where the attributes come from that decide, in words; `factors` is the JSON of a table of ratings.

    >>> evidence('[{"factor": "surface", "source": {"firm_surface": "class range"}}]', "surface")
    'assumed by class of street: surface'
    """
    told: dict[str, list[str]] = {}
    for factor in json.loads(factors) if factors else []:
        if factor["factor"] == deciding:
            for attribute, source in factor["source"].items():
                told.setdefault(_source(source), []).append(ATTRIBUTES.get(attribute, attribute.replace("_", " ")))
    return "; ".join(f"{source}: {', '.join(names)}" for source, names in told.items() if source)


def _source(source: str) -> str:
    if source == "not applicable":
        return ""
    key, _, row = source.partition(":")
    return f"{key.replace('_', ' ')}, row {row}" if row else EVIDENCE.get(source, source.replace("_", " "))
