"""Traffic counts: DfT's annual average daily flows by count point, or an authority's own in the same columns."""

from pathlib import Path

import pandas as pd

from geodata.catalogue import Source
from geodata.errors import SourceFileError
from geodata.readers.authority_values import column, past_dates, refuse, require_range, with_places
from geodata.readers.delimited import read_columns
from geodata.readers.numbers import as_numbers
from geodata.source_files import named
from geodata.study_area import StudyArea

_COUNTED = ["vehicles_per_day", "hgv_vehicles"]
_MOST_VEHICLES = 300_000.0


def read_traffic_counts(path: Path, source: Source, _study_area: StudyArea) -> pd.DataFrame:
    """Return the latest count of each count point: motor vehicles a day in both directions, per cent heavy goods.

    Rows by direction of travel are added up. Raises `SourceFileError` for hourly counts, and naming the line of a
    count, place or date that is missing or cannot be, or where heavy vehicles outnumber all.
    """
    text = read_columns(path, source)
    if "hour" in text:
        raise SourceFileError(
            f"{named(source, path)}: these are hourly counts, which are no vehicles a day; get annual average daily "
            f"flows from {source.landing_page}"
        )
    counted = _numbers(text, source, path)
    dated = past_dates(text["counted_on"], source, path)
    if (dated == "").any():
        refuse(text.loc[dated == "", "counted_on"], "no year or date", source, path)
    road = column(text, "road").str.upper().str.replace(" ", "")
    table = counted.assign(counted_on=dated, road=road.where(road != ""))
    return _latest(_both_directions(table) if "direction" in text else table)


def _numbers(text: pd.DataFrame, source: Source, path: Path) -> pd.DataFrame:
    optional = {name: column(text, name) for name in ("hgv_vehicles", "hgv_pct")}
    placed = with_places(text.assign(**optional), source, path)
    total = as_numbers(placed, ["vehicles_per_day"], source, path, may_be_missing=False)
    table = as_numbers(total, list(optional), source, path)
    for name in _COUNTED:
        require_range(table, name, 0.0, _MOST_VEHICLES, source, path)
    is_more = table["hgv_vehicles"] > table["vehicles_per_day"]
    if is_more.any():
        refuse(table.loc[is_more, "hgv_vehicles"], "more than all motor vehicles", source, path)
    require_range(table, "hgv_pct", 0.0, 100.0, source, path)
    share = 100.0 * table["hgv_vehicles"] / table["vehicles_per_day"].where(table["vehicles_per_day"] > 0)
    return table.assign(hgv_pct=table["hgv_pct"].fillna(share))


def _both_directions(table: pd.DataFrame) -> pd.DataFrame:
    """Add up the directions of each count: the share of heavy vehicles is that of both together."""
    key = ["count_id", "counted_on"]
    heavy = table["hgv_pct"] * table["vehicles_per_day"] / 100.0
    groups = table.assign(heavy=heavy).groupby(key, sort=False)
    summed = groups[["vehicles_per_day", "heavy"]].transform(lambda values: values.sum(skipna=False))
    share = 100.0 * summed["heavy"] / summed["vehicles_per_day"].where(summed["vehicles_per_day"] > 0)
    return table.assign(vehicles_per_day=summed["vehicles_per_day"], hgv_pct=share).drop_duplicates(key)


def _latest(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["counted_on"] == table.groupby("count_id")["counted_on"].transform("max")]
