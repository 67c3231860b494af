"""Physical activity: as measured by authority, and as modelled below it from a published deprivation gradient."""

import re

import pandas as pd

from geodata.indicators.rows import indicator_rows, select, stack

INDICATORS = {"93014": "active_adults", "93015": "inactive_adults", "93570": "active_children"}
MODELLED = {"active_adults": "active_adults_modelled_pct", "inactive_adults": "inactive_adults_modelled_pct"}
MODELLED_NOTE = (
    "modelled from England's deprivation gradient, by the deciles it was published for, applied to deciles of 2025 and "
    "scaled to the authority's measured rate; no limits known"
)
ENGLAND = "E92000001"
ORDINALS = {
    word: tenth
    for tenth, word in enumerate(
        ["most", "second most", "third more", "fourth more", "fifth more", "fifth less", "fourth less", "third less",
         "second least", "least"],
        start=1,
    )
}  # fmt: skip
NOT_COMPARED = "limits not published in this file"


def measured_activity(table: pd.DataFrame, area_codes: list[str], source: str, *, kind: str) -> pd.DataFrame:
    """Return the published activity figures of the areas given, all periods, headline rows only.

    Adds `compared_with_england` in the publisher's words. Missing values stay missing with the publisher's note.
    """
    headline = table[(table["category_type"] == "") & table["area_code"].isin(area_codes)]
    frames = [
        indicator_rows(
            INDICATORS[str(indicator)],
            part["area_code"],
            part["period"],
            value=part["value"],
            numerator=part["numerator"],
            denominator=part["denominator"],
            kind=kind,
            source=source,
            note=part["note"].where(part["lower_cl"].notna() | (part["note"] != ""), NOT_COMPARED),
        ).assign(
            lower_cl=part["lower_cl"],
            upper_cl=part["upper_cl"],
            compared_with_england=part["compared_with_england"],
        )
        for indicator, part in headline.groupby("indicator_id")
    ]
    return pd.concat(frames, ignore_index=True) if frames else stack([]).assign(compared_with_england="")


def deprivation_gradient(table: pd.DataFrame) -> pd.DataFrame:
    """Return England's published rate by LSOA deprivation decile.

    Columns: `indicator`, `period`, `decile`, `rate`, and its limits `lower_cl`, `upper_cl`; from the most deprived on.

    Takes the latest period whose ten deciles of LSOAs are all there; no such rows give an empty frame. Deciles of
    districts are another thing (a gradient between places, not between neighbourhoods) and are not used.
    """
    is_gradient = table["category_type"].str.contains(r"LSOA.*decile", case=False, regex=True)
    rows = table[is_gradient & (table["area_code"] == ENGLAND) & table["value"].notna()]
    rows = rows.assign(decile=rows["category"].map(decile_from_words), indicator=rows["indicator_id"].map(INDICATORS))
    rows = rows[rows["decile"].notna()].drop_duplicates(["indicator", "period", "decile"])
    complete = rows.groupby(["indicator", "period"]).filter(lambda group: len(group) == 10)
    latest = complete.groupby("indicator")["period"].transform("max")
    chosen = complete[complete["period"] == latest].rename(columns={"value": "rate"})
    columns = ["indicator", "period", "decile", "rate", "lower_cl", "upper_cl"]
    return chosen[columns].sort_values(["indicator", "decile"], ignore_index=True)


def decile_from_words(category: str) -> int | None:
    """Return the decile that a Fingertips category names, 1 = most deprived; None if it names none.

    >>> decile_from_words("Second most deprived decile (IMD2019)"), decile_from_words("Male")
    (2, None)
    """
    words = re.match(r"(.*?)\s*deprived decile", category.strip().lower())
    return ORDINALS.get(words.group(1)) if words else None


def modelled_activity(
    gradient: pd.DataFrame, measured: pd.DataFrame, deciles: pd.Series, adults: pd.Series, *, kind: str
) -> pd.DataFrame:
    """Return adult activity by LSOA as it would be if it followed England's deprivation gradient.

    `deciles` (national, 1 = most deprived) and `adults` (aged 19 and over) are indexed by LSOA code. England's rate of
    the LSOA's decile is multiplied by one factor, chosen so that the mean over adults equals the authority's measured
    rate of the same period. Modelled from deprivation: circular if compared with it. No limits are known.
    """
    frames = []
    for indicator, rates in gradient.groupby("indicator"):
        period = str(rates["period"].iloc[0])
        target = select(measured, str(indicator), period)["value"]
        if target.notna().sum() == 1 and adults.sum() > 0:
            expected = deciles.map(rates.set_index("decile")["rate"])
            known = adults[expected.notna()]
            factor = target.iloc[0] * known.sum() / (expected * adults).sum()
            frames.append(_modelled_rows(str(indicator), period, expected * factor, adults, kind))
    return stack(frames)


def _modelled_rows(indicator: str, period: str, rate: pd.Series, adults: pd.Series, kind: str) -> pd.DataFrame:
    return indicator_rows(
        MODELLED[indicator],
        rate.index.to_series(),
        period,
        numerator=rate * adults / 100,
        denominator=adults,
        kind=kind,
        source="adult_activity+deprivation_2025+population_by_age",
        note=MODELLED_NOTE,
    )


def study_area_activity(measured: pd.DataFrame, adults: pd.Series, area_code: str, *, kind: str) -> pd.DataFrame:
    """Return adult activity of the whole study area: authorities' rates weighted by their adults (index code).

    Only periods in which every authority has a value.
    """
    rows = measured[measured["indicator"].isin(MODELLED) & measured["area_code"].isin(adults.index)]
    frames = []
    for (indicator, period), part in rows.groupby(["indicator", "period"]):
        rates = part.set_index("area_code").reindex(adults.index)
        if rates["value"].notna().all():
            people, lower, upper = people_with_limits(rates, adults)
            row = indicator_rows(
                str(indicator),
                pd.Series([area_code]),
                str(period),
                value=pd.Series([100 * people / adults.sum()]),
                denominator=float(adults.sum()),
                kind=kind,
                source="adult_activity+population_by_age",
                note=f"authorities' rates weighted by adults aged 19 and over, mid-2020; {limits_note(lower)}",
            )
            frames.append(row.assign(lower_cl=100 * lower / adults.sum(), upper_cl=100 * upper / adults.sum()))
    return stack(frames)


def people_with_limits(rates: pd.DataFrame, people: pd.Series) -> tuple[float, float, float]:
    """Return the number of people whom percentages (`value, lower_cl, upper_cl`) make of several authorities.

    Limits take the authorities' surveys to be independent: variances add. Missing unless every rate has limits.

    >>> rates = pd.DataFrame({"value": [20.0, 30.0], "lower_cl": [17.0, 26.0], "upper_cl": [23.0, 34.0]})
    >>> people_with_limits(rates, pd.Series([100.0, 100.0]))
    (50.0, 45.0, 55.0)
    """
    count = float((rates["value"] * people / 100).sum(skipna=False))
    half_widths = (rates["upper_cl"] - rates["lower_cl"]) / 2 * people / 100
    half = float((half_widths**2).sum(skipna=False) ** 0.5)
    return count, count - half, count + half


def limits_note(lower: float) -> str:
    """Return what to say of limits combined over authorities."""
    if pd.isna(lower):
        return "no limits published to combine"
    return "95 % limits assumed: the authorities' surveys are independent"
