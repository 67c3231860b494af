"""Table `collision_deprivation`: children hurt on foot, by deprivation of the place and of their home."""

from typing import Literal

import geopandas as gpd
import pandas as pd
import shapely

from geodata.readers.stats19_codes import CHILD_AGES
from geodata.schemas import conform, empty
from geodata.school_routes.collisions.counting import latest_years, period
from geodata.study_area import StudyArea
from geodata.suppression.figures import is_small

DECILES = (*map(float, range(1, 11)), float("nan"))
NOTES = {
    "place": "decile of the LSOA where it happened; a street is often the border of two",
    "home": "decile as published with the casualty, of an edition before the place's, or else of the home's LSOA",
}
WITHHELD = "withheld: a small number"
_CASE = ["area_code", "decile_of"]


def collision_deprivation(
    collisions: pd.DataFrame,
    casualties: pd.DataFrame,
    lsoas: gpd.GeoDataFrame,
    deprivation: pd.DataFrame,
    study_area: StudyArea,
) -> pd.DataFrame:
    """Return table `collision_deprivation`: authorities in the declared order, then the study area; deciles 1 to 10.

    Takes tables `source_collisions`, `source_casualties`, outlines of LSOAs (`lsoa_code`, geometry) and
    `source_deprivation_2025`, and the study area's number of collision years. The last row of each ten has the
    casualties whose decile is not known. Small counts are withheld by the study area's rule, with the shares of their
    ten: the records themselves are open, so that no further cell is withheld to hide a small one. Empty without
    collisions or casualties.
    """
    if collisions.empty or casualties.empty:
        return empty("collision_deprivation")
    latest = latest_years(collisions, study_area.school_routes.collision_years)
    children = _children(latest, casualties)
    deciles = deprivation[deprivation["domain"] == "imd"].set_index("lsoa_code")["decile"]
    published = children["home_imd_decile"]
    of: dict[Literal["place", "home"], pd.Series] = {
        "place": _lsoa_codes(children, lsoas).map(deciles).astype(float),
        "home": published.fillna(children["home_lsoa_code"].map(deciles).astype(float)),
    }
    own = [_counted(children["local_authority_code"], decile_of, decile) for decile_of, decile in of.items()]
    whole = pd.Series(study_area.name, index=children.index)
    own += [_counted(whole, decile_of, decile) for decile_of, decile in of.items()]
    table = _every_row(pd.concat(own), [*study_area.codes, study_area.name])
    shown = _with_shares(table, study_area)
    return conform(
        "collision_deprivation",
        shown.assign(
            period=period(latest), kind=study_area.kind("computed"), source="collisions+casualties+deprivation_2025"
        ),
    )


def _children(collisions: pd.DataFrame, casualties: pd.DataFrame) -> pd.DataFrame:
    is_child = (casualties["road_user"] == "pedestrian") & casualties["age"].between(*CHILD_AGES)
    where = collisions[["collision_id", "easting_m", "northing_m", "local_authority_code"]]
    return casualties[is_child].merge(where, on="collision_id")


def _lsoa_codes(children: pd.DataFrame, lsoas: gpd.GeoDataFrame) -> pd.Series:
    """Return the LSOA that each lies in, the lower code on a border, null outside all."""
    ordered = lsoas.sort_values("lsoa_code")
    points = shapely.points(children["easting_m"], children["northing_m"])
    area, point = shapely.STRtree(points).query(ordered.geometry.to_numpy(), predicate="intersects")
    first = pd.Series(ordered["lsoa_code"].array[area], index=point, dtype="string").sort_values()
    return first[~first.index.duplicated()].reindex(range(len(children))).set_axis(children.index)


def _counted(area_code: pd.Series, decile_of: str, decile: pd.Series) -> pd.DataFrame:
    rows = pd.DataFrame({"area_code": area_code, "decile_of": decile_of, "decile": decile})
    return rows.groupby([*_CASE, "decile"], dropna=False).size().rename("child_pedestrians").astype(float).reset_index()


def _every_row(counted: pd.DataFrame, areas: list[str]) -> pd.DataFrame:
    every = pd.DataFrame(
        [(area, of, decile) for area in areas for of in NOTES for decile in DECILES], columns=[*_CASE, "decile"]
    )
    return every.merge(counted, "left", on=[*_CASE, "decile"]).fillna({"child_pedestrians": 0.0})


def _with_shares(table: pd.DataFrame, study_area: StudyArea) -> pd.DataFrame:
    """Withhold small counts, and the shares of every ten with one."""
    cases = [table[name] for name in _CASE]
    small = is_small(study_area.suppression, table["child_pedestrians"])
    known = table["child_pedestrians"].where(table["decile"].notna())
    total = known.groupby(cases).transform("sum")
    share = (100 * known / total.where(total > 0)).mask(small.groupby(cases).transform("any"))
    said = table["decile_of"].map(NOTES)
    return table.assign(
        child_pedestrians=table["child_pedestrians"].mask(small),
        share_pct=share,
        note=said.mask(small, said + f"; {WITHHELD}"),
    )
