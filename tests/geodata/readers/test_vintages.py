"""A file of another vintage or of another source in a source's folder is told apart, for every source that is text."""

import gzip
import shutil
from pathlib import Path

import pytest

from geodata.catalogue import load_catalogue
from geodata.errors import EvengroundError, MissingColumnError, VintageError
from geodata.readers import load_source, load_source_or_gap
from geodata.readers.vintages import reference_of, unusable
from geodata.study_area import load_study_area

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
    if place := reference_of(source):
        lookup, column = place
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


def test_a_folder_of_one_vintage_has_nothing_unusable(real_data: Path) -> None:
    assert unusable(real_data / "rutland", load_study_area("rutland")) == {}


def test_wards_of_another_vintage_clash_and_a_layer_of_2011_is_unusable_and_what_is_missing_is_neither(
    rutland: Path, real_data: Path
) -> None:
    (wards,) = (rutland / "wards").iterdir()
    wards.write_text(wards.read_text(encoding="utf-8").replace("E0501", "E0509"), encoding="utf-8")
    (lsoas,), (of_2011,) = (rutland / "lsoas").iterdir(), (rutland / "lsoas_2011").iterdir()
    shutil.copyfile(of_2011, lsoas)
    shutil.rmtree(rutland / "deprivation_2025")
    found = unusable(rutland, load_study_area("rutland"))
    assert {key: type(error) for key, error in found.items()} == {"wards": VintageError, "lsoas": MissingColumnError}


def test_without_the_lookup_nothing_is_said_to_clash_with_it(rutland: Path) -> None:
    (wards,) = (rutland / "wards").iterdir()
    wards.write_text(wards.read_text(encoding="utf-8").replace("E0501", "E0509"), encoding="utf-8")
    shutil.rmtree(rutland / "lsoa_ward_lookup")
    assert unusable(rutland, load_study_area("rutland")) == {}
