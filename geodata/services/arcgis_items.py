"""The search of ArcGIS Online: the latest item of a publisher whose title fits."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from geodata.download import Downloader
from geodata.errors import DownloadError
from geodata.services.arcgis_layer import read_answer
from geodata.services.declared import ItemSearch

_MONTH = re.compile(r"\(([A-Z][a-z]+ \d{4})\)")
_MOST_RESULTS = "100"  # the most that one page of results may hold
_SHOWN = 3


@dataclass(frozen=True)
class Item:
    """An item of ArcGIS Online; `url` is that of its service, where it is one."""

    id: str
    kind: str
    title: str
    url: str
    modified: int

    @property
    def month(self) -> str:
        """Month that the title names in brackets, such as `November 2025`; empty where it names none."""
        named = _MONTH.search(self.title)
        return named.group(1) if named else ""


def find_item(search: ItemSearch, downloader: Downloader, label: str) -> Item:
    """Return the item of the latest month in its title, or where titles name none the one modified last.

    Raises `DownloadError` if no title fits or the search fails.
    """
    asked = {"q": search.query, "num": _MOST_RESULTS, "sortField": "modified", "sortOrder": "desc", "f": "json"}
    answer = read_answer(downloader.read(search.url, params=asked).body, search.url, label)
    results = [_item(result) for result in answer.get("results") or []]
    fitting = [item for item in results if _fits(item, search)]
    if not fitting:
        titles = "; ".join(item.title for item in results[:_SHOWN]) or "nothing"
        raise DownloadError(
            f"{label}: {search.url}: the search for {search.query!r} finds no item called like {search.title!r}, but "
            f"{titles}. Get the file by hand"
        )
    return max(fitting, key=lambda item: (_as_date(item.month), item.modified))


def _fits(item: Item, search: ItemSearch) -> bool:
    """Tell whether an item is what is wanted: the search itself also finds what is merely like it."""
    return bool(item.id) and item.kind == search.kind and re.fullmatch(search.title, item.title) is not None


def _item(result: Mapping[str, Any]) -> Item:
    modified = result.get("modified")
    return Item(
        str(result.get("id") or ""),
        str(result.get("type") or ""),
        str(result.get("title") or ""),
        str(result.get("url") or ""),
        modified if isinstance(modified, int) else 0,
    )


def _as_date(month: str) -> datetime:
    try:
        return datetime.strptime(month, "%B %Y")
    except ValueError:
        return datetime.min
