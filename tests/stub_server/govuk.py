"""GOV.UK: the content of pages with their attachments, and the files at addresses that change with each release."""

import hashlib
from dataclasses import dataclass
from urllib.parse import quote, unquote

from stub_server.addresses import SERVICES
from stub_server.demo_files import DemoFiles
from stub_server.messages import Reply, Request, as_file, as_html, as_json, to

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
_OLD_2019 = "/government/uploads/system/uploads/attachment_data/file/845345/"


@dataclass(frozen=True)
class Page:
    """A page: what its attachments are called there, and which source's file each of them is."""

    title: str
    kind: str
    attachments: dict[str, tuple[str, str]]


PAGES = {
    "government/statistical-data-sets/walking-and-cycling-statistics-cw": Page(
        "Walking and cycling statistics (CW)",
        "statistical_data_set",
        {
            "walking-and-cycling-statistics-notes.pdf": ("", ""),
            "CW0302.ods": ("walking_cycling", "cw0302.ods"),
            "cw0303-proportion-of-adults-who-walk.ods": ("walking_cycling", "cw0303.ods"),
            "cw0305.ods": ("", ""),
        },
    ),
    "government/statistics/english-indices-of-deprivation-2025": Page(
        "English indices of deprivation 2025",
        "official_statistics",
        {
            "File_1_IoD2025_Index_of_Multiple_Deprivation.xlsx": ("", ""),
            "File_7_IoD2025_All_Ranks_Scores_Deciles_Population_Denominators.csv": ("deprivation_2025", "*"),
        },
    ),
    "government/statistics/english-indices-of-deprivation-2019": Page(
        "English indices of deprivation 2019",
        "national_statistics",
        {
            "File_7_-_All_IoD2019_Scores__Ranks__Deciles_and_Population_Denominators_3.csv": ("deprivation_2019", "*"),
            "File_10_-_IoD2019_Local_Authority_District_Summaries__lower-tier__.xlsx": ("deprivation_2019_lad", "*"),
            "File_11_-_IoD2019_Local_Authority_District_Summaries__upper-tier__.xlsx": ("", ""),
        },
    ),
}


class GovUk:
    """The pages and their files. `release` is part of every file's address: set another and the old ones are gone."""

    def __init__(self, demo: DemoFiles) -> None:
        self._demo = demo
        self.release = "1"

    def content(self, request: Request) -> Reply | None:
        """Answer with what a page says about itself."""
        path = request.path.removeprefix("/api/content/")
        page = PAGES.get(path)
        if page is None or path == request.path:
            return as_json({"error": "not found"}, 404) if path != request.path else None
        return as_json(self._described(path, page))

    def _described(self, path: str, page: Page) -> dict[str, object]:
        return {
            "base_path": f"/{path}",
            "document_type": page.kind,
            "schema_name": "publication",
            "title": page.title,
            "locale": "en",
            "public_updated_at": "2025-11-05T09:30:00Z",
            "details": {"attachments": [self._attachment(name, *of) for name, of in page.attachments.items()]},
        }

    def _attachment(self, name: str, key: str, pattern: str) -> dict[str, object]:
        return {
            "accessible": False,
            "attachment_type": "file",
            "content_type": _TYPES[name.rpartition(".")[2]].partition(";")[0],
            "file_size": len(self._body(key, pattern)),
            "filename": name,
            "id": name,
            "title": name.rpartition(".")[0].replace("_", " "),
            "url": f"{SERVICES['govuk_assets'].prefix}/media/{self.hash_of(name)}/{quote(name)}",
        }

    def hash_of(self, name: str) -> str:
        """Return the part of a file's address that changes with the release."""
        return hashlib.md5(f"{self.release} {name}".encode(), usedforsecurity=False).hexdigest()[:24]

    def asset(self, request: Request) -> Reply | None:
        """Answer with a file at today's address; addresses of earlier releases are gone."""
        if request.path.startswith(_OLD_2019):
            name = unquote(request.path.removeprefix(_OLD_2019))
            return to(f"/govuk_assets/media/{self.hash_of(name)}/{quote(name)}", 301)
        for page in PAGES.values():
            for name, (key, pattern) in page.attachments.items():
                if request.path in {f"/media/{self.hash_of(name)}/{each}" for each in (name, quote(name))}:
                    return as_file(self._body(key, pattern), _TYPES[name.rpartition(".")[2]])
        return as_html("Page not found - GOV.UK", 404)

    def _body(self, key: str, pattern: str) -> bytes:
        return self._demo.body(key, pattern) if key else b"%PDF-1.4 nothing that is wanted\n"
