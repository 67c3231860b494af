"""The study area: which authorities, which rules. Declared in a TOML file, never in code."""

import datetime
import re
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from geodata.errors import StudyAreaError

Kind = Literal["measured", "computed", "modelled", "synthetic"]
ApportionmentMethod = Literal["postcodes", "best_fit", "area"]
Terrain = Literal["os_terrain_50", "copernicus"]
HomesFrom = Literal["postcodes", "population_raster"]
KEY = r"^[a-z][a-z0-9_]*$"
ONS_CODE = r"^[A-Z]\d{8}$"
EXTRACT = r"[a-z][a-z-]*(/[a-z][a-z-]*)*"


class Declared(BaseModel):
    """A declaration that refuses unknown keys, so that a typo is an error naming the key."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NamedArea(Declared):
    """An area that holds the whole study area, such as the NHS integrated care board."""

    code: str = Field(pattern=ONS_CODE)
    name: str


class Claim(Declared):
    """A published sentence with a number of people in it, to be reconciled with rate times denominator."""

    text: str
    source: str
    people: int = Field(gt=0)
    people_from: int
    people_to: int
    indicator: str
    complement: bool = False
    """True when the claim counts those who are *not* what the indicator says."""


class Priority(Declared):
    """The indicators whose mean z-score ranks the wards; a higher value means a greater need."""

    components: tuple[str, ...] = ("iod2025_imd_score", "road_casualties_per_1000")


class Suppression(Declared):
    """Which counts of disclosive sources are too small to be shown: `low` to `high`; zero is, unless `low` is 0."""

    low: int = Field(default=1, ge=0)
    high: int = 4
    also_disclosive: tuple[str, ...] = ()
    """Catalogue keys of sources that are disclosive here although the catalogue does not say so."""

    @model_validator(mode="after")
    def _range_and_sources_exist(self) -> Self:
        if self.high < self.low:
            raise ValueError(f"high is {self.high}, below low, which is {self.low}")
        if unknown := [key for key in self.also_disclosive if key not in _catalogue_keys()]:
            raise ValueError(f"also_disclosive: no source is called {', '.join(unknown)}; docs/sources.md lists them")
        return self


@cache
def _catalogue_keys() -> frozenset[str]:
    """Return the keys alone: `geodata.catalogue` is declared with the classes of this module."""
    return frozenset(tomllib.loads((files("geodata") / "catalogue.toml").read_text(encoding="utf-8")))


@cache
def _service_names() -> frozenset[str]:
    return frozenset(tomllib.loads((files("geodata") / "services" / "base_urls.toml").read_text(encoding="utf-8")))


class SchoolRoutes(Declared):
    """What the study area decides about routes to school; everything else stands in the rule-sets' own files."""

    ruleset: Literal["rsgb_walked_route", "ate_route_check"] = "rsgb_walked_route"
    """The rule-set that gives verdicts on routes; the others are shown beside it."""
    flow_vpd: dict[str, tuple[float, float, float]] = Field(default_factory=dict)
    """Least, likely and greatest motor vehicles a day of a class of road, where local knowledge beats the defaults."""
    collision_years: int = Field(default=5, ge=1)
    equity_weight: Literal["none", "imd_decile"] = "none"
    """How priorities weigh pupils: all alike, or 11 minus the decile of their LSOA, over its mean."""


class OnlineMap(Declared):
    """A map from the internet that readers of our maps may switch on; until they do nothing is requested."""

    tiles: str = Field(pattern=r"^https?://[^/]+/.*\{z\}.*$")
    """Address of a tile with `{z}`, `{x}` and `{y}`."""
    attribution: str = Field(min_length=1)

    @property
    def host(self) -> str:
        """The machine that is asked, for the reader to know."""
        return self.tiles.split("/")[2]


class Streets(Declared):
    """Which extracts of OpenStreetMap cover the study area and 5 km around it, where they are fetched."""

    extracts: tuple[str, ...] = ()
    """Extracts of Geofabrik as in their addresses below the United Kingdom, such as `england/cheshire` or `wales`."""
    date: datetime.date | None = None
    """Day of the dated copies to fetch, so that a run can be repeated on the same streets; none is the latest."""

    @model_validator(mode="after")
    def _extracts_are_parts_of_an_address(self) -> Self:
        if wrong := [extract for extract in self.extracts if not re.fullmatch(EXTRACT, extract)]:
            raise ValueError(f"extracts: {wrong[0]!r} is not the name of an extract such as england/cheshire")
        return self


class StudyArea(Declared):
    """A sub-region and the rules that hold in it.

    `local_authorities` maps a readable key (`liverpool`), which is the Dagster partition, to its ONS code.
    """

    name: str = Field(pattern=KEY)
    title: str
    local_authorities: dict[str, str] = Field(min_length=1)
    former_codes: dict[str, str] = Field(default_factory=dict)
    """Codes that older files use for these authorities, each with today's code, such as Barnsley's of before 2025."""
    nhs_area: NamedArea | None = None
    is_synthetic: bool = False
    is_streets_only: bool = False
    """True where only an OpenStreetMap extract is at hand: nobody knows there who lives where."""
    apportionment: ApportionmentMethod = "postcodes"
    homes_from: HomesFrom = "postcodes"
    """Where an LSOA's people are taken to live: at its postcode points, or as the population raster spreads them."""
    priority: Priority = Priority()
    suppression: Suppression = Suppression()
    school_routes: SchoolRoutes = SchoolRoutes()
    openstreetmap: Streets = Streets()
    terrain: Terrain = "os_terrain_50"
    """Terrain model that is fetched; Copernicus, for places beyond Great Britain, measures roofs and trees too."""
    base_urls: dict[str, str] = Field(default_factory=dict)
    """Other addresses of services, by the names in `services/base_urls.toml`: a mirror, or a test server."""
    claims: tuple[Claim, ...] = ()
    beacons: tuple[str, ...] = ()
    """Indicators that the panel of each authority shows; none stands for the usual ones."""
    online_map: OnlineMap | None = None

    @model_validator(mode="after")
    def _keys_and_codes_are_proper(self) -> Self:
        for key, code in self.local_authorities.items():
            if not re.match(KEY, key):
                raise ValueError(f"local_authorities: the key {key!r} must be lower case with underscores")
            if not re.match(ONS_CODE, code):
                raise ValueError(f"local_authorities.{key}: {code!r} is not an ONS code such as E08000012")
        for former, today in self.former_codes.items():
            if today not in self.local_authorities.values():
                raise ValueError(f"former_codes.{former}: {today!r} is not a code of local_authorities")
        if unknown := [name for name in self.base_urls if name not in _service_names()]:
            raise ValueError(
                f"base_urls: no service is called {unknown[0]}; there are {', '.join(sorted(_service_names()))}"
            )
        if self.is_streets_only and len(self.local_authorities) > 1:
            raise ValueError("local_authorities: a streets-only area has one, whose outline is what the extract covers")
        if len(set(self.local_authorities.values())) < len(self.local_authorities):
            raise ValueError("local_authorities: a code appears twice")
        return self

    @property
    def codes(self) -> tuple[str, ...]:
        """ONS codes of the authorities, in the order declared."""
        return tuple(self.local_authorities.values())

    def kind(self, kind: Kind) -> Kind:
        """Return the kind of a figure, which is synthetic wherever the study area is."""
        return "synthetic" if self.is_synthetic else kind


def bundled_study_areas() -> dict[str, Path]:
    """Return the study areas that come with the project, name to TOML file."""
    folder = Path(str(files("geodata") / "study_areas"))
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def load_study_area(name_or_path: str | Path) -> StudyArea:
    """Read a study area by bundled name or from a TOML file.

    Raises `StudyAreaError` naming the file and the key that is wrong.
    """
    bundled = bundled_study_areas()
    path = bundled.get(str(name_or_path), Path(name_or_path))
    if not path.is_file():
        raise StudyAreaError(
            f"study area {str(name_or_path)!r}: no such file, and not one of the bundled {', '.join(bundled)}. "
            "Give one of these names or the path of a TOML file."
        )
    try:
        return StudyArea.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise StudyAreaError(f"study area {path}: not valid TOML: {error}") from error
    except ValidationError as error:
        raise StudyAreaError(f"study area {path}: {_first_problem(error)}") from error


def _first_problem(error: ValidationError) -> str:
    problem = error.errors()[0]
    where = ".".join(str(part) for part in problem["loc"])
    return f"{where}: {problem['msg']}" if where else problem["msg"]
