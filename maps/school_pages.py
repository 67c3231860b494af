"""Pages of schools: who has an available walking route, what decides it, and whose task it is, with a drawing."""

import json
from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from maps.credits import source_line
from maps.numbers import decimal, percent
from maps.palettes import VERDICTS
from maps.route_words import ASKED, LEAST_M, NOT_KNOWN, PER_KM, STREET_METRES, amount, distance, reason, street, way
from maps.school_map import STEPS, WIDTHS_PX, dash_of, school_map
from maps.school_table import school_address, school_key
from maps.site import Site

SHARES = {
    "pupils_available": "Available",
    "pupils_undetermined": "Undetermined",
    "pupils_unavailable": "Unavailable",
}
"""Column and heading of the key figures."""
ON_PAPER, ON_SCREEN = 2, 5
"""How much of a list fits."""
LENSES = ("lens_accompaniment", "lens_infrastructure", "lens_speed")


def school_pages(
    site: Site,
    *,
    school_scorecards: pd.DataFrame,
    schools: gpd.GeoDataFrame,
    school_walks: pd.DataFrame,
    edge_ratings: gpd.GeoDataFrame,
    crossings: gpd.GeoDataFrame,
    local_authorities: pd.DataFrame,
    ruleset: str,
) -> dict[str, str]:
    """Return a page for each row of table `school_scorecards`, by file name (`school_address`).

    The drawing shows the shortest walks of table `school_walks` with the verdicts that `ruleset` gives in table
    `edge_ratings`.
    """
    if school_scorecards.empty:
        return {}
    streets = edge_ratings[edge_ratings["kind"] != "path"].drop_duplicates("edge_id").geometry.to_numpy()
    tree = shapely.STRtree(streets)
    walked = _with_verdicts(school_walks, edge_ratings, ruleset)
    lines = pd.concat([edge_ratings.set_index("part_id").geometry, crossings.set_index("part_id").geometry])
    names = local_authorities.set_index("local_authority_code")["local_authority_name"]
    shapes = schools.set_index("school_id").geometry
    pages = {}
    for card in school_scorecards.to_dict("records"):
        school, worst = str(card["school_id"]), json.loads(card["worst_parts"])
        listed = [lines[part["part_id"]] for part in worst]
        own = walked[walked["school_id"] == school]
        drawing = school_map(own, streets, tree, shapes[school], listed, str(card["unit"]))
        authority = str(names.get(card["local_authority_code"], ""))
        said = _said(card, worst, authority, site) | {"round": _way_round(card, worst, own)}
        pages[school_address(school)] = site.page("school_page.html", said["name"], drawing=drawing, **said)
    return pages


def _with_verdicts(school_walks: pd.DataFrame, edge_ratings: gpd.GeoDataFrame, ruleset: str) -> gpd.GeoDataFrame:
    """Return the walks along all but crossings with side, verdict and line; a part without a rule is available."""
    rated = edge_ratings[["part_id", "side", f"{ruleset}_verdict", "geometry"]]
    walks = rated.rename(columns={f"{ruleset}_verdict": "verdict"}).merge(school_walks, on="part_id")
    return gpd.GeoDataFrame(walks.assign(verdict=walks["verdict"].fillna("available")))


def _said(card: Mapping[Any, Any], worst: list[dict[str, Any]], authority: str, site: Site) -> dict[str, Any]:
    is_street = card["unit"] == STREET_METRES
    return {
        "name": str(card["name"]) if pd.notna(card["name"]) else "School without a name",
        "subtitle": ", ".join(filter(None, [str(card["phase"]).capitalize(), authority])),
        "kind": card["kind"],
        "whose": "km of residential street" if is_street else "pupils",
        "figures": _figures(card, is_street),
        "worst": [_part(part, is_street) for part in worst],
        "missing": _shortened([_missing(one, is_street) for one in json.loads(card["missing_crossings"])]),
        "gaps": _shortened([_gap(one) for one in json.loads(card["gaps_20mph"])]),
        "facts": _facts(card, is_street),
        "lenses": [str(card[lens]).partition(": ") for lens in LENSES],
        "key": _key(str(card["unit"])),
        "note": f"{str(card['note'])[0].upper()}{str(card['note'])[1:]}." if card["note"] else "",
        "asked": ASKED,
        "map_key": school_key(str(card["school_id"])),
        "source": source_line(str(card["source"]).split("+"), site.sources, is_synthetic=site.study_area.is_synthetic),
    }


def _shortened(lines: list[str]) -> dict[str, Any]:
    """Return the first lines, those for paper, and how many more there are on each."""
    return {
        "lines": lines[:ON_SCREEN],
        "on_paper": ON_PAPER,
        "more": f"and {len(lines) - ON_SCREEN:,} more" if len(lines) > ON_SCREEN else "",
        "more_on_paper": f"and {len(lines) - ON_PAPER:,} more" if len(lines) > ON_PAPER else "",
    }


def _way_round(card: Mapping[Any, Any], worst: list[dict[str, Any]], walks: pd.DataFrame) -> str:
    """Return how many on an unavailable part, at least, have another way: those who are not without a route."""
    shortest = "Everybody is drawn on the shortest walk"
    barred = walks[walks["verdict"] == "unavailable"]
    around = [part["pupils"] - part["pupils_unavailable"] for part in worst if part["verdict"] == "unavailable"]
    others = max([*around, *(barred["pupils"] - barred["pupils_unavailable"])], default=0.0)
    is_street = card["unit"] == STREET_METRES
    if others < (LEAST_M if is_street else 1):
        return f"{shortest}; there may be another way round such a part."
    those = f"{amount(others, is_street)} or more on unavailable parts"
    return f"{shortest}; {those} can go, or perhaps can go, another way round."


def _figures(card: Mapping[Any, Any], is_street: bool) -> list[dict[str, str]]:
    within = sum(card[column] for column in SHARES)
    if not within:
        return []
    bounds = [100 * card["pupils_available"] / within]
    bounds.append(bounds[0] + 100 * card["pupils_undetermined"] / within)
    of = f"of {amount(within, is_street)} within the statutory distance"
    lines = {
        "pupils_available": (
            f"Between {percent(bounds[0])} and {percent(bounds[1])}, as surveys turn out; "
            f"{percent(100 * card['pupils_unconditional'] / within)} whatever sight lines are"
        ),
        "pupils_undetermined": "Available only if what is unknown turns out well",
        "pupils_unavailable": "No route even if all that is unknown is good",
    }
    return [
        {
            "number": percent(100 * card[column] / within),
            "name": heading,
            "detail": f"{amount(card[column], is_street)} {of}",
            "line": lines[column],
        }
        for column, heading in SHARES.items()
    ]


def _part(part: Mapping[str, Any], is_street: bool) -> dict[str, str]:
    kind = {"side": f"{part['side']} side", "crossing": "crossing", "path": "path", "street": "street"}[part["kind"]]
    length = f", {distance(part['metres'])}" if part["metres"] else ""
    return {
        "street": street(part),
        "kind": f"{kind}{length}",
        "verdict": part["verdict"],
        "threshold": reason(part["verdict"], part["threshold"]),
        "amount": _amount_alone(part["pupils"], is_street),
        "way": way(part),
    }


def _amount_alone(value: float, is_street: bool) -> str:
    """Return pupils or kilometres of a part that somebody walks along, so never nought."""
    if is_street:
        return "under 0.1" if value < LEAST_M else decimal(value / PER_KM)
    return f"{round(value):,}" if round(value) else "under 1"


def _missing(one: Mapping[str, Any], is_street: bool) -> str:
    detour = "over 2 km" if one["detour_m"] is None else distance(one["detour_m"])
    whose = "lead across" if is_street else "would cross"
    perhaps = "perhaps; " if one["verdict"] == "undetermined" else ""
    return f"{street(one)}: {perhaps}{amount(one['pupils'], is_street)} {whose}; {detour} round by an available one"


def _gap(one: Mapping[str, Any]) -> str:
    low, high = one["speed_mph_lo"], one["speed_mph_hi"]
    speed = f"{high:g} mph" if low == high else f"{low:g} to {high:g} mph"
    return f"{street(one)}: {round(one['metres'], -1):,.0f} m, {speed}"


def _facts(card: Mapping[Any, Any], is_street: bool) -> dict[str, str]:
    """Return name and figure of what else there is to say, in words."""

    def said(column: str, words: str, decimals: int = 0) -> str:
        value = card[column]
        return NOT_KNOWN if pd.isna(value) else words.format(decimal(value, decimals))

    facts = {
        "Median shortest walk": distance(card["median_shortest_m"]),
        "Median available walk": distance(card["median_available_m"]),
        "Available walk over shortest, mean": said("detour", "{} times", 2),
        "Beyond the statutory distance": amount(card["pupils_beyond_limit"], is_street),
        "Available under likely evidence": amount(card["pupils_likely_available"], is_street),
        "Recorded collisions within 300 m of a gate": said("collisions", "{}"),
        "Child pedestrians hurt in them": said("child_pedestrians", "{}"),
    }
    if not is_street:
        of_those = said("most_deprived_fifth_pct", "{}%", 1)
        nobody = "nobody is without" if not card["pupils_unavailable"] else of_those
        facts["Of those without an available route, in England's most deprived fifth"] = nobody
        low_income = card["low_income_pupils_unavailable"]
        said_of_them = NOT_KNOWN if pd.isna(low_income) else amount(low_income, is_street)
        facts["Of low income without an available route (modelled)"] = said_of_them
    return facts


def _key(unit: str) -> dict[str, Any]:
    """Return the rows of the key: verdicts with colour and dash, and widths with what they stand for."""
    first, second, third = (
        (f"{step}" for step in STEPS[unit]) if unit == "pupils" else (f"{step / PER_KM:g}" for step in STEPS[unit])
    )
    noun = "pupils" if unit == "pupils" else "km of street"
    words = [f"under {first} {noun}", f"{first} to under {second}", f"{second} to under {third}", f"{third} or more"]
    return {
        "verdicts": [(verdict, colour, dash_of(verdict, WIDTHS_PX[1])) for verdict, colour in VERDICTS.items()],
        "widths": list(zip(words, WIDTHS_PX, strict=True)),
    }
