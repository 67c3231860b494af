"""The state of the sources: there, missing, behind, of other areas, changed, or only to be had by hand."""

import datetime
import shutil

import pytest

from geodata.catalogue import load_catalogue
from geodata.download import Freshness
from geodata.source_files import sha256
from geodata.source_records import SourceRecord, write_record
from geodata.source_state import source_states
from geodata.study_area import load_study_area

TODAY = datetime.date(2026, 11, 24)


@pytest.fixture
def states(rutland):
    def _states():
        found = source_states(load_study_area("rutland"), rutland, TODAY)
        return {state.source.key: state for state in found}

    return _states


@pytest.fixture
def fetched(rutland):
    """Write down that the file of a source was fetched so many days ago."""

    def _fetched(key, days_ago, vintage=""):
        (path,) = (path for path in (rutland / key).iterdir() if not path.name.startswith("."))
        day = datetime.datetime(2026, 11, 24, 1, tzinfo=datetime.UTC) - datetime.timedelta(days=days_ago)
        write_record(
            path,
            SourceRecord(
                urls=("https://example.org",),
                fetched_at=day,
                sha256=sha256(path),
                n_bytes=path.stat().st_size,
                rows=None,
                vintage=vintage,
                licence="",
                freshness=Freshness(),
            ),
        )
        return path

    return _fetched


def test_every_source_has_a_state_and_what_is_not_there_says_how_to_get_it(states, rutland):
    found = states()
    assert list(found) == list(load_catalogue())
    assert {found[key].state for key in ("wards", "lsoas", "population", "schools")} == {"have"}
    assert found["wards"].files == ("WD_MAY_2025_UK_BGC.geojson",)
    assert found["wards"].fetched_at is None
    assert (found["openstreetmap"].state, found["collisions"].state) == ("missing", "missing")
    flows = found["school_flows"]
    assert flows.state == "by hand"
    assert flows.source.landing_page in flows.remark
    assert str(rutland / "school_flows") in flows.remark


@pytest.mark.parametrize(("days", "state"), [(30, "have"), (31, "stale")])
def test_a_file_is_stale_after_the_days_that_its_source_declares(days, state, states, fetched):
    assert load_catalogue()["schools"].renew_days == 30
    fetched("schools", days)
    found = states()["schools"]
    assert found.state == state
    assert found.fetched_at.date() == TODAY - datetime.timedelta(days=days)
    assert ("fetched 31 days ago" in found.remark) == (state == "stale")


def test_what_is_never_replaced_is_never_stale(states, fetched):
    fetched("deprivation_2019", 3000)
    assert states()["deprivation_2019"].state == "have"


def test_a_release_before_the_catalogues_is_stale(states, fetched):
    fetched("wards", 1, vintage="December 2024")
    found = states()["wards"]
    assert (found.state, found.vintage) == ("stale", "December 2024")
    assert found.remark == "of December 2024; the catalogue now has May 2025"


def test_wards_of_other_areas_clash_whatever_their_record_says(states, fetched, rutland):
    path = fetched("wards", 1, vintage="May 2025")
    path.write_text(path.read_text(encoding="utf-8").replace("E0501", "E0509"), encoding="utf-8")
    found = states()["wards"]
    assert found.state == "clash"
    assert "only 0.0%" in found.remark


def test_a_file_that_somebody_changed_is_named(states, fetched):
    path = fetched("schools", 1)
    path.write_bytes(path.read_bytes() + b"\r\n")
    found = states()["schools"]
    assert found.state == "have"
    assert found.remark == f"changed since they were fetched: {path.name}"


def test_a_folder_with_other_files_only_is_unusable(states, rutland):
    (path,) = (rutland / "wards").iterdir()
    shutil.move(path, path.with_suffix(".txt"))
    found = states()["wards"]
    assert found.state == "unusable"
    assert "named like *.geojson" in found.remark
