"""Groups that are areas or published categories: the authorities, England's deprivation tenths and age bands."""

import numpy as np
import pandas as pd

from geodata.indicators.activity import ENGLAND, INDICATORS, deprivation_gradient
from geodata.indicators.definitions import Indicator, indicator_list, stratified_by
from geodata.indicators.rows import select
from geodata.study_area import StudyArea

EQUAL_TENTHS = "England's tenths of LSOAs are taken as equally populous"
NO_WEIGHTS = "how many people are in each band is not published: the bands are not weighted"
FEWEST_BANDS = 2


def authority_strata(
    study_area: StudyArea, lsoas: pd.DataFrame, local_authority_indicators: pd.DataFrame
) -> pd.DataFrame:
    """Return rows of `inequality_groups`: the authorities of the study area, weighted by their people.

    While some authority is not computed there are none, and so for a study area of a single one.
    """
    own = local_authority_indicators[local_authority_indicators["area_level"] == "local_authority"]
    if not set(study_area.codes) <= set(own["area_code"]) or len(study_area.codes) == 1:
        return pd.DataFrame()
    names = lsoas.drop_duplicates("local_authority_code").set_index("local_authority_code")["local_authority_name"]
    frames = [_authorities(study_area, names, own, definition) for definition in stratified_by("local_authority")]
    return pd.concat([frame for frame in frames if len(frame)] or frames[:1], ignore_index=True)


def _authorities(study_area: StudyArea, names: pd.Series, own: pd.DataFrame, definition: Indicator) -> pd.DataFrame:
    people = select(own, definition.weighted_by).groupby("area_code")["value"].last()
    number = {code: number for number, code in enumerate(study_area.codes, 1)}
    rows = select(own, definition.id)
    return rows.assign(
        group=rows["area_code"].map(number),
        group_name=rows["area_code"].map(names),
        population=rows["area_code"].map(people),
        n_areas=1,
        area_code=study_area.name,
        area_level="study_area",
        stratifier="local_authority",
        kind=rows["kind"].replace("measured", "computed"),
    ).sort_values(["period", "group"])


def published_strata(study_area: StudyArea, adult_activity: pd.DataFrame) -> pd.DataFrame:
    """Return rows of `inequality_groups` for England: the publisher's deprivation tenths and age bands, latest period.

    They are measured, not modelled: whether inactivity follows deprivation is answered here and not by small area.
    """
    kind = study_area.kind("measured")
    tenths = deprivation_gradient(adult_activity).rename(columns={"decile": "group", "rate": "value"})
    tenths = tenths.assign(
        group_name="tenth " + tenths["group"].astype(int).astype("string"), stratifier="deprivation", note=EQUAL_TENTHS
    )
    bands = _age_bands(adult_activity).assign(stratifier="age", note=NO_WEIGHTS)
    rows = pd.concat([frame for frame in (tenths, bands) if len(frame)] or [tenths], ignore_index=True)
    asked = [
        stratifier in indicator_list()[name].stratifiers
        for name, stratifier in zip(rows["indicator"], rows["stratifier"], strict=True)
    ]
    unit = [indicator_list()[name].unit for name in rows["indicator"]]
    return rows[asked].assign(
        area_code=ENGLAND,
        area_level="country",
        population=1.0,
        n_areas=0,
        source="adult_activity",
        kind=kind,
        unit=unit,
    )


def _age_bands(table: pd.DataFrame) -> pd.DataFrame:
    rows = table[
        (table["category_type"] == "Age") & (table["area_code"] == ENGLAND) & table["value"].notna()
    ].drop_duplicates(["indicator_id", "period", "category"])
    rows = rows.assign(indicator=rows["indicator_id"].map(INDICATORS), group_name=rows["category"])
    latest = rows[rows["period"] == rows.groupby("indicator")["period"].transform("max")]
    several = latest.groupby("indicator").filter(lambda bands: len(bands) >= FEWEST_BANDS)
    ages = several["category"].str.extract(r"(\d+)(?:-(\d+))?").astype(float)
    ordered = several.assign(first_age=ages[0], last_age=ages[1].fillna(np.inf)).sort_values(["indicator", "first_age"])
    previous = ordered.groupby("indicator")["last_age"].shift()
    overlapping = ordered.loc[ordered["first_age"] <= previous, "indicator"]
    apart = ordered[~ordered["indicator"].isin(overlapping)]  # bands that overlap cannot be told from each other
    return apart.assign(group=apart.groupby("indicator").cumcount() + 1)[
        ["indicator", "period", "group", "group_name", "value", "lower_cl", "upper_cl"]
    ]
