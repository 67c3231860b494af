"""Surveys of walked routes: the survey list as Evenground writes it, with what was seen on site filled in."""

from pathlib import Path

import pandas as pd

from geodata.catalogue import Source
from geodata.readers.authority_values import column, past_dates, refuse, require_range
from geodata.readers.delimited import read_columns
from geodata.readers.numbers import as_numbers
from geodata.school_routes.attributes import CROSSING_ATTRIBUTES, LINK_ATTRIBUTES
from geodata.study_area import StudyArea

YES_OR_NO = frozenset(
    {"footway", "step_off", "sight_lines", "side_road_treated", "firm_surface", "lit"}
    | {"controlled", "signals", "signal_arm_without_figure", "island"}
)
"""Attributes that are 1 or 0."""
_VALUES = ["value_lo", "value_hi"]
_GREATEST = 300_000.0


def read_route_surveys(path: Path, source: Source, _study_area: StudyArea) -> pd.DataFrame:
    """Return the rows that have been surveyed: part (or way and side), attribute, least and greatest value, date.

    Raises `SourceFileError` naming column and line of an unknown attribute, or one that such a part does not have; of
    a value that is missing, no number, not 1 or 0 where it must be, or greater as the least than as the greatest; of
    a date that is missing, malformed or in the future; and of a row that does not say where.
    """
    text = read_columns(path, source)
    surveyed = text[(text[_VALUES] != "").any(axis=1)]
    placed = _with_places(surveyed, source, path)
    _require_attributes(placed, source, path)
    valued = _with_values(placed, source, path)
    dated = past_dates(valued["surveyed_on"], source, path, is_whole=True)
    if (dated == "").any():
        refuse(surveyed.loc[dated == "", "surveyed_on"], "no date: write YYYY-MM-DD", source, path)
    return valued.assign(surveyed_on=dated)


def _with_places(rows: pd.DataFrame, source: Source, path: Path) -> pd.DataFrame:
    part, way, side = (column(rows, name) for name in ("part_id", "osm_way_id", "side"))
    is_nowhere = (part == "") & (way == "")
    if is_nowhere.any():
        refuse(part[is_nowhere], "no place: give part_id, or osm_way_id and side", source, path)
    is_odd = ~side.isin(["left", "right", ""])
    if is_odd.any():
        refuse(side[is_odd], "not left, right or blank", source, path)
    whole = part.where(part != "", "w" + way + side.where(side == "", "." + side))
    text = rows.assign(row_id=whole, part_id=part.where(part != ""), osm_way_id=way, side=side)
    return as_numbers(text, ["osm_way_id"], source, path)


def _require_attributes(rows: pd.DataFrame, source: Source, path: Path) -> None:
    is_crossing = rows["part_id"].str.startswith("x").fillna(False).astype(bool)
    for names, what, is_such in (
        (CROSSING_ATTRIBUTES, "a crossing", is_crossing),
        (LINK_ATTRIBUTES, "a street or path", ~is_crossing),
    ):
        is_unknown = is_such & ~rows["attribute"].isin(names)
        if is_unknown.any():
            known = f"no attribute of {what}: it has {', '.join(names)}"
            refuse(rows.loc[is_unknown, "attribute"], known, source, path)


def _with_values(rows: pd.DataFrame, source: Source, path: Path) -> pd.DataFrame:
    is_flag = rows["attribute"].isin(YES_OR_NO)
    words = {
        name: rows[name].where(~is_flag, rows[name].str.casefold().replace({"yes": "1", "no": "0"})) for name in _VALUES
    }
    numbers = as_numbers(rows.assign(**words), _VALUES, source, path, may_be_missing=False)
    for name in _VALUES:
        require_range(numbers, name, 0.0, _GREATEST, source, path)
        is_odd = is_flag & ~numbers[name].isin([0.0, 1.0])
        if is_odd.any():
            refuse(rows.loc[is_odd, name], "neither 1 (yes) nor 0 (no)", source, path)
    is_crossed = numbers["value_lo"] > numbers["value_hi"]
    if is_crossed.any():
        refuse(rows.loc[is_crossed, "value_lo"], "greater than value_hi", source, path)
    return numbers
