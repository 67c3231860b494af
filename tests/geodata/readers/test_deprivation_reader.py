from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from geodata.catalogue import load_catalogue
from geodata.errors import SourceFileError
from geodata.readers import load_source
from geodata.study_area import StudyArea

Put = Callable[[str, str, str | bytes], Path]


def file_7(key: str, leave_out: str = "(none)", **changed: str) -> str:
    """Write two LSOAs: scores 1.5, ranks 100, deciles 3, population 1,500, unless changed in the first."""
    source = load_catalogue()[key]
    columns = source.columns | source.optional_columns
    plain = {"score": "1.5", "rank": "100", "decile": "3", "population": "1500"}
    first = {ours: plain.get(ours.rsplit("_", 1)[-1], "") for ours in columns} | changed
    rows = [
        first | {"lsoa_code": f"E0100000{number}", "local_authority_code": f"E0699900{number}"} for number in (1, 2)
    ]
    kept = [ours for ours in columns if leave_out not in ours]
    header = ",".join(f'"{columns[ours][0]}"' for ours in kept)
    return "\n".join([header, *(",".join(row[ours] for ours in kept) for row in rows)]) + "\n"


def test_wide_becomes_one_row_per_domain(put: Put, study_area: StudyArea) -> None:
    content = file_7("deprivation_2025", imd_score="42.5", crime_rank="7", crime_score="-2.22")
    table = load_source("deprivation_2025", put("deprivation_2025", "f.csv", content), study_area)
    assert len(table) == 2 * 8
    first = table[table["lsoa_code"] == "E01000001"].set_index("domain")
    assert list(first.index) == [
        "imd", "income", "employment", "education_skills_and_training", "health_deprivation_and_disability", "crime",
        "barriers_to_housing_and_services", "living_environment",
    ]  # fmt: skip
    assert first.loc["imd", ["score", "rank", "decile", "population"]].tolist() == [42.5, 100, 3, 1500]
    assert first.loc["crime", ["score", "rank"]].tolist() == [-2.22, 7]


def test_scores_the_file_does_not_carry_are_null(put: Put, study_area: StudyArea) -> None:
    content = file_7("deprivation_2019", leave_out="e_score")  # income, crime
    table = load_source("deprivation_2019", put("deprivation_2019", "f.csv", content), study_area)
    by_domain = table.groupby("domain")["score"].first()
    assert by_domain["imd"] == 1.5
    assert pd.isna(by_domain["income"])
    assert pd.isna(by_domain["crime"])


def test_population_is_null_where_the_file_has_none(put: Put, study_area: StudyArea) -> None:
    content = file_7("deprivation_2025", leave_out="population")
    table = load_source("deprivation_2025", put("deprivation_2025", "f.csv", content), study_area)
    assert table["population"].isna().all()


def test_publishers_trailing_space_and_truncated_header_match(put: Put, study_area: StudyArea) -> None:
    content = file_7("deprivation_2025")
    content = content.replace('Total population: mid 2022"', 'Total population: mid 2022 "')
    content = content.replace('"Crime Score"', '"Crime  Score"')
    wanted = "Health Deprivation and Disability Decile (where 1 is most deprived 10% of LSOAs)"
    content = content.replace(wanted, wanted[:-3])
    table = load_source("deprivation_2025", put("deprivation_2025", "f.csv", content), study_area)
    assert table["population"].eq(1500).all()
    assert table["decile"].eq(3).all()


def test_missing_rank_is_an_error(put: Put, study_area: StudyArea) -> None:
    content = file_7("deprivation_2025", income_rank="")
    with pytest.raises(SourceFileError, match="the figure in column income_rank, line 2, is missing"):
        load_source("deprivation_2025", put("deprivation_2025", "f.csv", content), study_area)


def test_decile_beyond_ten_is_an_error(put: Put, study_area: StudyArea) -> None:
    content = file_7("deprivation_2025", imd_decile="11")
    with pytest.raises(SourceFileError, match="decile"):
        load_source("deprivation_2025", put("deprivation_2025", "f.csv", content), study_area)
