"""Tables of the files that a highway authority can drop in, as read."""

import pandera.pandas as pa
from pandera.typing import Series
from pandera.typing.geopandas import GeoSeries

from geodata.schemas.table import Table

_ROW = "number in the file, or file name and row where it has none"
_DATE = "YYYY-MM-DD or YYYY; empty where the file does not say"
_WAY = "OpenStreetMap way, where the file names one: it goes before the place"


class SourceFootwayWidths(Table):
    """Lines of footways with their width, or whether there is one at all."""

    row_id: Series[str] = pa.Field(description=_ROW)
    width_m: Series[float] = pa.Field(nullable=True, ge=0, description="average clear width in metres")
    minimum_width_m: Series[float] = pa.Field(nullable=True, ge=0, description="narrowest clear width in metres")
    presence: Series[str] = pa.Field(isin=["yes", "no"], nullable=True, description="yes or no: whether there is one")
    side: Series[str] = pa.Field(
        isin=["left", "right"],
        nullable=True,
        description="side of the line, in its own direction, where it is a road's centreline; null: it is the footway",
    )
    surveyed_on: Series[str] = pa.Field(description=_DATE)
    geometry: GeoSeries = pa.Field(description="line, EPSG:27700")


class SourceMeasuredSpeeds(Table):
    """Places where the speed of traffic was measured."""

    site_id: Series[str] = pa.Field(description="site")
    easting_m: Series[float] = pa.Field(description="metres east, EPSG:27700")
    northing_m: Series[float] = pa.Field(description="metres north")
    speed_85_mph: Series[float] = pa.Field(gt=0, description="85th percentile speed in miles per hour")
    mean_mph: Series[float] = pa.Field(nullable=True, description="mean speed in miles per hour")
    measured_on: Series[str] = pa.Field(description=_DATE)
    osm_way_id: Series[float] = pa.Field(nullable=True, description=_WAY)


class SourceTrafficCounts(Table):
    """Places where motor vehicles were counted, as an average day in both directions; the latest count of each."""

    count_id: Series[str] = pa.Field(description="count point")
    counted_on: Series[str] = pa.Field(description="year, or YYYY-MM-DD")
    road: Series[str] = pa.Field(nullable=True, description="road number; U or C for one without; null: not said")
    easting_m: Series[float] = pa.Field(description="metres east, EPSG:27700")
    northing_m: Series[float] = pa.Field(description="metres north")
    vehicles_per_day: Series[float] = pa.Field(ge=0, description="motor vehicles a day, both directions")
    hgv_pct: Series[float] = pa.Field(nullable=True, ge=0, le=100, description="heavy goods vehicles, per cent")
    osm_way_id: Series[float] = pa.Field(nullable=True, description=_WAY)


class SourceRouteSurveys(Table):
    """What was seen on site: rows of table `survey_list` that a surveyor has filled in."""

    row_id: Series[str] = pa.Field(description="the part, or w<way> and its side, as cited by evidence")
    part_id: Series[str] = pa.Field(nullable=True, description="part (table route_parts); null: way and side say it")
    osm_way_id: Series[float] = pa.Field(nullable=True, description="OpenStreetMap way, read where no part is given")
    side: Series[str] = pa.Field(isin=["left", "right", ""], description="of the way's direction; empty: all of it")
    attribute: Series[str] = pa.Field(description="attribute of table link_evidence, or of crossing_evidence")
    value_lo: Series[float] = pa.Field(ge=0, description="least value it can have; yes and no are 1 and 0")
    value_hi: Series[float] = pa.Field(ge=0, description="greatest value; the same if it was measured")
    surveyed_on: Series[str] = pa.Field(description="YYYY-MM-DD")


class SourceZones20mph(Table):
    """Areas or streets where a traffic regulation order limits the speed to 20 miles per hour, those in force."""

    row_id: Series[str] = pa.Field(description=_ROW)
    name: Series[str] = pa.Field(nullable=True, description="name")
    in_force_from: Series[str] = pa.Field(description=_DATE)
    geometry: GeoSeries = pa.Field(description="polygon or line, EPSG:27700")


class SourceSchoolFlows(Table):
    """Pupils by home area and school, as counted; of real pupils, never published."""

    lsoa_code: Series[str] = pa.Field(description="LSOA of the home")
    urn: Series[str] = pa.Field(description="number of the school in the register")
    pupils: Series[float] = pa.Field(ge=0, description="pupils")
