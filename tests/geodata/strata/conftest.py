"""Strips of LSOAs whose figures lie on a line, as the tests of strata and measures need them."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from geodata.indicators.rows import indicator_rows, stack
from geodata.schemas import conform, empty, validate
from geodata.strata.groups_table import inequality_groups
from geodata.strata.measured import inequality
from geodata.study_area import StudyArea

AREA = "E06999001"


@pytest.fixture(scope="session")
def one_authority() -> StudyArea:
    return StudyArea(name="strip", title="Strip", local_authorities={"easton": AREA, "weston": "E06999002"})


@pytest.fixture(scope="session")
def lsoa_rows() -> Callable[..., pd.DataFrame]:
    """Return LSOAs, the first the most deprived, each with as many people, and the numerators of other figures."""

    def rows(n: int, *others: tuple[str, np.ndarray], people: float = 100.0, period: str = "2021") -> pd.DataFrame:
        codes = pd.Series([f"E01{999000 + place}" for place in range(n)])
        scores = indicator_rows(
            "iod2025_imd_score", codes, "2025", value=pd.Series(np.arange(n, 0, -1.0)), denominator=people,
            kind="measured", source="deprivation_2025",
        )  # fmt: skip
        residents = indicator_rows("residents", codes, "2021", numerator=people, kind="measured", source="population")
        figures = [
            indicator_rows(
                name, codes, period, numerator=pd.Series(above, dtype=float), denominator=people,
                kind="modelled" if "modelled" in name else "measured", source="travel_to_work",
            )
            for name, above in others
        ]  # fmt: skip
        return conform("lsoa_indicators", stack([scores, residents, *figures]))

    return rows


@pytest.fixture(scope="session")
def groups_of(one_authority: StudyArea) -> Callable[..., pd.DataFrame]:
    """Return a function that makes `inequality_groups` of the LSOA rows of one authority."""

    def made(lsoa_indicators: pd.DataFrame, rural_urban: pd.DataFrame | None = None) -> pd.DataFrame:
        codes = lsoa_indicators.loc[lsoa_indicators["indicator"] == "iod2025_imd_score", "area_code"]
        lsoas = pd.DataFrame({"lsoa_code": codes, "local_authority_code": AREA, "local_authority_name": "Easton"})
        table = inequality_groups(
            one_authority,
            lsoas,
            lsoa_indicators,
            empty("local_authority_indicators"),
            empty("source_adult_activity"),
            pd.DataFrame({"lsoa_code": [], "rural_urban": []}) if rural_urban is None else rural_urban,
        )
        return validate("inequality_groups", table)

    return made


@pytest.fixture(scope="session")
def measured_in(groups_of) -> Callable[..., pd.DataFrame]:
    """Return a function that gives the measures of one indicator by their names."""

    def made(lsoa_indicators: pd.DataFrame, indicator: str, **others: pd.DataFrame) -> pd.DataFrame:
        rows = validate("inequality", inequality(groups_of(lsoa_indicators, **others)))
        own = rows[rows["indicator"] == indicator].set_index("measure")
        assert len(own)
        return own

    return made
