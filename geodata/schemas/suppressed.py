"""Table of what is not published."""

import pandera.pandas as pa
from pandera.typing import Series

from geodata.schemas.table import Table

FIGURES = ["own", "groups by deprivation", "other groups"]
REASONS = ["small number", "to protect another", "the count behind the rate is not known"]


class WithheldCells(Table):
    """Figures of disclosive sources that are withheld from whatever is published (a working table)."""

    area_code: Series[str] = pa.Field(description="ONS code, or the study area's name for the whole")
    indicator: Series[str] = pa.Field(description="name in the indicator list")
    period: Series[str] = pa.Field(description="year or span")
    figure: Series[str] = pa.Field(isin=FIGURES, description="the area's own figure, or inequality between its groups")
    reason: Series[str] = pa.Field(isin=REASONS, description="why; never published, since it narrows the number down")
