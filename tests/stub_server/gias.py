"""Get Information about Schools: an extract by day, with the names and numbers of persons in it."""

import re
from datetime import date, datetime, timedelta
from functools import cached_property

from stub_server.demo_files import DemoFiles, write_rows
from stub_server.messages import Reply, Request, as_file, as_html

PERSONAL = {
    "TelephoneNum": "01632960199",
    "HeadTitle (name)": "Brigadier",
    "HeadFirstName": "Zoë-Quintessa",
    "HeadLastName": 'O"Sentinel, the younger',
    "HeadPreferredJobTitle": "Sentinel\nHeadteacher",
}
PERSONAL_DATA = ("01632960199", "Brigadier", "Quintessa", "Sentinel")
"""What must be found nowhere on the disk of a client."""
_PATH = re.compile(r"/edubase/downloads/public/edubasealldata(\d{8})\.csv")
_KEPT_DAYS = 60


class Gias:
    """The extracts; that of `today` and of as many days before as `days_late` says are not there yet."""

    def __init__(self, demo: DemoFiles) -> None:
        self._demo = demo
        self.today, self.days_late = date.today(), 2

    @cached_property
    def _body(self) -> bytes:
        rows = self._demo.rows("schools", "cp1252")
        return write_rows(list(rows[0]), [row | PERSONAL for row in rows], encoding="cp1252")

    def answer(self, request: Request) -> Reply | None:
        """Answer with the extract of a day."""
        found = _PATH.fullmatch(request.path)
        if found is None:
            return None
        try:
            day = datetime.strptime(found.group(1), "%Y%m%d").date()
        except ValueError:
            return as_html("The resource you are looking for has been removed", 404)
        latest = self.today - timedelta(days=self.days_late)
        if not latest - timedelta(days=_KEPT_DAYS) <= day <= latest:
            return as_html("The resource you are looking for has been removed", 404)
        return as_file(self._body, "text/csv", etag=f"{day:%Y%m%d}")
