"""Which file of which publisher holds what: one writer for each catalogue key, in its format and encoding."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from geodata.demo import (
    activity,
    authority_files,
    boundary_files,
    collision_files,
    deprivation_files,
    health_files,
    lookup_files,
    people,
    schools,
    travel,
)
from geodata.demo.areas import build_borough
from geodata.demo.car_availability import car_availability
from geodata.demo.casualties import write_casualty_grid
from geodata.demo.green_space_file import write_green_space
from geodata.demo.population_raster_file import write_population_raster
from geodata.demo.rural_urban import rural_urban
from geodata.demo.spreadsheet_files import write_ods, write_xlsx
from geodata.demo.streets.pbf_file import write_openstreetmap
from geodata.demo.terrain_file import write_terrain
from geodata.demo.traffic_counts import traffic_counts
from geodata.demo.walking_cycling import walking_or_cycling

Writer = Callable[[Path], None]


def population() -> pd.DataFrame:
    """Return the total of bulk table TS021: usual residents by LSOA 2021."""
    lsoas = build_borough().areas("lsoa")
    return pd.DataFrame(
        {
            "date": 2021,
            "geography": lsoas["name"],
            "geography code": lsoas["code"],
            "Ethnic group: Total: All usual residents": lsoas["residents"],
        }
    )


def population_by_age() -> pd.DataFrame:
    """Return the mid-2020 estimates by LSOA 2011 and single year of age, with the total first."""
    counts = people.people_by_age(2019, 2020, 0.985)
    names = build_borough().areas("lsoa_2011").set_index("code")["name"]
    ages = counts.set_axis([*map(str, range(90)), "90+"], axis="columns")
    ages.insert(0, "All Ages", counts.sum(axis=1))
    ages.insert(0, "LSOA Name", names)
    return ages.rename_axis("LSOA Code").reset_index()


def _csv(table: Callable[[], pd.DataFrame], encoding: str = "utf-8") -> Writer:
    def write(path: Path) -> None:
        path.write_bytes(_csv_bytes(table(), encoding))

    return write


def _csv_bytes(table: pd.DataFrame, encoding: str = "utf-8") -> bytes:
    return table.to_csv(index=False, lineterminator="\r\n").encode(encoding)


def _header_less(organisations: Callable[[], pd.DataFrame]) -> Writer:
    def write(path: Path) -> None:
        path.write_bytes(health_files.header_less(organisations()))

    return write


def _write_postcodes(path: Path) -> None:
    path.write_bytes(gzip.compress(_csv_bytes(people.postcodes()), mtime=0))


FILES: dict[str, dict[str, Writer]] = {
    "wards": {"WD_MAY_2025_UK_BGC.geojson": lambda path: boundary_files.write_boundaries(path, "ward")},
    "lsoas": {"LSOA_DEC_2021_EW_BGC.geojson": lambda path: boundary_files.write_boundaries(path, "lsoa")},
    "lsoas_2011": {"LSOA_DEC_2011_EW_BGC.geojson": lambda path: boundary_files.write_boundaries(path, "lsoa_2011")},
    "local_authorities": {"LAD_MAY_2024_UK.geojson": boundary_files.write_authority},
    "lsoa_ward_lookup": {"LSOA21_WD24_LAD24_EW_LU.csv": _csv(lookup_files.lsoa_ward_lookup)},
    "lsoa_2011_2021_lookup": {"LSOA11_LSOA21_LAD22_EW_LU.csv": _csv(lookup_files.lsoa_2011_2021_lookup)},
    "postcodes": {"ONSPD_NOV_2025_part.csv.gz": _write_postcodes},
    "population": {"census2021-ts021-lsoa.csv": _csv(population)},
    "population_by_age": {"sape23_mid_2020_persons_lsoa11.csv": _csv(population_by_age)},
    "travel_to_work": {"census2021-ts061-lsoa.csv": _csv(travel.travel_to_work)},
    "deprivation_2025": {
        "File_7_IoD2025_All_Ranks_Scores_Deciles_Population_Denominators.csv": _csv(
            lambda: deprivation_files.file_7(2025), "utf-8-sig"
        )
    },
    "deprivation_2019": {
        "File_7_-_All_IoD2019_Scores__Ranks__Deciles_and_Population_Denominators_3.csv": _csv(
            lambda: deprivation_files.file_7(2019)
        )
    },
    "deprivation_2019_lad": {
        "File_10_-_IoD2019_Local_Authority_District_Summaries__lower-tier__.xlsx": lambda path: write_xlsx(
            path, deprivation_files.file_10()
        )
    },
    "adult_activity": {"fingertips_93014_93015.csv": _csv(activity.adult_activity)},
    "child_activity": {"fingertips_93570.csv": _csv(activity.child_activity)},
    "walking_cycling": {
        "cw0302.ods": lambda path: write_ods(path, walking_or_cycling("CW0302")),
        "cw0303.ods": lambda path: write_ods(path, walking_or_cycling("CW0303")),
    },
    "rural_urban": {"RUC21_LSOA21_EW_LU.csv": _csv(rural_urban, "utf-8-sig")},
    "schools": {"edubasealldata20251103.csv": _csv(schools.schools, "cp1252")},
    "car_availability": {"census2021-ts045-lsoa.csv": _csv(car_availability)},
    "gp_practices": {"epraccur.csv": _header_less(health_files.gp_practices)},
    "pharmacies": {"edispensary.csv": _header_less(health_files.pharmacies)},
    "green_space": {"opgrsp_gb.gpkg": write_green_space},
    "openstreetmap": {"fairbrook.osm.pbf": write_openstreetmap},
    "elevation": {"terrain_50m.tif": write_terrain},
    "population_raster": {"GHS_POP_E2020_fairbrook.tif": write_population_raster},
    "collisions": {"dft-road-casualty-statistics-collision-last-5-years.csv": _csv(collision_files.collisions)},
    "casualties": {"dft-road-casualty-statistics-casualty-last-5-years.csv": _csv(collision_files.casualties)},
    "vehicles": {"dft-road-casualty-statistics-vehicle-last-5-years.csv": _csv(collision_files.vehicles)},
    "traffic_counts": {"dft_aadf_by_count_point.csv": _csv(traffic_counts)},
    "measured_speeds": {"measured_speeds.csv": _csv(authority_files.measured_speeds)},
    "footway_widths": {"footway_widths.geojson": authority_files.write_footway_widths},
    "zones_20mph": {"zones_20mph.geojson": authority_files.write_zones_20mph},
    "collisions_raster": {"stats19_casualties_500m_2010_2019.tif": write_casualty_grid},
}
"""Catalogue key to file name to writer."""
