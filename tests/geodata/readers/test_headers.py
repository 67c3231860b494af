from pathlib import Path

import pytest

from geodata.catalogue import load_catalogue
from geodata.errors import MissingColumnError, SourceFileError
from geodata.readers.headers import match_columns

FILE = Path("file.csv")
LOOKUP = ["LSOA21CD", "LSOA21NM", "WD24CD", "WD24NM", "LAD24CD", "LAD24NM"]


def test_year_byte_order_mark_case_and_spaces_do_not_matter() -> None:
    found = ["\ufefflsoa21cd", "LSOA21NM ", "wd25cd", "WD25NM", "ObjectId", "LAD25CD", "LAD25NM"]
    places = match_columns(load_catalogue()["lsoa_ward_lookup"], found, FILE)
    assert places["lsoa_code"] == 0
    assert places["ward_code"] == 2
    assert places["local_authority_code"] == 5


def test_second_name_of_a_column_is_accepted() -> None:
    places = match_columns(load_catalogue()["postcodes"], ["pcds", "lad25cd", "east1m", "north1m"], FILE)
    assert places == {"postcode": 0, "local_authority_code": 1, "easting_m": 2, "northing_m": 3}


def test_truncated_name_matches_from_sixty_characters_on() -> None:
    source = load_catalogue()["deprivation_2019"]
    wanted = "Barriers to Housing and Services Decile (where 1 is most deprived 10% of LSOAs)"
    others = [names[0] for ours, names in source.columns.items() if ours != "barriers_to_housing_and_services_decile"]
    assert match_columns(source, [*others, wanted[:76]], FILE)["barriers_to_housing_and_services_decile"] == len(others)
    with pytest.raises(MissingColumnError, match="Barriers to Housing and Services Decile"):
        match_columns(source, [*others, wanted[:59]], FILE)


def test_two_columns_that_fit_are_an_error() -> None:
    with pytest.raises(SourceFileError, match=r"could be ward_code: WD24CD, WD25CD"):
        match_columns(load_catalogue()["lsoa_ward_lookup"], [*LOOKUP, "WD25CD"], FILE)


def test_missing_column_names_source_file_column_and_what_was_found() -> None:
    with pytest.raises(MissingColumnError) as error:
        match_columns(load_catalogue()["lsoa_ward_lookup"], LOOKUP[:-1], FILE)
    for said in ("lsoa_ward_lookup", "file.csv", "'LAD##NM'", "'LSOA21CD'"):
        assert said in str(error.value)


@pytest.mark.parametrize(
    ("key", "found", "hint"),
    [
        ("lsoas", ["LSOA11CD", "LSOA11NM"], "this looks like LSOA 2011"),
        ("lsoas", ["F_LSOA11CD", "LSOA11NM"], "this looks like LSOA 2011"),
        ("deprivation_2025", ["LSOA code (2011)", "LSOA name (2011)"], "this looks like LSOA 2011"),
        ("lsoas_2011", ["LSOA21CD", "LSOA21NM"], "this looks like LSOA 2021"),
        ("lsoas", ["LSOA21CD;LSOA21NM"], "separated by commas"),
        ("lsoas", ["code", "name"], "https://geoportal.statistics.gov.uk"),
    ],
)
def test_missing_column_hints_at_the_reason(key: str, found: list[str], hint: str) -> None:
    with pytest.raises(MissingColumnError, match=hint):
        match_columns(load_catalogue()[key], found, FILE)
