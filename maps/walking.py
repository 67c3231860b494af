"""Walking in words and tables: who can walk where, the streets around homes, how complete the tags are."""

from dataclasses import dataclass

import pandas as pd

from geodata.indicators.definitions import indicator_list
from geodata.schemas.access import DESTINATIONS, MINUTES
from maps.numbers import decimal, percent

DESTINATION_NAMES = {
    "school": "School",
    "green_space": "Green space",
    "gp": "GP practice",
    "pharmacy": "Pharmacy",
    "food_shop": "Food shop",
    "leisure": "Sport and leisure",
    "public_transport_stop": "Bus stop or station",
}
ATTRIBUTE_NAMES = {
    "sidewalk_left": "Footway, left side",
    "sidewalk_right": "Footway, right side",
    "speed_mph": "Speed limit",
    "lanes": "Lanes",
    "width_m": "Width",
    "lit": "Street lighting",
    "surface": "Surface",
}
UNKNOWN, NAN = "not known", float("nan")
NOT_SHOWN = "places_per_1000"  # remarks on the floating catchment, which no page shows


@dataclass(frozen=True)
class Reach:
    """One kind of destination: its name and its figures in words, in the order of the headings."""

    name: str
    cells: list[str]


@dataclass(frozen=True)
class Walking:
    """What a page says of walking in one area."""

    whose: str
    """Whom the shares are of: residents, or street metres where nobody knows who lives where."""
    headings: list[str]
    reach: list[Reach]
    streets: list[tuple[str, str]]
    """Measure of the streets and its figure in words."""
    tagged: list[tuple[str, str, str]]
    """Attribute, kilometres it applies to, share of them that is tagged."""
    kind: str
    date: str
    """Of the OpenStreetMap data."""
    warnings: list[str]


def walking(
    area_code: str,
    *,
    kind: str,
    authority_access: pd.DataFrame,
    network_measures: pd.DataFrame,
    tag_completeness: pd.DataFrame,
    network_summary: pd.DataFrame,
) -> Walking | None:
    """Return what is said of walking in the area, or nothing where there is no network."""
    access = authority_access[authority_access["area_code"] == area_code]
    if access.empty:
        return None
    by_kind = {name: rows.set_index("profile") for name, rows in access.groupby("destination")}
    is_street_metres = access["residents"].isna().all()
    extra = _extra(access)
    return Walking(
        whose="street metres" if is_street_metres else "residents",
        headings=[*(f"{minutes} minutes" for minutes in MINUTES), *extra.values(), "Median walk"],
        reach=[
            Reach(DESTINATION_NAMES[name], _cells(by_kind[name], list(extra)))
            for name in DESTINATIONS
            if name in by_kind
        ],
        streets=_streets(network_measures[network_measures["area_level"] == "local_authority"]),
        tagged=_tagged(tag_completeness[tag_completeness["area_code"] == area_code]),
        kind=kind,
        date=str(access["period"].iloc[0]),
        warnings=_warnings(network_summary, access["note"]),
    )


def _extra(access: pd.DataFrame) -> dict[str, str]:
    """Return the columns beside the bands, those without any figure left out, each with its heading."""
    columns = {
        "step_free": "15 minutes, step-free",
        "children_within_15_minutes_pct": "Children, 15 minutes",
        "no_car_households_within_15_minutes_pct": "No-car households, 15 minutes",
    }
    return {
        name: heading
        for name, heading in columns.items()
        if (name in set(access["profile"])) or (name in access and access[name].notna().any())
    }


def _cells(rows: pd.DataFrame, extra: list[str]) -> list[str]:
    figures = rows.select_dtypes("number").astype(float).T
    walk = figures["walking"]
    shares = [walk[f"residents_within_{minutes}_minutes_pct"] for minutes in MINUTES]
    others = [
        figures[name]["residents_within_15_minutes_pct"] if name in figures else walk.get(name, NAN) for name in extra
    ]
    median = walk["walk_minutes"]
    return [*map(_share, [*shares, *others]), UNKNOWN if pd.isna(median) else f"{decimal(median)} min"]


def _share(value: float) -> str:
    return UNKNOWN if pd.isna(value) else percent(value)


def _streets(rows: pd.DataFrame) -> list[tuple[str, str]]:
    """Return each measure of all authorities together: what is above and below the line adds up."""
    sums = rows.groupby("measure", sort=False)[["numerator", "denominator"]].sum(min_count=1)
    shown = []
    for name, above, below in sums.dropna().itertuples():
        definition = indicator_list()[f"streets_{name}"]
        if below > 0:
            value = decimal(definition.per * above / below, 2 if definition.per == 1 else 1)
            shown.append((definition.title, f"{value} {definition.unit}"))
    return shown


def network_remarks(network_summary: pd.DataFrame) -> list[str]:
    """Return the remarks on the network (table `network_summary`), each once, without the code they begin with."""
    notes = network_summary.loc[network_summary["note"] != "", ["area_code", "note"]]
    plain = [str(note).removeprefix(f"{code}: ") for code, note in notes.itertuples(index=False)]
    return [f"{words[0].upper()}{words[1:]}" for words in dict.fromkeys(plain)]


def _warnings(network_summary: pd.DataFrame, of_access: pd.Series) -> list[str]:
    """Return what is to be known of the figures shown, each remark once."""
    remarks = [part for note in of_access for part in str(note).split("; ")]
    shown = [part for part in dict.fromkeys(remarks) if part and not part.startswith(NOT_SHOWN)]
    sentences = [*network_remarks(network_summary), *shown]
    plain = [str(sentence).replace("_", " ") for sentence in dict.fromkeys(sentences)]
    return [f"{words[0].upper()}{words[1:]}." for words in plain]


def _tagged(rows: pd.DataFrame) -> list[tuple[str, str, str]]:
    whole = rows[(rows["highway"] == "all") & (rows["length_km"] > 0)].set_index("attribute")
    return [
        (words, f"{decimal(float(whole['length_km'][name]), 0)} km", percent(float(whole["known_pct"][name])))
        for name, words in ATTRIBUTE_NAMES.items()
        if name in whole.index
    ]
