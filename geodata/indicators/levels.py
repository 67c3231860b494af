"""The indicator tables of the three levels: LSOA, ward and local authority."""

import pandas as pd

from geodata.apportionment import memberships
from geodata.indicators import access, activity, casualties, deprivation, population, route_safety, travel
from geodata.indicators.rows import combine, select, stack
from geodata.schemas import conform
from geodata.study_area import StudyArea

ADULTS = "residents_age_19_plus"
SUMMED_UP = ("travel_to_work", "access_", "streets_", "school_routes_")
MADE_BY_WARD = ("road_casualties", "access_", "streets_", "school_routes_")  # what is known more finely than by LSOA
ROW_ORDER = ["indicator", "period", "area_code"]


def lsoa_indicators(  # noqa: PLR0913 (one argument per source)
    study_area: StudyArea,
    authority_code: str,
    *,
    lsoas: pd.DataFrame,
    lsoa_changes: pd.DataFrame,
    deprivation_2025: pd.DataFrame,
    deprivation_2019: pd.DataFrame,
    people: pd.DataFrame,
    people_by_age: pd.DataFrame,
    travel_to_work: pd.DataFrame,
    adult_activity: pd.DataFrame,
    lsoa_casualties: pd.DataFrame,
    lsoa_access: pd.DataFrame,
    lsoa_route_safety: pd.DataFrame,
    network_measures: pd.DataFrame,
) -> pd.DataFrame:
    """Return table `lsoa_indicators` of one authority. Sources without rows leave their indicators out."""
    measured, computed = study_area.kind("measured"), study_area.kind("computed")
    own = {
        name: table[table["lsoa_code"].isin(lsoas["lsoa_code"])]
        for name, table in {"deprivation": deprivation_2025, "people": people, "travel": travel_to_work}.items()
    }
    residents = own["people"].set_index("lsoa_code")["residents"].reindex(lsoas["lsoa_code"])
    own_ages = people_by_age[people_by_age["lsoa_code"].isin(lsoa_changes["lsoa_2011_code"])]
    ages = population.lsoa_people_by_age(own_ages, lsoa_changes, kind=computed)
    scores = deprivation.lsoa_deprivation(own["deprivation"], residents, "2025", kind=measured)
    published = activity.measured_activity(adult_activity, [authority_code], "adult_activity", kind=measured)
    modelled = activity.modelled_activity(
        activity.deprivation_gradient(adult_activity),
        published,
        _values(scores, "iod2025_imd_decile"),
        _values(ages, ADULTS),
        kind=study_area.kind("modelled"),
    )
    bridged = deprivation.bridged_deprivation_2019(deprivation_2019, lsoa_changes, residents, kind=computed)
    rows = [
        scores,
        bridged,
        population.census_residents(own["people"], kind=measured),
        ages,
        travel.lsoa_travel_to_work(own["travel"], kind=measured),
        casualties.casualty_rows(lsoa_casualties, residents, kind=computed),
        modelled,
        access.access_rows(lsoa_access, "lsoa", lsoas["lsoa_code"], kind=computed),
        route_safety.route_safety_rows(lsoa_route_safety, "lsoa", lsoas["lsoa_code"], kind=computed),
        access.measure_rows(network_measures, "lsoa", lsoas["lsoa_code"], kind=computed),
    ]
    return conform("lsoa_indicators", stack(rows).sort_values(ROW_ORDER))


def _values(rows: pd.DataFrame, indicator: str) -> pd.Series:
    return select(rows, indicator).set_index("area_code")["value"]


def ward_indicators(  # noqa: PLR0913 (one argument per table)
    study_area: StudyArea,
    *,
    wards: pd.DataFrame,
    lsoa_indicators: pd.DataFrame,
    lsoa_ward_weights: pd.DataFrame,
    ward_casualties: pd.DataFrame,
    cells: pd.DataFrame,
    ward_access: pd.DataFrame,
    ward_route_safety: pd.DataFrame,
    network_measures: pd.DataFrame,
) -> pd.DataFrame:
    """Return table `ward_indicators` of one authority: what LSOA indicators combine to, and more.

    A ward without people by the chosen apportionment has rows without a value and a note that says so.
    """
    computed = study_area.kind("computed")
    from_lsoas = lsoa_indicators[~lsoa_indicators["indicator"].str.startswith(MADE_BY_WARD)]
    parts = stack([from_lsoas, deprivation.residents_in_most_deprived(lsoa_indicators, kind=computed)])
    rows = combine(parts, memberships(lsoa_ward_weights))
    residents = (
        select(rows, "residents", "2021").set_index("area_code")["value"].reindex(wards["ward_code"], fill_value=0)
    )
    flags = casualties.coarse_cell_notes(wards, "ward_code", cells)
    hurt = casualties.casualty_rows(ward_casualties, residents, kind=computed, notes=flags)
    walks = access.access_rows(ward_access, "ward", wards["ward_code"], kind=computed)
    streets = access.measure_rows(network_measures, "ward", wards["ward_code"], kind=computed)
    routes = route_safety.route_safety_rows(ward_route_safety, "ward", wards["ward_code"], kind=computed)
    complete = _with_absent(stack([rows, hurt, walks, streets, routes]), wards["ward_code"])
    best_fit = combine(parts, memberships(lsoa_ward_weights, "best_fit_weight"))
    keys = ["area_code", "indicator", "period"]
    compared = complete.merge(
        best_fit[[*keys, "value"]].rename(columns={"value": "value_best_fit"}), on=keys, how="left"
    )
    return conform("ward_indicators", compared.sort_values(ROW_ORDER))


def _with_absent(rows: pd.DataFrame, ward_codes: pd.Series) -> pd.DataFrame:
    """Add a row without value for every ward that an indicator does not reach, so that no ward is lost in silence."""
    shared = ["indicator", "period", "unit", "kind", "source"]
    every = rows[shared].drop_duplicates(["indicator", "period"]).merge(ward_codes.rename("area_code"), how="cross")
    filled = every.merge(rows.drop(columns=shared[2:]), on=["area_code", "indicator", "period"], how="left")
    return filled.assign(note=filled["note"].fillna("no people are assigned to this ward"))


def authority_indicators(  # noqa: PLR0913 (one argument per source)
    study_area: StudyArea,
    authority_code: str,
    *,
    lsoa_indicators: pd.DataFrame,
    ward_indicators: pd.DataFrame,
    lsoa_changes: pd.DataFrame,
    deprivation_2025: pd.DataFrame,
    deprivation_2019: pd.DataFrame,
    deprivation_2019_lad: pd.DataFrame,
    people_by_age: pd.DataFrame,
    surveys: pd.DataFrame,
) -> pd.DataFrame:
    """Return table `authority_indicators`: the authority's own rows.

    2011-based figures are computed on the 2011 LSOAs themselves, so that they match what was published.
    """
    measured, computed = study_area.kind("measured"), study_area.kind("computed")
    residents = select(lsoa_indicators, "residents", "2021").set_index("area_code")["value"]
    own_2011 = set(lsoa_changes["lsoa_2011_code"])
    own_2025 = deprivation_2025[deprivation_2025["lsoa_code"].isin(residents.index)]
    own_2019 = deprivation_2019[deprivation_2019["lsoa_code"].isin(own_2011)]
    own_ages = people_by_age[people_by_age["lsoa_code"].isin(own_2011)]
    rows = [
        summed_up(lsoa_indicators, ward_indicators, authority_code),
        deprivation.authority_deprivation(own_2025, residents, authority_code, "2025", kind=computed),
        deprivation.authority_deprivation(own_2019, residents, authority_code, "2019", kind=computed),
        deprivation.published_ranks_2019(deprivation_2019_lad, authority_code, kind=measured),
        population.authority_people_by_age(own_ages, authority_code, kind=computed),
    ]
    published = surveys[surveys["area_code"] == authority_code]
    own = stack(rows).assign(compared_with_england="")
    return _levelled(pd.concat([own, published], ignore_index=True), "local_authority", "authority_indicators")


def summed_up(lsoa_rows: pd.DataFrame, ward_rows: pd.DataFrame, authority_code: str) -> pd.DataFrame:
    """Return the authority's residents, travel and access from its LSOAs, and its casualties from its wards."""
    is_casualty = ward_rows["indicator"].str.startswith("road_casualties")
    wanted = lsoa_rows["indicator"].str.startswith(SUMMED_UP) | (
        (lsoa_rows["indicator"] == "residents") & (lsoa_rows["period"] == "2021")
    )
    hurt = ward_rows[is_casualty].assign(note=casualties.PER_RESIDENT_CAVEAT)
    small_areas = [lsoa_rows[wanted], hurt]
    return stack([combine(rows, everything_into(rows["area_code"], authority_code)) for rows in small_areas])


def everything_into(area_codes: pd.Series, code: str) -> pd.DataFrame:
    """Return the membership that puts every area whole into one."""
    return pd.DataFrame({"area_code": area_codes.unique(), "into": code, "weight": 1.0})


def survey_indicators(
    study_area: StudyArea, adult_activity: pd.DataFrame, child_activity: pd.DataFrame, walking_cycling: pd.DataFrame
) -> pd.DataFrame:
    """Return the published survey figures of the study area's authorities and of England, all periods."""
    kind = study_area.kind("measured")
    codes = [*study_area.codes, activity.ENGLAND]
    frames = [
        activity.measured_activity(adult_activity, codes, "adult_activity", kind=kind),
        activity.measured_activity(child_activity, codes, "child_activity", kind=kind),
        travel.walking_and_cycling(walking_cycling, codes, kind=kind).assign(compared_with_england=""),
    ]
    rows = pd.concat([frame for frame in frames if len(frame)] or frames[:1], ignore_index=True)
    return conform("survey_indicators", rows.sort_values(ROW_ORDER))


def local_authority_indicators(
    study_area: StudyArea, authority_indicators: pd.DataFrame, surveys: pd.DataFrame
) -> pd.DataFrame:
    """Return table `local_authority_indicators`: every authority, the study area, its NHS area, and England.

    Rows of the study area need all its authorities; while some have not been computed they are left out.
    """
    england = surveys[surveys["area_code"] == activity.ENGLAND]
    levels = [authority_indicators, _levelled(england, "country", "authority_indicators")]
    if set(study_area.codes) <= set(authority_indicators["area_code"]):
        whole = _study_area_rows(study_area, authority_indicators).assign(compared_with_england="")
        levels.append(_levelled(whole, "study_area", "authority_indicators"))
        if study_area.nhs_area:
            levels.append(
                _levelled(whole.assign(area_code=study_area.nhs_area.code), "nhs_area", "authority_indicators")
            )
    return conform("local_authority_indicators", pd.concat(levels, ignore_index=True))


def _study_area_rows(study_area: StudyArea, rows: pd.DataFrame) -> pd.DataFrame:
    surveyed = rows["source"].isin(["adult_activity", "child_activity", "walking_cycling"])
    parts = rows[~surveyed]
    combined = combine(parts, everything_into(parts["area_code"], study_area.name))
    adults = select(rows, ADULTS).set_index("area_code")["value"]
    active = activity.study_area_activity(rows, adults, study_area.name, kind=study_area.kind("computed"))
    return stack([combined, active])


def _levelled(rows: pd.DataFrame, level: str, table: str) -> pd.DataFrame:
    return conform(table, rows.assign(area_level=level).sort_values(ROW_ORDER))
