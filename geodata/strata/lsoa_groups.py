"""Groups of LSOAs within an area: population groups by deprivation, and rural and urban."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from geodata.errors import TooFewAreasError
from geodata.indicators.definitions import Stratifier, stratified_by
from geodata.indicators.rows import combine, select
from geodata.inequality.groups import FEWEST_AREAS_IN_A_GROUP, deprivation_groups
from geodata.study_area import StudyArea

SCORE = "iod2025_imd_score"
CIRCULAR = "not computed: circular, the indicator is itself derived from deprivation"
UNKNOWN = "not computed: the residents or the score of some LSOAs are not known"
WHAT = ["indicator", "period", "unit", "kind", "source"]
SIDES = {"rural": 1, "urban": 2}


@dataclass(frozen=True)
class Area:
    """An authority or the study area, with the LSOAs in it."""

    code: str
    level: str
    lsoas: pd.Index


@dataclass(frozen=True)
class Grouping:
    """The group of each LSOA of an area, 1 the first, or the reason why there are none."""

    area: Area
    groups: pd.Series
    names: dict[int, str]
    reason: str = ""


def areas_of_lsoas(study_area: StudyArea, lsoas: pd.DataFrame) -> list[Area]:
    """Return every authority computed so far and, once all of them are there, the study area."""
    found = [
        Area(str(code), "local_authority", pd.Index(sorted(own["lsoa_code"])))
        for code, own in lsoas.groupby("local_authority_code", sort=False)
    ]
    if set(study_area.codes) <= {area.code for area in found}:
        found.append(Area(study_area.name, "study_area", pd.Index(sorted(lsoas["lsoa_code"]))))
    return found


def deprivation_strata(areas: list[Area], lsoa_indicators: pd.DataFrame) -> pd.DataFrame:
    """Return rows of `inequality_groups`: each area's LSOAs ranked by IMD 2025 score and cut into population groups.

    LSOAs, because ward averages flatten a gradient. An indicator derived from deprivation, or an area with too few
    LSOAs, gets one row of group 0 with the reason.
    """
    scores = select(lsoa_indicators, SCORE).set_index("area_code")
    groupings = [_by_deprivation(area, scores) for area in areas]
    return _strata("deprivation", groupings, lsoa_indicators, "deprivation_2025")


def _by_deprivation(area: Area, scores: pd.DataFrame) -> Grouping:
    own = scores.reindex(area.lsoas)[["value", "denominator"]]
    none = pd.Series(dtype=int)
    if own.isna().any(axis=None):
        return Grouping(area, none, {}, UNKNOWN)
    try:
        groups = pd.Series(deprivation_groups(own["value"], own["denominator"]) + 1, area.lsoas)
    except TooFewAreasError as error:
        return Grouping(area, none, {}, f"not computed: {error}")
    return Grouping(area, groups, dict(_names(groups.max())))


def _names(count: int) -> Iterator[tuple[int, str]]:
    part = {10: "tenth", 5: "fifth"}[count]
    for number in range(1, count + 1):
        end = {1: "most deprived ", count: "least deprived "}.get(number, "")
        yield number, f"{end}{part}" if end else f"{part} {number}"


def rural_urban_strata(areas: list[Area], lsoa_indicators: pd.DataFrame, rural_urban: pd.DataFrame) -> pd.DataFrame:
    """Return rows of `inequality_groups`: each area's rural and urban LSOAs; none without the classification."""
    classes = rural_urban.set_index("lsoa_code")["rural_urban"]
    groupings = [_by_side(area, classes) for area in areas] if len(classes) else []
    return _strata("rural_urban", groupings, lsoa_indicators, "rural_urban")


def _by_side(area: Area, classes: pd.Series) -> Grouping:
    sides = classes.reindex(area.lsoas)
    none = pd.Series(dtype=int)
    if sides.isna().any():
        return Grouping(area, none, {}, f"not computed: {sides.isna().sum()} LSOA(s) are not classified")
    for side in SIDES:
        if (found := int((sides == side).sum())) < FEWEST_AREAS_IN_A_GROUP:
            words = f"not computed: {found} {side} LSOA(s), at least {FEWEST_AREAS_IN_A_GROUP} are needed"
            return Grouping(area, none, {}, words)
    return Grouping(area, sides.map(SIDES).astype(int), {number: side for side, number in SIDES.items()})


def _strata(
    stratifier: Stratifier, groupings: list[Grouping], lsoa_indicators: pd.DataFrame, ordered_by: str
) -> pd.DataFrame:
    asked = {definition.id: definition for definition in stratified_by(stratifier)}
    rows = lsoa_indicators[lsoa_indicators["indicator"].isin(asked)]
    circular = [name for name, definition in asked.items() if definition.is_circular and stratifier == "deprivation"]
    is_circular = rows["indicator"].isin(circular)
    frames = [
        _grouped(groupings, rows[~is_circular], select(lsoa_indicators, "residents", "2021")),
        *(_refused(grouping.area, rows[is_circular], CIRCULAR) for grouping in groupings),
        *(_refused(g.area, rows[~is_circular], g.reason) for g in groupings if g.reason),
    ]
    table = pd.concat([frame for frame in frames if len(frame)] or frames[:1], ignore_index=True)
    source = [_sources(keys, ordered_by) for keys in table["source"]]
    return table.assign(stratifier=stratifier, source=source)


def _sources(keys: str, ordered_by: str) -> str:
    return "+".join(dict.fromkeys([*keys.split("+"), ordered_by]))


def _grouped(groupings: list[Grouping], rows: pd.DataFrame, residents: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of every group of every area, added up from the LSOAs."""
    known = [grouping for grouping in groupings if len(grouping.groups)]
    if not known or rows.empty:
        return pd.DataFrame(columns=[*WHAT, "group"])
    membership = pd.concat(
        pd.DataFrame({"area_code": g.groups.index, "place": place, "group": g.groups.to_numpy(), "weight": 1.0})
        for place, g in enumerate(known)
    )
    membership["into"] = membership["place"] * 100 + membership["group"]
    made = combine(pd.concat([rows, residents], ignore_index=True), membership)
    people = select(made, "residents").set_index("area_code")["value"]
    figures = made[made["indicator"] != "residents"]
    place, group = figures["area_code"] // 100, figures["area_code"] % 100
    return figures.assign(
        group=group,
        group_name=[known[p].names[g] for p, g in zip(place, group, strict=True)],
        population=figures["area_code"].map(people),
        n_areas=figures["area_code"].map(membership["into"].value_counts()),
        area_code=[known[p].area.code for p in place],
        area_level=[known[p].area.level for p in place],
    )


def _refused(area: Area, rows: pd.DataFrame, reason: str) -> pd.DataFrame:
    """Return one row of group 0 with the reason for each indicator and period the area has figures of."""
    own = rows[rows["area_code"].isin(area.lsoas)]
    what = own[WHAT].drop_duplicates(["indicator", "period"])
    kind = what["kind"].replace("measured", "computed")
    return what.assign(area_code=area.code, area_level=area.level, group=0, group_name="", note=reason, kind=kind)
