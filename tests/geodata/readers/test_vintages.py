"""A file of another vintage or of another source in a source's folder is told apart, for every source that is text."""

import gzip
import shutil
from pathlib import Path

import pytest

from geodata.catalogue import load_catalogue
from geodata.errors import EvengroundError
from geodata.readers import load_source, load_source_or_gap
from geodata.study_area import load_study_area

REFERENCES = {
    "lsoa_2021": ("lsoa_ward_lookup", "lsoa_code"),
    "ward": ("lsoa_ward_lookup", "ward_code"),
    "lsoa_2011": ("lsoa_2011_2021_lookup", "lsoa_2011_code"),
}
SWAPPED = [
    ("wards", "local_authorities"),
    ("local_authorities", "wards"),
    ("lsoas", "lsoas_2011"),
    ("lsoas_2011", "lsoas"),
    ("lsoa_ward_lookup", "lsoa_2011_2021_lookup"),
    ("lsoa_2011_2021_lookup", "lsoa_ward_lookup"),
    ("deprivation_2025", "deprivation_2019"),
    ("deprivation_2019", "deprivation_2025"),
    ("population", "population_by_age"),
    ("population_by_age", "population"),
    ("adult_activity", "child_activity"),
    ("child_activity", "adult_activity"),
    ("schools", "population"),
    ("postcodes", "schools"),
]
# the boundaries, deprivation and people of other areas: one digit of every code differs
RECODED = {
    "wards": "E0501",
    "lsoas": "E0101",
    "lsoas_2011": "E0101",
    "deprivation_2025": "E0101",
    "deprivation_2019": "E0101",
    "population": "E0101",
    "population_by_age": "E0101",
    "lsoa_ward_lookup": "E06000017",
    "lsoa_2011_2021_lookup": "E06000017",
    "local_authorities": "E06000017",
    "postcodes": "E06000017",
    "adult_activity": "E06000017",
    "child_activity": "E06000017",
}


def refused(rutland: Path, real_data: Path, key: str) -> str:
    """Return the message with which the source is refused; a gap if it is optional."""
    study_area, source = load_study_area("rutland"), load_catalogue()[key]
    reference = None
    if source.geography in REFERENCES and key != "lsoa_ward_lookup":
        lookup, column = REFERENCES[source.geography]
        reference = frozenset(load_source(lookup, real_data / "rutland", study_area)[column])
    with pytest.raises(EvengroundError) as error:
        load_source(key, rutland, study_area, reference)
    if not source.is_required:
        gap = load_source_or_gap(key, rutland, study_area, reference)
        assert gap.empty
        assert gap.attrs["source"]["state"] == "invalid"
    return str(error.value)


@pytest.mark.parametrize(("key", "other"), SWAPPED)
def test_the_file_of_another_source_is_refused(rutland: Path, real_data: Path, key: str, other: str) -> None:
    (own,), (wrong,) = (rutland / key).iterdir(), (real_data / "rutland" / other).iterdir()
    own.unlink()
    shutil.copyfile(wrong, rutland / key / wrong.name)
    assert key in refused(rutland, real_data, key)


@pytest.mark.parametrize("key", RECODED)
def test_a_file_with_the_codes_of_another_vintage_is_refused(rutland: Path, real_data: Path, key: str) -> None:
    (own,) = (rutland / key).iterdir()
    opener = gzip.open if own.suffix == ".gz" else open
    with opener(own, "rt", encoding="utf-8") as file:
        text = file.read()
    code = RECODED[key]
    with opener(own, "wt", encoding="utf-8") as file:
        file.write(text.replace(code, f"{code[:-1]}9"))
    assert key in refused(rutland, real_data, key)
