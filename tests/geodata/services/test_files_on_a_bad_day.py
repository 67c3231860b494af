"""Files as their publishers' servers give them on a bad day: in the end the file, or one error and what was there."""

from collections.abc import Callable

import pytest
from stub_server.fault_kinds import HTML, Corrupt, Cut, Reset, Status, Truncate
from stub_server.server import StubServer

from geodata.catalogue import load_catalogue
from geodata.download import Downloader, Patience
from geodata.errors import DownloadError
from geodata.services import geofabrik, plain_file
from geodata.services.fetched import Fetched
from geodata.source_files import sha256
from geodata.study_area import Streets, load_study_area

PATIENT = Patience(attempts=5, total_s=20, first_wait_s=0.01, longest_wait_s=0.05, pause_s=0, read_s=2)
AREA = load_study_area("demo").model_copy(update={"openstreetmap": Streets(extracts=("england/fairbrook",))})
PLACES = {
    "collisions": "/dft/*collision-last-5-years.csv",
    "casualties": "/dft/*casualty-last-5-years.csv",
    "vehicles": "/dft/*vehicle-last-5-years.csv",
    "openstreetmap": "/geofabrik/*.osm.pbf",
}


@pytest.fixture
def fetch(stub: StubServer, tmp_path) -> Callable[[str], list[Fetched]]:
    def _fetch(key: str) -> list[Fetched]:
        client = geofabrik if key == "openstreetmap" else plain_file
        with Downloader(base_urls=stub.prefixes(), patience=PATIENT) as downloader:
            return client.fetch(load_catalogue()[key], AREA, downloader, tmp_path / key)

    return _fetch


@pytest.mark.parametrize("key", PLACES)
def test_after_errors_resets_and_bodies_cut_short_the_file_is_the_publishers(key, stub, fetch):
    stub.faults.add(PLACES[key], [Status(503), Reset(), Truncate(0.3), Reset(0.6)])
    (fetched,) = fetch(key)
    assert sha256(fetched.path) == sha256(stub.demo.path(key))
    assert [path.name for path in fetched.path.parent.iterdir()] == [fetched.path.name]


@pytest.mark.parametrize("key", PLACES)
@pytest.mark.parametrize("fault", [HTML, Cut(0.6), Status(503), Status(403)], ids=["html", "cut", "503", "403"])
def test_where_it_never_comes_right_there_is_one_error_and_what_was_there_stays(key, fault, stub, fetch):
    (before,) = fetch(key)
    whole = sha256(before.path)
    stub.faults.add(PLACES[key], [fault], forever=True)
    if key == "openstreetmap":
        before.path.write_bytes(before.path.read_bytes() + b"\0")  # so that it is asked for again
        whole = sha256(before.path)
    with pytest.raises(DownloadError, match=r"127\.0\.0\.1|https://|last-5-years"):
        fetch(key)
    assert sha256(before.path) == whole


def test_a_byte_damaged_on_its_way_is_found_by_the_sum(stub, fetch, tmp_path):
    stub.faults.add(PLACES["openstreetmap"], [Corrupt()])
    (fetched,) = fetch("openstreetmap")
    assert sha256(fetched.path) == sha256(stub.demo.path("openstreetmap"))
    stub.faults.add(PLACES["openstreetmap"], [Corrupt()], forever=True)
    fetched.path.unlink()
    with pytest.raises(DownloadError, match="MD5 sum"):
        fetch("openstreetmap")
    assert not list((tmp_path / "openstreetmap").iterdir())
