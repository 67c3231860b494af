"""One layer of an ArcGIS FeatureServer: its rows, page by page until the layer's own count is reached.

A server answers errors with status 200, cuts pages where it likes (1,000 rows of a lookup, 2,000 of a layer) and, asked
without an order, gives some rows twice and others never.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geodata.download import Downloader
from geodata.errors import DownloadError, NotThereError

LONGEST_IN_ADDRESS = 1_000
"""Characters of a filter beyond which it is posted: servers refuse long addresses."""
PAGE = 2_000
Row = dict[str, Any]
"""Properties of a row by the names that were asked for, and its `geometry` where outlines are wanted."""


def quoted_list(codes: Sequence[str]) -> str:
    """Return codes as a list in a filter.

    >>> quoted_list(["E08000012", "E08000013"])
    "('E08000012','E08000013')"
    """
    return "(" + ",".join("'" + code.replace("'", "''") + "'" for code in codes) + ")"


@dataclass(frozen=True)
class Layer:
    """A layer by the address of its query; `label` says in messages whose it is."""

    url: str
    label: str
    downloader: Downloader

    def rows(self, where: str, fields: Sequence[str], keys: Sequence[str], *, is_outlined: bool) -> list[Row]:
        """Return the rows that fit `where`, each once, sorted by `keys`.

        Raises `NotThereError` if the service is gone, and `DownloadError` if it answers with an error, has no such row,
        gives fewer than it counts or two rows of the same keys that differ.
        """
        count = self._count(where)
        found: dict[tuple[str, ...], Row] = {}
        offset = 0
        while offset < count:
            page = self._page(where, fields, keys, offset, is_outlined)
            if not page:
                raise self._failed(f"the rows ended at {offset} of {count}", "Run the fetch again")
            offset += len(page)
            for row in page:
                self._add(row, keys, found)
        if len(found) != count:
            raise self._failed(f"{count} rows are counted, but {len(found)} different ones came", "Run the fetch again")
        return [found[key] for key in sorted(found)]

    def _count(self, where: str) -> int:
        answer = self._asked({"where": where, "returnCountOnly": "true", "f": "json"})
        count = answer.get("count")
        if not isinstance(count, int):
            raise self._failed("the answer to how many rows there are has no count", "Run the fetch again")
        if count == 0:
            raise self._failed(
                f"no row where {_shortened(where)}",
                "The layer is empty, as some published variants are, or holds codes of another year",
            )
        return count

    def _page(
        self, where: str, fields: Sequence[str], keys: Sequence[str], offset: int, is_outlined: bool
    ) -> list[Row]:
        asked = {
            "where": where,
            "outFields": ",".join(fields),
            "orderByFields": ",".join(keys),
            "resultOffset": str(offset),
            "resultRecordCount": str(PAGE),
            "returnGeometry": "true" if is_outlined else "false",
            "f": "geojson" if is_outlined else "json",
        }
        if is_outlined:
            asked["outSR"] = "4326"
        features = self._asked(asked).get("features")
        if not isinstance(features, list):
            raise self._failed("the answer holds no list of features", "Run the fetch again")
        return [self._row(feature, fields, is_outlined) for feature in features]

    def _row(self, feature: Mapping[str, Any], fields: Sequence[str], is_outlined: bool) -> Row:
        properties = feature.get("properties" if is_outlined else "attributes") or {}
        named = {str(name).casefold(): value for name, value in properties.items()}
        if absent := [field for field in fields if field.casefold() not in named]:
            raise self._failed(f"rows without {', '.join(absent)}", f"They have {', '.join(map(str, properties))}")
        row: Row = {field: named[field.casefold()] for field in fields}
        return row | {"geometry": feature.get("geometry")} if is_outlined else row

    def _add(self, row: Row, keys: Sequence[str], found: dict[tuple[str, ...], Row]) -> None:
        key = tuple(str(row[field]) for field in keys)
        if found.setdefault(key, row) != row:
            raise self._failed(f"two rows of {' '.join(key)} differ", "Run the fetch again")

    def _asked(self, form: Mapping[str, str]) -> dict[str, Any]:
        is_long = len(form["where"]) > LONGEST_IN_ADDRESS
        body = self.downloader.read(self.url, params=None if is_long else form, form=form if is_long else None).body
        return read_answer(body, self.url, self.label)

    def _failed(self, what: str, hint: str) -> DownloadError:
        return DownloadError(f"{self.label}: {self.url}: {what}. {hint}")


def read_answer(body: bytes, url: str, label: str) -> dict[str, Any]:
    """Return the JSON object that ArcGIS answered.

    Raises `NotThereError` if it says that there is no such service, and `DownloadError` if it says any other error or
    is no JSON object.
    """
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise DownloadError(f"{label}: {url}: the answer is not JSON ({error}). Run the fetch again") from error
    if not isinstance(answer, dict):
        raise DownloadError(f"{label}: {url}: the answer is not a JSON object. Run the fetch again")
    if "error" in answer:
        raise _refusal(answer["error"], url, label)
    return answer


def _refusal(error: object, url: str, label: str) -> DownloadError:
    told = error if isinstance(error, dict) else {}
    message = str(told.get("message") or error)
    details = "; ".join(str(detail) for detail in told.get("details") or [] if detail != message)
    said = f"{label}: {url}: the service answers with error {told.get('code', '')} {message!r}" + (
        f" ({details})" if details else ""
    )
    if "invalid url" in message.casefold():
        return NotThereError(f"{said}. There is no service of this name any more")
    return DownloadError(f"{said}. Its name or fields may have changed, or it is busy: run the fetch again later")


def _shortened(where: str, length: int = 120) -> str:
    return where if len(where) <= length else where[:length] + " ..."
