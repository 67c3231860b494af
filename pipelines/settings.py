"""Where a run reads and writes: the study area and folders, from the environment that the command line sets."""

import datetime
import os
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from geodata.openstreetmap.loading import Overpass, overpass_url
from geodata.study_area import StudyArea, load_study_area

STUDY_AREA, SOURCES, OUT = "EVENGROUND_STUDY_AREA", "EVENGROUND_SOURCES", "EVENGROUND_OUT"
PAGES = "EVENGROUND_PAGES"  # address at which `evenground ui` shows the pages
OFFLINE, OVERPASS = "EVENGROUND_OFFLINE", "EVENGROUND_OVERPASS_URL"
NOMIS_KEY = "EVENGROUND_NOMIS_KEY"  # of a registered user; optional
DEMO = "demo"


@dataclass(frozen=True)
class Settings:
    """The folders of one run.

    `out` is what people are given; `working` lies beside it, never under it, and holds Dagster's own storage with the
    tables by partition.
    """

    study_area: str
    sources_dir: Path
    out: Path
    run_date: datetime.date
    version: str
    overpass: Overpass | None = None
    """The service asked for streets where there is no file; None offline."""

    @property
    def is_offline(self) -> bool:
        """Whether the network is never used."""
        return self.overpass is None

    @property
    def working(self) -> Path:
        """Folder of the working tables, pages and of Dagster's history."""
        return self.out.parent / f".{self.out.name}.working"

    @property
    def pages(self) -> Path:
        """Folder of the pages as last made."""
        return self.working / "pages"

    @property
    def dagster_home(self) -> Path:
        """Folder of Dagster's history of runs."""
        return self.working / "dagster"

    def environment(self) -> dict[str, str]:
        """Return the variables that make a Dagster code location see the same run."""
        return {
            STUDY_AREA: self.study_area,
            SOURCES: str(self.sources_dir),
            OUT: str(self.out),
            **({} if self.overpass else {OFFLINE: "1"}),
            "DAGSTER_HOME": str(self.dagster_home),
        }


def make_settings(
    study_area: str, sources_dir: Path | None, out: Path | None, *, is_offline: bool = False
) -> tuple[StudyArea, Settings]:
    """Return the study area and its settings; folders default to `out/<study area>` and its download cache."""
    loaded = load_study_area(study_area)
    folder = (out or Path("out") / loaded.name).resolve()
    cache = folder.parent / f".{folder.name}.sources"
    settings = Settings(
        study_area=str(Path(study_area).resolve()) if study_area.endswith(".toml") else study_area,
        sources_dir=(sources_dir or cache).resolve(),
        out=folder,
        run_date=datetime.datetime.now(tz=datetime.UTC).date(),
        version=version("evenground"),
        overpass=None if is_offline else Overpass(os.environ.get(OVERPASS) or overpass_url(), cache / "overpass"),
    )
    return loaded, settings


def settings_from_environment() -> tuple[StudyArea, Settings]:
    """Return the study area and settings of Dagster's code location, the demo borough by default."""
    sources, out = os.environ.get(SOURCES), os.environ.get(OUT)
    return make_settings(
        os.environ.get(STUDY_AREA, DEMO),
        Path(sources) if sources else None,
        Path(out) if out else None,
        is_offline=bool(os.environ.get(OFFLINE)),
    )
