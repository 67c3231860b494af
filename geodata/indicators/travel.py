"""Travel: to work by census mode, walking and cycling by survey."""

import pandas as pd

from geodata.indicators.definitions import indicator_list
from geodata.indicators.rows import indicator_rows

LOCKDOWN = "Census day fell in the COVID-19 lockdown: working from home inflated, other modes understated"


def lsoa_travel_to_work(travel: pd.DataFrame, *, kind: str) -> pd.DataFrame:
    """Return the share of people in employment by mode of travel and LSOA, walking and cycling also together."""
    by_mode = {mode: part.set_index("lsoa_code") for mode, part in travel.groupby("mode")}
    walk_or_cycle = _together(by_mode["on_foot"], by_mode["bicycle"]) if by_mode else travel
    everything = pd.concat([travel, walk_or_cycle], ignore_index=True)
    return indicator_rows(
        "travel_to_work_" + everything["mode"] + "_pct",
        everything["lsoa_code"],
        "2021",
        numerator=everything["people"],
        denominator=everything["total"],
        kind=kind,
        source="travel_to_work",
        note=LOCKDOWN,
    )


def _together(on_foot: pd.DataFrame, bicycle: pd.DataFrame) -> pd.DataFrame:
    """Return both modes as one; an LSOA without a figure for either has none."""
    people = on_foot["people"] + bicycle["people"]
    return on_foot.assign(people=people, mode="walk_or_cycle").reset_index()


def walking_and_cycling(table: pd.DataFrame, area_codes: list[str], *, kind: str) -> pd.DataFrame:
    """Return DfT's shares of adults who walk or cycle for the areas given, every purpose, frequency and year."""
    own = table[table["area_code"].isin(area_codes)]
    names = own["mode"] + "_" + own["purpose"] + "_" + own["frequency"]
    known = own[names.isin(list(indicator_list()))]
    return indicator_rows(
        names.loc[known.index],
        known["area_code"],
        known["period"],
        value=known["value"],
        kind=kind,
        source="walking_cycling",
        note=known["note"],
    )
