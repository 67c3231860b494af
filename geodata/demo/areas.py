"""The demo borough's areas put together: output areas with the LSOAs, the wards and the people they belong to."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.demo import geography
from geodata.demo.lsoas import group_lsoas, lsoa_columns, lsoas_of_2011
from geodata.demo.mosaic import Labels, Mosaic, build_mosaic, shares
from geodata.demo.seed import random_stream
from geodata.demo.wards import draw_wards, ward_columns

RESIDENTS = 190_000
Level = Literal["lsoa", "lsoa_2011", "ward"]


@dataclass(frozen=True)
class Borough:
    """The borough's areas and homes.

    `output_areas` has `lsoa_code`, `lsoa_name`, `lsoa_2011_code`, `lsoa_2011_name`, `ward_code`, `ward_name`,
    `residents` (Census 2021) and geometry, indexed by number; `homes` is as in `Mosaic`.
    """

    output_areas: gpd.GeoDataFrame
    homes: pd.DataFrame

    def areas(self, level: Level) -> gpd.GeoDataFrame:
        """Return `code`, `name`, `residents` and geometry of the areas of one level, in the order of their codes."""
        columns = {f"{level}_code": "code", f"{level}_name": "name"}
        renamed = self.output_areas.rename(columns=columns)[["code", "name", "residents", "geometry"]]
        return renamed.dissolve("code", aggfunc={"name": "first", "residents": "sum"}).reset_index()

    def best_fit_wards(self) -> pd.DataFrame:
        """Return `lsoa_code`, `lsoa_name`, `ward_code`, `ward_name`: for each LSOA the ward of most of its people."""
        keys = ["lsoa_code", "lsoa_name", "ward_code", "ward_name"]
        people = pd.DataFrame(self.output_areas).groupby(keys)["residents"].sum().reset_index()
        largest = people.sort_values("residents", kind="stable").drop_duplicates("lsoa_code", keep="last")
        return largest.sort_values("lsoa_code")[keys].reset_index(drop=True)


@cache
def build_borough() -> Borough:
    """Return the borough, always the same."""
    mosaic = build_mosaic()
    residents = _residents(mosaic)
    lsoa, neighbourhood = group_lsoas(mosaic)
    columns = lsoa_columns(lsoa, lsoas_of_2011(lsoa, neighbourhood, mosaic), neighbourhood)
    columns |= ward_columns(draw_wards(lsoa, neighbourhood, residents, mosaic), mosaic)
    frame = pd.DataFrame(columns).assign(residents=residents)
    return Borough(gpd.GeoDataFrame(frame, geometry=mosaic.output_areas.geometry, crs=geography.CRS), mosaic.homes)


def _residents(mosaic: Mosaic) -> Labels:
    """Give every home about the same number of people, the whole borough exactly `RESIDENTS`."""
    per_home = random_stream("residents").lognormal(0, 0.12, len(mosaic.output_areas))
    return np.array(shares(RESIDENTS, mosaic.output_areas["homes"].to_numpy() * per_home))
