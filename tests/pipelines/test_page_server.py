"""The pages are served to this machine while Dagster's pages are open."""

from pathlib import Path
from urllib.request import urlopen

from pipelines.page_server import serving


def test_pages_are_served_on_loopback(tmp_path: Path) -> None:
    (tmp_path / "ward_map.html").write_text("<p>map</p>", encoding="utf-8")
    with serving(tmp_path) as address:
        assert address.startswith("http://127.0.0.1:")
        with urlopen(f"{address}/ward_map.html") as response:  # noqa: S310 (our own server)
            assert response.read() == b"<p>map</p>"
