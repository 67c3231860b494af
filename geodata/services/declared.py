"""What the catalogue declares about fetching a source: the client, the address and that client's own settings."""

from typing import Annotated, Literal

from pydantic import Field

from geodata.study_area import Declared


class AreaCodes(Declared):
    """A lookup of an ArcGIS FeatureServer that says which areas belong to which authority."""

    url: str
    authority_field: str
    keys: tuple[str, ...] = Field(min_length=1)
    """Fields that tell rows apart; the first one has the codes wanted."""


class ItemSearch(Declared):
    """A search of ArcGIS Online for an item whose address changes with its release."""

    url: str
    query: str
    kind: str
    """Type of the item, as ArcGIS Online calls it."""
    title: str
    """Pattern of the item's whole title; of several such items the latest one is taken."""


class ArcgisFetch(Declared):
    """A layer or table of an ArcGIS FeatureServer, cut to the study area and sorted by its codes."""

    client: Literal["arcgis"]
    url: str
    """Address of the layer's query."""
    file: str
    """Name of the file that is written: GeoJSON with outlines, or CSV without."""
    fields: tuple[str, ...] = Field(min_length=1)
    keys: tuple[str, ...] = Field(min_length=1)
    """Fields that tell rows apart and by which they are sorted."""
    authority_field: str | None = None
    """Field of authority codes, where the layer has one."""
    codes: AreaCodes | None = None
    """Where it has none: the lookup that gives the codes, which are those of the first of `keys`."""
    search: ItemSearch | None = None
    """How the service is found again when it is no longer there under its name."""
    vintage: str = ""
    """Of what time the layer is, where it is another one than that of the files at hand."""


class ArcgisCatalogueFetch(Declared):
    """A file in an archive of ArcGIS Online, cut to the study area."""

    client: Literal["arcgis_catalogue"]
    url: str
    """Address of an item's data, with `{id}` in place of the item's."""
    search: ItemSearch
    member: str
    """Glob pattern of the file in the archive; case does not matter."""
    file: str


class NomisFetch(Declared):
    """A table of Nomis, written as in the publisher's files: one row an area, one column a category."""

    client: Literal["nomis"]
    url: str
    """Address of the dataset's data."""
    file: str
    area_type: str
    """Kind of areas inside each authority, such as `TYPE151` for LSOAs of 2021."""
    settings: dict[str, str]
    """Parameters that are the same in every request: the date, the measure, other dimensions."""
    dimension: str
    categories: dict[str, str] = Field(min_length=1)
    """Category of the dimension to the column of the file it fills."""
    age_0: int | None = None
    """Category of age 0; the ages to 89 follow it, then 90 and over, each in a column named by its age."""
    code_column: str = "geography code"
    name_column: str = "geography"


class FingertipsFetch(Declared):
    """Indicators of Fingertips, for all areas of a type, as published."""

    client: Literal["fingertips"]
    url: str
    file: str
    indicators: tuple[str, ...] = Field(min_length=1)
    area_type: int
    parent_area_type: int


class GovukFetch(Declared):
    """Attachments of a page of GOV.UK, whose addresses change with each release."""

    client: Literal["govuk"]
    url: str
    """Address of the page in the content API."""
    attachments: dict[str, str] = Field(min_length=1)
    """Name of the file that is written to a glob pattern of the publisher's; case does not matter."""
    known_url: str | None = None
    """Address where the file was last seen, for when the page does not name it; of the first of `attachments`."""


class GiasFetch(Declared):
    """The daily extract of the register of schools; only the columns that the catalogue names reach the disk."""

    client: Literal["gias"]
    url: str
    """Address of the extract, with `{date}` in place of the day."""
    file: str
    days_back: int = Field(default=8, ge=0)
    """How many days before today the latest extract may be of."""


class PlainFileFetch(Declared):
    """A file at an address that stays the same, taken as it is."""

    client: Literal["plain_file"]
    url: str


class OsDownloadsFetch(Declared):
    """A file in the archive of a product of Ordnance Survey's open data."""

    client: Literal["os_downloads"]
    url: str
    """Address of the product, below which its downloads are listed."""
    format: str
    member: str
    """Glob pattern of the file in the archive."""


class TerrainFetch(Declared):
    """Tiles of a terrain model: of OS Terrain 50, out of archives within the product's archive, or of Copernicus."""

    client: Literal["terrain"]
    url: str
    """Address of the product, below which its downloads are listed."""
    format: str
    tile: str
    """Glob pattern of a tile's archive within the product's, with `{square}` in place of the 10 km square."""
    member: str
    """Glob pattern of the raster in a tile's archive."""
    copernicus_url: str
    """Address of a tile of the surface model of Copernicus, with `{tile}` in place of its name."""


class GeofabrikFetch(Declared):
    """The extracts of OpenStreetMap that the study area names."""

    client: Literal["geofabrik"]
    url: str
    """Address of an extract, with `{extract}` and `{date}` in place of its name and day."""


class GhslFetch(Declared):
    """The tiles of the population grid of the Global Human Settlement Layer that the study area touches."""

    client: Literal["ghsl"]
    url: str
    """Address of a tile's archive, with `{row}` and `{column}` in place of its own."""


Fetch = Annotated[
    ArcgisFetch
    | ArcgisCatalogueFetch
    | NomisFetch
    | FingertipsFetch
    | GovukFetch
    | GiasFetch
    | PlainFileFetch
    | OsDownloadsFetch
    | TerrainFetch
    | GeofabrikFetch
    | GhslFetch,
    Field(discriminator="client"),
]
"""One of the declarations, told apart by `client`."""
