"""Table `homes`: where each LSOA's people live, and from which edge of the network they set out."""

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.errors import SourceMissingError
from geodata.lsoa_changes import bridge_counts, lsoa_changes
from geodata.network.snapping import snap
from geodata.schemas import CRS, conform
from geodata.study_area import HomesFrom, StudyArea

CHILDREN_TO_AGE = 15
_AREA = ["lsoa_code", "local_authority_code"]
_XY = ["easting_m", "northing_m"]


def homes(  # noqa: PLR0913 (one argument per source)
    study_area: StudyArea,
    *,
    edges: gpd.GeoDataFrame,
    lsoas: gpd.GeoDataFrame,
    wards: gpd.GeoDataFrame,
    lookup: pd.DataFrame,
    postcodes: pd.DataFrame,
    people: pd.DataFrame,
    people_by_age: pd.DataFrame,
    lsoa_2011_2021_lookup: pd.DataFrame,
    car_availability: pd.DataFrame,
    population_raster: pd.DataFrame,
) -> gpd.GeoDataFrame:
    """Return table `homes` of the study area.

    Arguments are tables `source_<name>` and the walking edges; any but the first four sources may be empty. Raises
    `SourceMissingError` if the study area places people by the population raster and there is none.
    """
    if study_area.homes_from == "population_raster" and population_raster.empty:
        raise SourceMissingError(
            f"study area {study_area.name}: homes_from is population_raster, but source population_raster has no cell. "
            'Add its file, or say homes_from = "postcodes"'
        )
    places = home_places(lsoas, wards, lookup, postcodes, population_raster, study_area.homes_from)
    changes = lsoa_changes(lsoa_2011_2021_lookup, people, lookup)
    counts = pd.concat(
        [
            people.set_index("lsoa_code")["residents"],
            children(people_by_age, changes),
            car_availability.set_index("lsoa_code")["no_car_households"],
        ],
        axis=1,
    )
    return snapped_homes(peopled(places, counts), edges)


def home_places(
    lsoas: gpd.GeoDataFrame,
    wards: gpd.GeoDataFrame,
    lookup: pd.DataFrame,
    postcodes: pd.DataFrame,
    population_raster: pd.DataFrame,
    method: HomesFrom,
) -> gpd.GeoDataFrame:
    """Return where people live in each LSOA of the lookup, with `weight`, its share of the LSOA's people (sums to 1).

    By `postcodes` these are the distinct postcode points of the LSOA's own authority, all alike; by `population_raster`
    the centres of cells, weighted by their residents. An LSOA without any has its postcodes, or failing these a point
    within its outline. The ward is the one a point lies in, of the same authority; points outside every ward are left
    out, as in `lsoa_ward_weights`.
    """
    areas = lsoas.merge(lookup[_AREA], on="lsoa_code")[[*_AREA, "geometry"]]
    by_postcode = _in_areas(_postcode_points(postcodes), areas, wards).assign(method="postcodes")
    parts = [by_postcode]
    if method == "population_raster":
        cells = _points(population_raster).rename(columns={"residents": "share"})
        parts.insert(0, _in_areas(cells, areas, wards).assign(method="population_raster"))
    lived_in = _first_of(parts)
    bare = areas[~areas["lsoa_code"].isin(lived_in["lsoa_code"])]
    together = pd.concat([lived_in, _representative(bare, wards, lookup)], ignore_index=True)
    x, y = together.geometry.x, together.geometry.y
    ordered = together.assign(x=x, y=y).sort_values(["lsoa_code", "x", "y"]).drop(columns=["x", "y"])
    weight = ordered["share"] / ordered.groupby("lsoa_code")["share"].transform("sum")
    return ordered.assign(weight=weight).drop(columns="share").reset_index(drop=True)


def children(people_by_age: pd.DataFrame, changes: pd.DataFrame) -> pd.Series:
    """Return children aged 0 to 15 by LSOA 2021, bridged from the LSOAs of 2011 by population.

    >>> ages = pd.DataFrame({"lsoa_code": "E01000001", "age": [4, 15, 16], "residents": [10.0, 20.0, 40.0]})
    >>> changes = pd.DataFrame({"lsoa_2011_code": ["E01000001"] * 2, "lsoa_2021_code": ["E01000008", "E01000009"],
    ...                         "weight": [1 / 3, 2 / 3]})
    >>> children(ages, changes).to_dict()
    {'E01000008': 10.0, 'E01000009': 20.0}
    """
    young = people_by_age[people_by_age["age"] <= CHILDREN_TO_AGE]
    counts = young.groupby("lsoa_code")["residents"].sum().to_frame("children")
    return bridge_counts(counts, changes)["children"]


def peopled(places: gpd.GeoDataFrame, counts: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the places with their part of each count (columns, by LSOA code) of their LSOA, and a number each.

    Null where the LSOA's count is; the parts of an LSOA add up to its count.
    """
    parts = counts.reindex(places["lsoa_code"]).set_axis(places.index).mul(places["weight"], axis=0)
    return places.assign(home_id=np.arange(len(places)), **parts)


def snapped_homes(places: gpd.GeoDataFrame, edges: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return table `homes`: the places joined to the nearest edge of the network's main component."""
    return conform("homes", places.join(snap(places.geometry, edges)))


def _points(frame: pd.DataFrame) -> gpd.GeoDataFrame:
    points = gpd.points_from_xy(frame["easting_m"], frame["northing_m"], crs=CRS)
    return gpd.GeoDataFrame(frame.drop(columns=_XY), geometry=points)


def _postcode_points(postcodes: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return each distinct coordinate of an authority once: a block of flats has many postcodes."""
    distinct = postcodes[["local_authority_code", *_XY]].drop_duplicates()
    return _points(distinct.rename(columns={"local_authority_code": "postcode_authority"}).assign(share=1.0))


def _in_areas(points: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, wards: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the points with LSOA, authority and ward; on a shared edge the first by code."""
    inside = _joined(points.reset_index(drop=True), areas)
    if "postcode_authority" in inside:
        inside = inside[inside["postcode_authority"] == inside["local_authority_code"]]
    return _with_ward(inside, wards)[["lsoa_code", "local_authority_code", "ward_code", "share", "geometry"]]


def _with_ward(places: gpd.GeoDataFrame, wards: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    named = wards.rename(columns={"local_authority_code": "ward_authority"})[
        ["ward_code", "ward_authority", "geometry"]
    ]
    of_place = _joined(_first_by(places, "lsoa_code"), named)
    return _first_by(of_place[of_place["ward_authority"] == of_place["local_authority_code"]], "ward_code")


def _joined(points: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    # asking which points lie in an area is several times faster than which area a point lies in
    area, point = points.sindex.query(areas.geometry, predicate="intersects")
    columns = areas.drop(columns="geometry").iloc[area].set_axis(points.index[point])
    return points.iloc[point].assign(**columns)


def _first_by(places: gpd.GeoDataFrame, code: str) -> gpd.GeoDataFrame:
    ordered = places.sort_values(code, kind="stable")
    return ordered[~ordered.index.duplicated()].sort_index()


def _first_of(parts: list[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """Return each LSOA's rows of the first part that has any."""
    chosen = parts[0]
    for part in parts[1:]:
        others = part[~part["lsoa_code"].isin(chosen["lsoa_code"])]
        chosen = pd.concat([chosen, others], ignore_index=True) if len(chosen) else others
    return chosen


def _representative(bare: gpd.GeoDataFrame, wards: gpd.GeoDataFrame, lookup: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return a point within each outline, in the ward it lies in or else in the ward of best fit."""
    points = bare.set_geometry(bare.representative_point()).assign(share=1.0, method="postcodes")
    found = _with_ward(points.reset_index(drop=True), wards).set_index("lsoa_code")["ward_code"]
    best_fit = lookup.set_index("lsoa_code")["ward_code"]
    ward = found.reindex(points["lsoa_code"]).fillna(best_fit)
    return points.assign(ward_code=ward.array)
