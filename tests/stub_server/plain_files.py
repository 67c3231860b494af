"""Services that give files as they are: DfT's road casualties, Geofabrik's extracts."""

import hashlib
import re

from stub_server.demo_files import DemoFiles, Row, read_rows, write_rows
from stub_server.messages import Reply, Request, as_file

_TABLES = {"collision": "collisions", "vehicle": "vehicles", "casualty": "casualties"}
_STATS19 = re.compile(
    r"/road-accidents-safety-data/dft-road-casualty-statistics-(collision|vehicle|casualty)-(last-5-years|\d{4})\.csv"
)
_EXTRACT = re.compile(r"/europe/(?:united-kingdom|great-britain)/.*?([a-z-]+)-(latest|\d{6})\.osm\.pbf(\.md5)?")
_OLD_NAMES = {
    "collision_index": "accident_index",
    "collision_year": "accident_year",
    "collision_ref_no": "accident_reference",
    "collision_severity": "accident_severity",
    "collision_adjusted_severity_serious": "accident_adjusted_severity_serious",
    "collision_adjusted_severity_slight": "accident_adjusted_severity_slight",
}


class RoadCasualties:
    """DfT's tables: the last five years, and single years, of which 2023 and before have the old header."""

    def __init__(self, demo: DemoFiles) -> None:
        self._demo = demo

    def answer(self, request: Request) -> Reply | None:
        """Answer with a table."""
        found = _STATS19.fullmatch(request.path)
        if found is None:
            return None
        table, years = found.groups()
        body = self._demo.body(_TABLES[table])
        if years != "last-5-years":
            rows = [row for row in read_rows(body) if row["collision_year"] == years]
            if not rows:
                return None
            body = _of_year(rows, is_old=int(years) <= 2023)
        return as_file(body, "text/csv")


def _of_year(rows: list[Row], is_old: bool) -> bytes:
    if is_old:
        rows = [{_OLD_NAMES.get(name, name): value for name, value in row.items()} for row in rows]
    return write_rows(list(rows[0]), rows)


class Geofabrik:
    """Extracts of OpenStreetMap with their MD5 sums: every county's is the borough's."""

    def __init__(self, demo: DemoFiles) -> None:
        self._demo = demo

    def answer(self, request: Request) -> Reply | None:
        """Answer with an extract or its sum."""
        found = _EXTRACT.fullmatch(request.path)
        if found is None:
            return None
        county, date, is_sum = found.groups()
        body = self._demo.body("openstreetmap")
        if not is_sum:
            return as_file(body, "application/octet-stream")
        md5 = hashlib.md5(body, usedforsecurity=False).hexdigest()
        return as_file(f"{md5}  {county}-{date}.osm.pbf\n".encode(), "application/octet-stream")
