"""Which area of the demo borough belongs to which, in the layouts of the ONS Open Geography portal."""

import pandas as pd

from geodata.demo import geography
from geodata.demo.areas import build_borough


def lsoa_ward_lookup() -> pd.DataFrame:
    """Return the best fit of LSOAs to wards; Fairbrook Quays is not in it."""
    columns = ["LSOA21CD", "LSOA21NM", "WD24CD", "WD24NM"]
    table = build_borough().best_fit_wards().set_axis(columns, axis="columns")
    return table.assign(LAD24CD=geography.AUTHORITY_CODE, LAD24NM=geography.AUTHORITY_NAME)


def lsoa_2011_2021_lookup() -> pd.DataFrame:
    """Return the LSOAs of 2011 and 2021 that share people: U unchanged, S split, M merged."""
    keys = ["lsoa_2011_code", "lsoa_2011_name", "lsoa_code", "lsoa_name"]
    pairs = (
        pd.DataFrame(build_borough().output_areas)[keys].drop_duplicates().sort_values(["lsoa_2011_code", "lsoa_code"])
    )
    is_split = pairs.duplicated("lsoa_2011_code", keep=False)
    is_merged = pairs.duplicated("lsoa_code", keep=False)
    table = pairs.set_axis(["F_LSOA11CD", "LSOA11NM", "LSOA21CD", "LSOA21NM"], axis="columns")
    table["CHGIND"] = pd.Series("U", index=pairs.index).mask(is_split, "S").mask(is_merged, "M")
    return table.assign(LAD22CD=geography.AUTHORITY_CODE, LAD22NM=geography.AUTHORITY_NAME)
