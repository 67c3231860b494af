"""Toytown: two authorities, four wards, eight LSOAs, small enough to compute every figure on paper.

Everything lies in one strip, one kilometre high, measured in kilometres from the west:

    wards  | Alder 0-1 | Birch 1-2 | Cedar 2-3 | Dock 3-4 |           Easton: Alder, Birch; Weston: Cedar, Dock
    LSOAs  | 1 0-0.5 | 2 0.5-1.25 | 3 1.25-1.75 | 4 1.75-2 | 5, 6, 7 2-2.75 by quarters | 8 2.75-4

LSOA 2 has three distinct postcode points in Alder and one, which three postcodes share, in Birch. LSOA 8 has three in
Cedar and one in Dock, and best fit leaves Dock without any LSOA.
"""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import settings
from shapely.geometry import box

from geodata import (
    apportionment,
    boundaries,
    comparisons,
    lsoa_changes,
    ward_clusters,
    ward_funnel,
    ward_ranks,
)
from geodata.indicators import casualties, levels
from geodata.schemas import conform, empty, stacked, validate
from geodata.strata import groups_table, inequality_table, trend
from geodata.study_area import Claim, NamedArea, StudyArea

settings.register_profile("any machine", deadline=None)  # how long pandas takes is no property of our code
settings.load_profile("any machine")

EASTON, WESTON = "E06999001", "E06999002"
ALDER, BIRCH, CEDAR, DOCK = (f"E0599900{n}" for n in range(1, 5))
LSOAS = [f"E0199900{n}" for n in range(1, 9)]
FORMER = {n: f"E0188800{n}" for n in (2, 5, 6)}  # LSOAs of 2011 that are no more
WARDS = {
    ALDER: ("Alder", EASTON, 0, 1),
    BIRCH: ("Birch", EASTON, 1, 2),
    CEDAR: ("Cedar", WESTON, 2, 3),
    DOCK: ("Dock", WESTON, 3, 4),
}
NAMES = {EASTON: "Easton", WESTON: "Weston"}
EDGES = [(0, 0.5), (0.5, 1.25), (1.25, 1.75), (1.75, 2), (2, 2.25), (2.25, 2.5), (2.5, 2.75), (2.75, 4)]
BEST_FIT = [ALDER, ALDER, BIRCH, BIRCH, CEDAR, CEDAR, CEDAR, CEDAR]
RURAL = (4, 8)
RESIDENTS = [1000, 800, 1200, 1000, 1000, 1500, 500, 2000]
IMD_2025 = [(40, 3000, 1), (30, 6000, 2), (20, 15000, 5), (10, 28000, 9),
            (50, 1000, 1), (20, 16000, 5), (25, 9000, 3), (10, 29000, 9)]  # fmt: skip
# LSOA 2011: score, rank, decile, mid-2015 population
IMD_2019 = {
    LSOAS[0]: (40, 2845, 1, 900),
    FORMER[2]: (20, 12845, 4, 1800),
    LSOAS[3]: (10, 22845, 7, 900),
    FORMER[5]: (50, 1000, 1, 400),
    FORMER[6]: (30, 7000, 3, 600),
    LSOAS[5]: (20, 12000, 4, 1000),
    LSOAS[6]: (30, 7100, 3, 1000),
    LSOAS[7]: (10, 24000, 8, 1000),
}
CHANGES = [
    (LSOAS[0], LSOAS[0], "U"), (FORMER[2], LSOAS[1], "S"), (FORMER[2], LSOAS[2], "S"), (LSOAS[3], LSOAS[3], "U"),
    (FORMER[5], LSOAS[4], "M"), (FORMER[6], LSOAS[4], "M"),
    (LSOAS[5], LSOAS[5], "U"), (LSOAS[6], LSOAS[6], "U"), (LSOAS[7], LSOAS[7], "U"),
]  # fmt: skip
# in every LSOA of 2011: 270 people, 200 of them adults of 19 and over; twice as many in the one that was split
AGES = {4: 10, 5: 10, 10: 10, 11: 10, 15: 10, 16: 10, 18: 10, 19: 100, 90: 100}
POINTS = {  # metres east of the west end, half way up
    EASTON: [100, 300, 600, 700, 800, 1200, 1200, 1200, 1500, 1900],
    WESTON: [2100, 2300, 2600, 2800, 2850, 2900, 3500],
}
WEST_END, SOUTH_END = 340_000, 390_000
PERIODS = ("2022/23", "2023/24", "2024/25")
# indicator number, area: value and limits
SURVEYED = {
    ("93015", EASTON): (24, 22, 26),
    ("93015", WESTON): (30, 27, 33),
    ("93015", "E92000001"): (21, 20, 22),
    ("93014", EASTON): (65, 62, 68),
    ("93014", WESTON): (60, 56, 64),
    ("93014", "E92000001"): (67, 66, 68),
}
DECILES = ["Most deprived", "Second most deprived", "Third more deprived", "Fourth more deprived",
           "Fifth more deprived", "Fifth less deprived", "Fourth less deprived", "Third less deprived",
           "Second least deprived", "Least deprived"]  # fmt: skip


def table(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    return validate(name, conform(name, pd.DataFrame(rows)))


def layer(name: str, rows: list[dict[str, Any]], edges: list[tuple[float, float]]) -> gpd.GeoDataFrame:
    strips = [box(WEST_END + 1000 * west, SOUTH_END, WEST_END + 1000 * east, SOUTH_END + 1000) for west, east in edges]
    return validate(name, conform(name, gpd.GeoDataFrame(rows, geometry=strips, crs="EPSG:27700")))


@dataclass(frozen=True)
class Toytown:
    """The study area and its sources as the readers would give them, by catalogue key."""

    study_area: StudyArea
    sources: dict[str, pd.DataFrame]

    def __getitem__(self, key: str) -> pd.DataFrame:
        return self.sources[key]


@pytest.fixture(scope="session")
def toytown() -> Toytown:
    study_area = StudyArea(
        name="toytown",
        title="Toytown",
        local_authorities={"easton": EASTON, "weston": WESTON},
        nhs_area=NamedArea(code="E54999001", name="Toytown Integrated Care Board"),
        claims=(
            Claim(
                text="about 500 adults do nothing", source="a leaflet", people=500, people_from=450, people_to=550,
                indicator="inactive_adults",
            ),
            Claim(
                text="1,400 adults do something", source="a leaflet", people=1400, people_from=1400, people_to=1450,
                indicator="inactive_adults", complement=True,
            ),
        ),
    )  # fmt: skip
    made = _areas() | _people() | _deprivation() | _activity() | _travel()
    return Toytown(study_area, {key: made[key] for key in sorted(made)})


def _authority(n: int) -> str:
    return EASTON if n < 4 else WESTON


def _areas() -> dict[str, pd.DataFrame]:
    wards = [
        {"ward_code": code, "ward_name": name, "local_authority_code": la, "local_authority_name": NAMES[la]}
        for code, (name, la, *_) in WARDS.items()
    ]
    lsoas = [{"lsoa_code": code, "lsoa_name": f"Toytown 00{n}A"} for n, code in enumerate(LSOAS, 1)]
    lookup = [
        {
            **lsoa, "ward_code": ward, "ward_name": WARDS[ward][0],
            "local_authority_code": WARDS[ward][1], "local_authority_name": NAMES[WARDS[ward][1]],
        }
        for lsoa, ward in zip(lsoas, BEST_FIT, strict=True)
    ]  # fmt: skip
    changes = [
        {"lsoa_2011_code": old, "lsoa_2021_code": new, "change": change,
         "local_authority_code": _authority(LSOAS.index(new))}
        for old, new, change in CHANGES
    ]  # fmt: skip
    points = [(la, x) for la, places in POINTS.items() for x in places]
    postcodes = [
        {"postcode": f"TY1 {n}AA", "local_authority_code": la, "easting_m": WEST_END + x, "northing_m": SOUTH_END + 500}
        for n, (la, x) in enumerate(points)
    ]
    classes = {"rural": "Smaller rural: Nearer to a major town", "urban": "Urban: Nearer to a major town"}
    sides = [
        {"lsoa_code": code, "rural_urban": side, "rural_urban_class": classes[side]}
        for code, side in ((code, "rural" if n in RURAL else "urban") for n, code in enumerate(LSOAS, 1))
    ]
    school = {"school_type": "Community school", "phase": "Primary", "low_age": 4, "high_age": 11, "pupils": 210}
    schools = [
        {**school, "urn": urn, "school_name": name, "postcode": "TY1 1AA", "easting_m": x, "northing_m": y}
        for urn, name, x, y in [
            ("100001", "Alder Primary", WEST_END + 200.0, SOUTH_END + 200.0),
            ("100002", "Seaside Primary", WEST_END - 900.0, SOUTH_END + 200.0),
            ("100003", "Nowhere Primary", None, None),
        ]
    ]
    return {
        "wards": layer("source_wards", wards, [(west, east) for *_, west, east in WARDS.values()]),
        "lsoas": layer("source_lsoas", lsoas, EDGES),
        "lsoa_ward_lookup": table("source_lsoa_ward_lookup", lookup),
        "lsoa_2011_2021_lookup": table("source_lsoa_2011_2021_lookup", changes),
        "postcodes": table("source_postcodes", postcodes),
        "schools": table("source_schools", schools),
        "rural_urban": table("source_rural_urban", sides),
    }


def _people() -> dict[str, pd.DataFrame]:
    residents = [{"lsoa_code": code, "residents": n} for code, n in zip(LSOAS, RESIDENTS, strict=True)]
    ages = [
        {"lsoa_code": code, "age": age, "residents": 2 * n if code == FORMER[2] else n}
        for code in IMD_2019
        for age, n in AGES.items()
    ]
    return {
        "population": table("source_population", residents),
        "population_by_age": table("source_population_by_age", ages),
    }


def _deprivation() -> dict[str, pd.DataFrame]:
    of_2025 = [
        {"lsoa_code": code, "local_authority_code": _authority(n), "domain": "imd", "score": score, "rank": rank,
         "decile": decile, "population": None}
        for n, (code, (score, rank, decile)) in enumerate(zip(LSOAS, IMD_2025, strict=True))
    ]  # fmt: skip
    of_2019 = [
        {"lsoa_code": code, "local_authority_code": EASTON if n < 3 else WESTON, "domain": "imd", "score": score,
         "rank": rank, "decile": decile, "population": people}
        for n, (code, (score, rank, decile, people)) in enumerate(IMD_2019.items())
    ]  # fmt: skip
    summaries = [
        {"local_authority_code": la, "average_rank": 20000, "rank_of_average_rank": 90 + n, "average_score": 22.5,
         "rank_of_average_score": 100 + n}
        for n, la in enumerate(NAMES)
    ]  # fmt: skip
    return {
        "deprivation_2025": table("source_deprivation_2025", of_2025),
        "deprivation_2019": table("source_deprivation_2019", of_2019),
        "deprivation_2019_lad": table("source_deprivation_2019_lad", summaries),
    }


def _survey_row(indicator: str, area: str, period: str, figures: tuple[Any, ...], **others: str) -> dict[str, Any]:
    words = {"category_type": "", "category": "", "note": "", "compared_with_england": "Similar"}
    value, lower, upper = figures
    return {
        "indicator_id": indicator, "area_code": area, "area_name": NAMES.get(area, "England"), "period": period,
        "value": value, "lower_cl": lower, "upper_cl": upper, "numerator": None, "denominator": None,
        **words, **others,
    }  # fmt: skip


def _activity() -> dict[str, pd.DataFrame]:
    nothing = (None, None, None)
    adults = [
        _survey_row(indicator, area, period, figures)
        for (indicator, area), figures in SURVEYED.items()
        for period in PERIODS
    ]
    # Weston has no figure of 2022/23
    adults = [
        _survey_row(row["indicator_id"], WESTON, PERIODS[0], nothing, note="small sample")
        if (row["area_code"], row["period"]) == (WESTON, PERIODS[0])
        else row
        for row in adults
    ]
    # England's inactive adults: 33 % in the most deprived tenth, two points fewer in each next
    adults += [
        _survey_row(
            "93015", "E92000001", PERIODS[-1], (33 - 2 * n, None, None),
            category_type="LSOA21 deprivation deciles in England (IMD2019)", category=f"{words} decile (IMD2019)",
        )
        for n, words in enumerate(DECILES)
    ]  # fmt: skip
    children = [
        _survey_row("93570", EASTON, PERIODS[-1], (50, 45, 55)),
        _survey_row("93570", WESTON, PERIODS[-1], nothing, note="small sample"),
        _survey_row("93570", "E92000001", PERIODS[-1], (49, 48, 50)),
    ]
    cycling = [
        {"area_code": area, "mode": "cycling", "purpose": "travel", "frequency": "at_least_once_per_week",
         "period": "2021", "value": value, "note": ""}
        for area, value in {EASTON: 6.5, WESTON: 4.0, "E92000001": 5.2}.items()
    ]  # fmt: skip
    return {
        "adult_activity": table("source_adult_activity", adults),
        "child_activity": table("source_child_activity", children),
        "walking_cycling": table("source_walking_cycling", cycling),
    }


def _travel() -> dict[str, pd.DataFrame]:
    """Return travel to work (a tenth of the residents on foot, a twentieth by bicycle) and casualties of two years."""
    travel = [
        {"lsoa_code": code, "mode": mode, "people": n * share, "total": n / 2}
        for code, n in zip(LSOAS, RESIDENTS, strict=True)
        for mode, share in {"on_foot": 0.1, "bicycle": 0.05, "car_driver": 0.35}.items()
    ]
    # one cell in Alder, one over the border of Alder and Birch, one over that of Birch and Cedar, one in Dock
    cells = [
        {"easting_m": WEST_END + x, "northing_m": SOUTH_END + 500, "cell_m": 500.0, "year": year, "casualties": n}
        for x, year, n in [(250, 2018, 8), (1000, 2018, 6), (1000, 2019, 2), (2100, 2018, 10), (3500, 2019, 4)]
    ]
    return {
        "travel_to_work": table("source_travel_to_work", travel),
        "collisions_raster": table("source_collisions_raster", cells),
    }


@pytest.fixture(scope="session")
def results(toytown: Toytown) -> dict[str, pd.DataFrame]:
    """Every computed table of Toytown by its name, partitions stacked, in the order in which a run makes them."""
    return compute(toytown)


@pytest.fixture(scope="session")
def with_sources(toytown: Toytown):
    """Return a function that computes every table of Toytown with other tables for some of its sources."""

    def computed(study_area: StudyArea | None = None, **others: pd.DataFrame) -> dict[str, pd.DataFrame]:
        return compute(Toytown(study_area or toytown.study_area, {**toytown.sources, **others}))

    return computed


@pytest.fixture(scope="session")
def figure():
    """Return a function that finds the one row of an area, indicator and period in an indicator table."""

    def row(rows: pd.DataFrame, area_code: str, indicator: str, period: str) -> pd.Series:
        is_it = (rows["area_code"] == area_code) & (rows["indicator"] == indicator) & (rows["period"] == period)
        assert is_it.sum() == 1, f"{is_it.sum()} rows of {indicator} {period} for {area_code}"
        return rows[is_it].iloc[0]

    return row


def compute(town: Toytown) -> dict[str, pd.DataFrame]:
    shared = {
        "lsoa_casualties": casualties.casualties_by_area(town["collisions_raster"], town["lsoas"], "lsoa_code"),
        "ward_casualties": casualties.casualties_by_area(town["collisions_raster"], town["wards"], "ward_code"),
        "survey_indicators": levels.survey_indicators(
            town.study_area, town["adult_activity"], town["child_activity"], town["walking_cycling"]
        ),
    }
    parts = [_authority_tables(town, code, shared) for code in town.study_area.codes]
    made = shared | {name: stacked(name, [part[name] for part in parts]) for name in parts[0]}
    made["local_authority_indicators"] = levels.local_authority_indicators(
        town.study_area, made["authority_indicators"], made["survey_indicators"]
    )
    made["inequality_groups"] = groups_table.inequality_groups(
        town.study_area, made["lsoas"], made["lsoa_indicators"], made["local_authority_indicators"],
        town["adult_activity"], town["rural_urban"],
    )  # fmt: skip
    wards = made["wards"], made["ward_indicators"]
    made["inequality"] = inequality_table.inequality_table(town.study_area, *wards, made["inequality_groups"])
    made["ward_clusters"] = ward_clusters.ward_clusters(town.study_area, *wards)
    made["ward_funnel"] = ward_funnel.ward_funnel(town.study_area, *wards)
    made["ward_ranks"] = ward_ranks.ward_ranks(town.study_area, *wards)
    made["comparisons"] = comparisons.comparisons(town.study_area, *wards, made["local_authority_indicators"])
    made["inequality_trend"] = trend.inequality_trend(made["inequality"])
    return {name: validate(name, frame) for name, frame in made.items()}


def _authority_tables(town: Toytown, code: str, shared: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    made: dict[str, Any] = {"wards": boundaries.wards(town["wards"], code)}
    made["local_authorities"] = boundaries.local_authorities(made["wards"])
    made["lsoas"] = boundaries.lsoas(town["lsoas"], town["lsoa_ward_lookup"], code)
    made["lsoa_changes"] = lsoa_changes.lsoa_changes(town["lsoa_2011_2021_lookup"], town["population"], made["lsoas"])
    own = town["postcodes"][town["postcodes"]["local_authority_code"] == code]
    made["lsoa_ward_weights"] = apportionment.lsoa_ward_weights(
        made["lsoas"], made["wards"], own, town.study_area.apportionment
    )
    of_2019 = {"lsoa_changes": made["lsoa_changes"], "deprivation_2025": town["deprivation_2025"],
               "deprivation_2019": town["deprivation_2019"], "people_by_age": town["population_by_age"]}  # fmt: skip
    made["lsoa_indicators"] = levels.lsoa_indicators(
        town.study_area, code, lsoas=made["lsoas"], people=town["population"], travel_to_work=town["travel_to_work"],
        adult_activity=town["adult_activity"], lsoa_casualties=shared["lsoa_casualties"], **of_2019,
        lsoa_access=empty("lsoa_access"), lsoa_route_safety=empty("lsoa_route_safety"),
        network_measures=empty("network_measures"),
    )  # fmt: skip
    made["ward_indicators"] = levels.ward_indicators(
        town.study_area, wards=made["wards"], lsoa_indicators=made["lsoa_indicators"],
        lsoa_ward_weights=made["lsoa_ward_weights"], ward_casualties=shared["ward_casualties"],
        cells=town["collisions_raster"],
        ward_access=empty("ward_access"), ward_route_safety=empty("ward_route_safety"),
        network_measures=empty("network_measures"),
    )  # fmt: skip
    made["authority_indicators"] = levels.authority_indicators(
        town.study_area, code, lsoa_indicators=made["lsoa_indicators"], ward_indicators=made["ward_indicators"],
        deprivation_2019_lad=town["deprivation_2019_lad"], surveys=shared["survey_indicators"], **of_2019,
    )  # fmt: skip
    return made
