"""The latest figures of an indicator for a list of areas."""

import re
from collections.abc import Sequence

import pandas as pd


def latest_period(periods: Sequence[str]) -> str:
    """Return the latest of some periods by the last year they name; of two, the longer span.

    >>> latest_period(["2015/16", "2024/25", "2023/24"]), latest_period(["mid-2020", "2021"])
    ('2024/25', '2021')
    >>> latest_period(["2019", "2010 to 2019"])
    '2010 to 2019'
    """
    years = {period: re.findall(r"\d{4}", period) for period in periods}
    return max(periods, key=lambda period: (years[period][-1:], len(years[period]), period))


def latest_rows(indicators: pd.DataFrame, indicator: str, area_codes: Sequence[str]) -> pd.DataFrame:
    """Return the rows of an indicator's latest period with a value in any of the areas, indexed by area code.

    Every area has a row; one that the table does not mention has missing values. No value anywhere: no rows.
    """
    rows = indicators[(indicators["indicator"] == indicator) & indicators["area_code"].isin(list(area_codes))]
    known = rows[rows["value"].notna()]
    if known.empty:
        return rows.iloc[:0].set_index("area_code")
    latest = rows[rows["period"] == latest_period(known["period"].unique().tolist())]
    return latest.set_index("area_code").reindex(pd.Index(list(area_codes), name="area_code"))
