"""A school's figures in sentences for those whose task they are: employers, highways, police."""

import json

import pandas as pd

from geodata.school_routes.products.figures_in_words import distance, kilometres, minutes, people

_PARTS_NAMED = 2


def accompaniment(card: pd.Series) -> str:
    """Return for employers how long taking a child to school and fetching it takes in a day, and for how many.

    `card` is a row of table `school_scorecards`, with `unit`. The walk is the median of shortest walks at 4.8 km/h.
    """
    within = card["pupils"] - card["pupils_beyond_limit"]
    if not within or pd.isna(card["median_shortest_m"]):
        return "Employers: nobody has this school as the nearest within the statutory distance."
    metres = card["median_shortest_m"]
    return (
        f"Employers: walking a child there and coming back, twice a day, takes {minutes(metres, 4)} at the median "
        f"({distance(metres)} one way at 4.8 km/h); {people(within, card['unit'])} within the statutory distance."
    )


def infrastructure(card: pd.Series) -> str:
    """Return for highways who has an available route, which factors decide it, and how many crossings are missing."""
    unit = card["unit"]
    said = "; ".join(
        f"{verdict}: {people(card[f'pupils_{verdict}'], unit)}"
        for verdict in ("available", "undetermined", "unavailable")
    )
    within = card["pupils"] - card["pupils_beyond_limit"]
    return f"Highways: {said}. {_decided_by(card['worst_parts'], within, unit)} {_missing(card)}"


def speed(card: pd.Series) -> str:
    """Return for police and highways how much pupils walk beside traffic over 20 and 30 mph, at least and at most.

    One way, all pupils within the statutory distance together; where people are not known, metres of the mean walk.
    `card` has `over_20_m_lo, _hi, over_30_m_lo, _hi`, mean metres, besides the columns of the table.
    """
    if pd.isna(card["over_20_m_lo"]):
        return "Police and highways: no walk within the statutory distance whose traffic speed could be stated."
    spans = [_span(card, mph) for mph in (20, 30)]
    unit = "of the mean walk" if card["unit"] == "street metres" else "pupil-km one way"
    return f"Police and highways: {spans[0]} {unit} beside traffic over 20 mph, {spans[1]} over 30 mph. {_gaps(card)}"


def _gaps(card: pd.Series) -> str:
    metres = card["gaps_20mph_m"]
    if pd.isna(metres):
        return "Which streets near its gates are on pupils' walks is not known."
    walked = distance(metres) if metres else "no metre"
    return f"Modelled walks: within 300 m of a gate {walked} of street along them may be faster than 20 mph."


def _span(card: pd.Series, mph: int) -> str:
    """Return the least and the most in words, once where they are the same."""
    if card["unit"] == "street metres":
        low, high = (distance(card[f"over_{mph}_m_{bound}"]) for bound in ("lo", "hi"))
    else:
        low, high = (kilometres(card[f"pupil_km_over_{mph}_{bound}"]) for bound in ("lo", "hi"))
    return low if low == high else f"{low} to {high}"


def _decided_by(worst_parts: str, within: float, unit: str) -> str:
    listed = json.loads(worst_parts)
    if not listed:
        return "No part of the shortest walks is unavailable or undetermined."
    named = [f"{_named(part)} ({_found(part)}; {people(part['pupils'], unit)})" for part in listed[:_PARTS_NAMED]]
    return f"On the shortest walks of {people(within, unit)}: {' and '.join(named)}."


def _found(part: dict[str, str | None]) -> str:
    perhaps = ", perhaps" if part["verdict"] == "undetermined" else ":"
    return f"{part['verdict']}{perhaps} {part['threshold']}"


def _named(part: dict[str, str | None]) -> str:
    where = part["name"] or part["ref"] or f"OpenStreetMap way {part['osm_way_id']}"
    of_kind = {
        "side": f"the {part['side']} side of ",
        "path": "the path ",
        "crossing": "the crossing of ",
        "street": "",
    }
    return f"{of_kind[str(part['kind'])]}{where}"


def _missing(card: pd.Series) -> str:
    """Return the missing crossing that most need, and else the one that may be missing."""
    listed = json.loads(card["missing_crossings"])
    missing = [one for one in listed if one["verdict"] == "unavailable"]
    if not listed:
        return "No crossing is missing on the shortest walks."
    of_those, words = (missing, "Missing") if missing else (listed, "None is known to be missing; perhaps missing")
    count = len(of_those)
    least = "5 or more crossings" if count == 5 else f"{count} crossing{'s' if count > 1 else ''}"
    detour = "over 2 km" if of_those[0]["detour_m"] is None else distance(of_those[0]["detour_m"])
    return f"{words}: {least}, the most needed by {people(of_those[0]['pupils'], card['unit'])} (detour {detour})."
