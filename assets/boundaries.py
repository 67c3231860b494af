"""Assets of group `boundaries`: areas and how they fit into each other."""

import geopandas as gpd
import pandas as pd

from assets.declaration import Declaration, declare
from geodata import apportionment, quality
from geodata import boundaries as areas
from geodata import coverage as covered
from geodata import lsoa_changes as changes
from geodata.study_area import StudyArea

GROUP = "boundaries"


@declare(GROUP, is_partitioned=True, checks=[quality.ward_codes_match])
def wards(
    source_wards: gpd.GeoDataFrame, source_lsoa_ward_lookup: pd.DataFrame, authority_code: str
) -> gpd.GeoDataFrame:
    """Electoral wards of the authority."""
    return areas.wards(source_wards, authority_code)


@declare(GROUP, is_partitioned=True)
def local_authorities(wards: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Outline of the authority: its wards, dissolved."""
    return areas.local_authorities(wards)


@declare(GROUP, is_partitioned=True, checks=[quality.lsoa_codes_match])
def lsoas(
    source_lsoas: gpd.GeoDataFrame, source_lsoa_ward_lookup: pd.DataFrame, authority_code: str
) -> gpd.GeoDataFrame:
    """LSOAs (2021) of the authority."""
    return areas.lsoas(source_lsoas, source_lsoa_ward_lookup, authority_code)


@declare(GROUP, is_partitioned=True)
def lsoa_changes(
    source_lsoa_2011_2021_lookup: pd.DataFrame, source_population: pd.DataFrame, lsoas: gpd.GeoDataFrame
) -> pd.DataFrame:
    """How the authority's LSOAs of 2011 became those of 2021, weighted by people."""
    return changes.lsoa_changes(source_lsoa_2011_2021_lookup, source_population, lsoas)


@declare(GROUP, is_partitioned=True, checks=[quality.weights_sum_to_one])
def lsoa_ward_weights(
    study_area: StudyArea,
    authority_code: str,
    lsoas: gpd.GeoDataFrame,
    wards: gpd.GeoDataFrame,
    source_postcodes: pd.DataFrame,
) -> pd.DataFrame:
    """Share of each LSOA's people in each ward, by the LSOA's distinct postcode points."""
    own = source_postcodes[source_postcodes["local_authority_code"] == authority_code]
    return apportionment.lsoa_ward_weights(lsoas, wards, own, study_area.apportionment)


@declare(GROUP)
def coverage(
    study_area: StudyArea,
    wards: gpd.GeoDataFrame,
    lsoas: gpd.GeoDataFrame,
    lsoa_changes: pd.DataFrame,
    source_postcodes: pd.DataFrame,
    source_schools: pd.DataFrame,
) -> pd.DataFrame:
    """Counts of areas, postcodes and schools, and the codes of those left out."""
    return covered.coverage(
        study_area,
        wards=wards,
        lsoas=lsoas,
        lsoa_changes=lsoa_changes,
        postcodes=source_postcodes,
        schools=source_schools,
    )


DECLARATIONS: list[Declaration] = [wards, local_authorities, lsoas, lsoa_changes, lsoa_ward_weights, coverage]
