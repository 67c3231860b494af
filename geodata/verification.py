"""A run's figures held against published and counted results.

The list of expected figures has one entry per figure: key, area code, value, tolerance, source, kind. Each pattern
below says where in the run's tables a key is found; a key that no pattern knows, or whose figure the inputs did not
allow, is listed by name, never passed over.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from geodata.errors import SourceFileError

Tables = Mapping[str, pd.DataFrame]
Found = float | str | list[str] | list[float] | None
FREE_KEYS = {"key", "area_code", "value", "tolerance", "source", "kind"}


class NotComputedError(LookupError):
    """The run's tables do not hold the figure; the message says which input is missing."""


@dataclass(frozen=True)
class Verified:
    """One expected figure beside what the run gives."""

    key: str
    area_code: str
    kind: str
    expected: Any
    found: Found
    outcome: str
    """match, mismatch or not computed."""
    reason: str = ""

    @property
    def difference(self) -> float | None:
        """Found minus expected where both are numbers."""
        if isinstance(self.found, int | float) and isinstance(self.expected, int | float):
            return float(self.found) - float(self.expected)
        return None


def read_expected(path: Path) -> list[dict[str, Any]]:
    """Return the expected figures; `SourceFileError` if the file is not such a list."""
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise SourceFileError(f"expected figures {path}: cannot be read as JSON: {error}") from error
    if not isinstance(entries, list) or any(
        not isinstance(entry, dict) or not entry.keys() >= FREE_KEYS for entry in entries
    ):
        raise SourceFileError(f"expected figures {path}: must be a list of entries with {', '.join(sorted(FREE_KEYS))}")
    return entries


def verify(tables: Tables, expected: list[dict[str, Any]]) -> list[Verified]:
    """Return each expected figure with what the tables give and whether they agree."""
    return [_verified(tables, entry) for entry in expected]


def _verified(tables: Tables, entry: dict[str, Any]) -> Verified:
    shared = {"key": entry["key"], "area_code": entry["area_code"], "kind": entry["kind"], "expected": entry["value"]}
    try:
        found = look_up(tables, entry["key"], entry["area_code"])
    except NotComputedError as reason:
        return Verified(**shared, found=None, outcome="not computed", reason=str(reason))
    outcome = "match" if agrees(found, entry["value"], entry["tolerance"]) else "mismatch"
    return Verified(**shared, found=found, outcome=outcome)


def agrees(found: Found, expected: Any, tolerance: float) -> bool:
    """Tell whether a figure agrees within its tolerance; a missing figure agrees only with an expected null.

    >>> agrees(10.4, 10.0, 0.5), agrees(None, 0.0, 1), agrees(None, None, 0), agrees("Better", "Better", 0)
    (True, False, True, True)
    """
    if isinstance(expected, list):
        return isinstance(found, list) and _agree(found, expected, tolerance)
    if isinstance(found, int | float) and isinstance(expected, int | float):
        # sums of thousands of floats differ from whole numbers in the last digits
        return bool(abs(found - expected) <= tolerance + 1e-9 * abs(expected))
    return bool(found == expected)


def _agree(found: Sequence[Any], expected: Sequence[Any], tolerance: float) -> bool:
    """Tell whether two lists agree: codes whatever their order, numbers in their places."""
    if any(isinstance(each, str) for each in (*found, *expected)):
        return sorted(found) == sorted(expected)
    pairs = zip(found, expected, strict=False)
    return len(found) == len(expected) and all(agrees(one, other, tolerance) for one, other in pairs)


def look_up(tables: Tables, key: str, area_code: str) -> Found:
    """Return the figure of a key for an area; `NotComputedError` with the reason if there is none."""
    for pattern, finder in PATTERNS.items():
        match = re.fullmatch(pattern, key)
        if match:
            return finder(tables, area_code, **match.groupdict())
    raise NotComputedError("no table of this version holds it (schools and routes are not computed)")


def _table(tables: Tables, name: str) -> pd.DataFrame:
    if name not in tables:
        raise NotComputedError(f"the run has no table {name}")
    return tables[name]


def _indicator_row(tables: Tables, table: str, area_code: str, indicator: str, period: str | None) -> pd.Series:
    rows = _table(tables, table)
    chosen = rows[(rows["indicator"] == indicator) & (rows["area_code"] == area_code)]
    if period is not None:
        chosen = chosen[chosen["period"] == period]
    if chosen.empty:
        raise NotComputedError(
            f"{table} has no {indicator} {period or ''} for {area_code}: its input is not in the run"
        )
    return chosen.iloc[0]


def _authority(tables: Tables, area_code: str, indicator: str, period: str | None = None) -> Found:
    return _number(_indicator_row(tables, "local_authority_indicators", area_code, indicator, period)["value"])


def _number(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def _deprivation(tables: Tables, area_code: str, year: str, measure: str) -> Found:
    return _authority(tables, area_code, f"iod{year}_{measure}")


def _census_weighted(tables: Tables, area_code: str, measure: str) -> Found:
    row = _indicator_row(tables, "local_authority_indicators", area_code, f"iod2025_{measure}", "2025")
    if "Census 2021" not in row["note"]:
        raise NotComputedError("the run weights by the publisher's denominators, not by Census 2021 residents")
    return _number(row["value"])


def _lsoa_deprivation(tables: Tables, area_code: str, year: str, measure: str) -> Found:
    return _number(_indicator_row(tables, "lsoa_indicators", area_code, f"iod{year}_imd_{measure}", year)["value"])


def _extreme_lsoa(tables: Tables, area_code: str, year: str, end: str) -> Found:
    lsoas = _table(tables, "lsoas")
    rows = _table(tables, "lsoa_indicators")
    own = lsoas.loc[lsoas["local_authority_code"] == area_code, "lsoa_code"]
    ranks = rows[(rows["indicator"] == f"iod{year}_imd_rank") & rows["area_code"].isin(own)].set_index("area_code")[
        "value"
    ]
    if ranks.empty:
        raise NotComputedError(f"no LSOA ranks of {year} for {area_code}")
    return str(ranks.idxmin() if end == "most" else ranks.idxmax())


def _survey(tables: Tables, area_code: str, name: str, start: str, end: str, compared: str | None) -> Found:
    row = _indicator_row(tables, "local_authority_indicators", area_code, name, f"{start}/{end}")
    return str(row["compared_with_england"]) if compared else _number(row["value"])


def _cycling(tables: Tables, area_code: str, name: str, year: str) -> Found:
    return _authority(tables, area_code, name, year)


def _people(tables: Tables, area_code: str, year: str, low: str | None, high: str | None) -> Found:
    return _authority(tables, area_code, f"residents_age_{low}_{high}" if low else "residents", f"mid-{year}")


def _count(tables: Tables, area_code: str, item: str) -> Found:
    rows = _table(tables, "coverage")
    chosen = rows[(rows["item"] == item) & (rows["area_code"] == area_code)]
    if chosen.empty:
        raise NotComputedError(f"coverage has no {item} for {area_code}")
    return int(chosen["count"].iloc[0])


def _codes(tables: Tables, area_code: str, item: str) -> Found:
    _count(tables, area_code, item)
    rows = _table(tables, "coverage")
    return str(rows.loc[(rows["item"] == item) & (rows["area_code"] == area_code), "codes"].iloc[0]).split()


def _lsoas_per_ward(tables: Tables, area_code: str) -> Found:
    return int((_table(tables, "lsoas")["best_fit_ward_code"] == area_code).sum())


def _split(tables: Tables, area_code: str) -> Found:
    changes = _table(tables, "lsoa_changes")
    return sorted(changes.loc[changes["lsoa_2011_code"] == area_code, "lsoa_2021_code"])


def _network(tables: Tables, item: str) -> Found:
    rows = _table(tables, "network_summary")
    values = rows.loc[rows["item"] == item, "value"].dropna()
    if values.empty:
        raise NotComputedError(f"network_summary has no {item}: there is no OpenStreetMap extract in the run")
    return float(values.iloc[-1])  # the study area's row, which comes last


def _school_distances(tables: Tables) -> Found:
    name = "school_register_to_openstreetmap_m"
    return [float(str(_network(tables, f"{name}_{end}"))) for end in ("least", "greatest")]


COUNTED = {
    "ward_count_wd25": "wards",
    "wards_without_best_fit_lsoa_count": "wards_without_best_fit_lsoa",
    "lsoa21_count": "lsoas",
    "lsoa11_count": "lsoas_2011",
    "postcode_count": "postcodes",
    "postcodes_outside_wards": "postcodes_outside_wards",
    "school_count": "schools",
}
PATTERNS: dict[str, Callable[..., Found]] = {
    r"iod2025_(?P<measure>\w+)_census2021_weights": _census_weighted,
    r"iod(?P<year>\d{4})_(?P<end>most|least)_deprived_lsoa": _extreme_lsoa,
    r"iod(?P<year>\d{4})_imd_(?P<measure>score|rank|decile)": _lsoa_deprivation,
    r"iod(?P<year>\d{4})_(?P<measure>\w+)": _deprivation,
    r"fingertips_\d+_(?P<name>\w+)_(?P<start>\d{4})_(?P<end>\d{2})(?P<compared>_vs_england)?": _survey,
    r"cw030\d_(?P<name>\w+)_(?P<year>\d{4})": _cycling,
    r"mid(?P<year>\d{4})_population(?:_age_(?P<low>\d+)_(?P<high>\d+))?": _people,
    r"census2021_residents_lsoa_sum": lambda tables, area: _authority(tables, area, "residents", "2021"),
    r"collisions_raster_casualties_(?P<year>\d{4})": lambda tables, area, year: _authority(
        tables, area, "road_casualties", year
    ),
    r"lsoa_2011_2021_rows_(?P<change>[USMX])": lambda tables, area, change: _count(
        tables, area, f"lsoa_changes_{change}"
    ),
    r"(?P<item>wards_without_best_fit_lsoa|schools_outside_wards)": _codes,
    r"(?P<item>osm_\w+)": lambda tables, _area, item: _network(tables, item),
    r"school_to_nearest_osm_school_m_range": lambda tables, _area: _school_distances(tables),
    r"lsoas_per_ward": _lsoas_per_ward,
    r"lsoa_2011_2021_split": _split,
    rf"(?P<key>{'|'.join(COUNTED)})": lambda tables, area, key: _count(tables, area, COUNTED[key]),
}
