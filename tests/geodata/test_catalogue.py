"""The catalogue: complete, and the only place where an address stands."""

import ast
import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from geodata.catalogue import Source, load_catalogue, read_sources
from geodata.readers.loading import READERS
from geodata.schemas import table_names

REPOSITORY = Path(__file__).resolve().parents[2]
READ = {
    "local_authorities", "wards", "lsoas", "lsoas_2011", "lsoa_ward_lookup", "lsoa_2011_2021_lookup",
    "deprivation_2025", "deprivation_2019", "deprivation_2019_lad", "population_by_age", "population", "postcodes",
    "adult_activity", "child_activity", "walking_cycling", "schools", "collisions_raster", "travel_to_work",
    "rural_urban", "openstreetmap", "elevation", "car_availability", "green_space", "gp_practices", "pharmacies",
    "population_raster", "collisions", "casualties", "vehicles", "traffic_counts", "footway_widths", "measured_speeds",
    "zones_20mph", "route_surveys", "school_flows",
}  # fmt: skip
ACCEPTED = {"small_area_activity"}
# names inside files, never opened
NAMESPACES = {"http://schemas.openxmlformats.org", "http://www.w3.org/2000/svg", "http://www.w3.org/ns/csvw"}


@pytest.mark.parametrize("key", sorted(READ | ACCEPTED))
def test_every_source_is_declared_with_terms_place_and_file_name(key):
    source = load_catalogue()[key]
    for declared in (
        source.title,
        source.publisher,
        source.licence,
        source.attribution,
        source.vintage,
        source.filename,
    ):
        assert declared.strip()
    assert source.landing_page.startswith("https://")
    assert source.url or source.resolver
    assert source.feeds


def test_every_key_of_the_real_data_is_declared(real_data):
    table = (real_data / "README.md").read_text(encoding="utf-8").split("## 1. Keys")[1].split("## 2.")[0]
    keys = re.findall(r"^\| (\w+) \|", table, re.MULTILINE)
    assert len(keys) > 15
    assert set(keys) - {"key"} <= set(load_catalogue())


def test_what_is_read_has_a_reader_and_a_table_and_the_rest_has_neither():
    read = {source.key for source in read_sources()}
    # streets and heights are read along the network, by functions of their own
    assert read == set(READERS) | {"openstreetmap", "elevation"} >= READ
    assert {f"source_{key}" for key in read} == {name for name in table_names() if name.startswith("source_")}
    assert not ACCEPTED & set(READERS)


def test_required_sources_come_first():
    is_required = [source.is_required for source in read_sources()]
    assert is_required == sorted(is_required, reverse=True)
    assert {source.key for source in read_sources() if source.is_required} == {
        "wards", "lsoas", "lsoa_ward_lookup", "postcodes", "deprivation_2025", "population",
    }  # fmt: skip


def test_flows_of_single_pupils_are_disclosive_and_what_is_published_record_by_record_is_not():
    disclosive = {key for key, source in load_catalogue().items() if source.is_disclosive}
    assert disclosive == {"school_flows"}


def test_a_misspelt_key_of_a_source_is_refused_by_name():
    declared = load_catalogue()["wards"].model_dump()
    with pytest.raises(ValidationError, match="licencee"):
        Source.model_validate(declared | {"licencee": "OGL"})


def test_columns_name_at_least_one_publishers_column():
    for source in load_catalogue().values():
        for column, names in (source.columns | source.optional_columns).items():
            assert names, f"{source.key}.{column}"
            assert all(name.strip() == name and name for name in names), f"{source.key}.{column}"


def code_files() -> list[Path]:
    files = [
        path for layer in ("geodata", "maps", "assets", "pipelines") for path in (REPOSITORY / layer).rglob("*.py")
    ]
    assert len(files) > 50
    return sorted(files)


def literals(path: Path) -> list[str]:
    """Return the string literals of a module, its docstrings left out: these may cite."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    cited = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in cited]
    return [node.value for node in constants if isinstance(node.value, str)]


@pytest.mark.parametrize("path", code_files(), ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_no_address_stands_in_code(path):
    # one's own machine is no address of a source
    addressed = re.compile(r"(https?|ftp)://(?!127\.0\.0\.1|localhost)")
    assert not [text for text in literals(path) if addressed.search(text) and text not in NAMESPACES]


def test_what_is_fetched_is_declared_and_looked_up_again_unless_it_never_changes():
    fetched = {source.key: source for source in load_catalogue().values() if source.fetch}
    assert {"collisions", "casualties", "vehicles", "openstreetmap", "elevation", "green_space"} <= set(fetched)
    assert all(fetched[key].renew_days for key in ("collisions", "openstreetmap", "green_space"))
