"""Fingertips: indicators as CSV, with rows by parent area and by category; only a header where there is nothing."""

from stub_server.demo_files import DemoFiles
from stub_server.messages import Reply, Request, as_html

AREA_TYPES = frozenset({"501", "502"})
_BY_ID = "/api/all_data/csv/by_indicator_id"
_REGIONS = b"Compared to Regions (statistical) value or percentiles"


class Fingertips:
    """The indicators of the borough, in the publisher's rows as the demo has them."""

    def __init__(self, demo: DemoFiles) -> None:
        self._demo = demo

    def answer(self, request: Request) -> Reply | None:
        """Answer with the rows of the indicators asked for."""
        if request.path != _BY_ID:
            return None
        asked = request.param("indicator_ids").split(",")
        if not request.param("child_area_type_id") or not asked[0]:
            return as_html("Internal Server Error", 500)
        files = [self._demo.body(key) for key in ("adult_activity", "child_activity")]
        header = files[0].splitlines(keepends=True)[0]
        lines = [line for body in files for line in body.splitlines(keepends=True)[1:]]
        wanted = tuple(f"{each},".encode() for each in asked)
        found = [line for line in lines if line.startswith(wanted)]
        if request.param("child_area_type_id") not in AREA_TYPES:
            found = []
        if "twice" in request.quirks:
            found = [*found, *found[:3]]
        if "unordered" in request.quirks:
            found = found[::-1]
        if request.param("parent_area_type_id") != "6":
            header = header.replace(_REGIONS, b"Compared to percentiles")
        return Reply(header + b"".join(found), content_type="text/csv; charset=utf-8", is_chunked=True)
