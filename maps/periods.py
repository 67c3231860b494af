"""The latest figures of an indicator for a list of areas."""

from collections.abc import Sequence

import pandas as pd

from geodata.periods import headline_period


def latest_rows(indicators: pd.DataFrame, indicator: str, area_codes: Sequence[str]) -> pd.DataFrame:
    """Return the rows of an indicator's latest period with a value in any of the areas, indexed by area code.

    Every area has a row; one that the table does not mention has missing values. No value anywhere: no rows.
    """
    rows = indicators[(indicators["indicator"] == indicator) & indicators["area_code"].isin(list(area_codes))]
    known = rows[rows["value"].notna()]
    if known.empty:
        return rows.iloc[:0].set_index("area_code")
    latest = rows[rows["period"] == headline_period(known["period"].unique().tolist())]
    return latest.set_index("area_code").reindex(pd.Index(list(area_codes), name="area_code"))
