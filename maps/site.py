"""The site: pages of wards, schools and authorities, which share a stylesheet, scripts and what stands on each."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geodata.study_area import StudyArea
from maps.credits import MADE_UP, products, terms
from maps.pages import part, render, stylesheet

HOME = "../index.html"
WARDS, SCHOOLS, QUALITY = "../wards/index.html", "../schools/index.html", "../quality/index.html"
ROUTES = "../maps/routes.html"
STYLES = (
    *("text_page.css", "site_pages.css", "tables.css", "search.css"),
    *("charts.css", "school_page.css", "authority_page.css", "ward_page.css", "quality_page.css", "routes_tables.css"),
)
SCRIPTS = ("tables.js", "search.js")


@dataclass(frozen=True)
class Site:
    """What every page says alike: the study area, when and by which version it was made, and whose data it shows."""

    study_area: StudyArea
    run_date: datetime.date
    version: str
    sources: pd.DataFrame
    has_schools: bool
    """Whether schools have pages, and routes a map: without streets none has."""

    @property
    def navigation(self) -> dict[str, str]:
        """Names and addresses in the header, relative to a page of the site."""
        wards = {} if self.study_area.is_streets_only else {"Wards": WARDS}
        schools = {"Schools": SCHOOLS, "Map of routes": ROUTES} if self.has_schools else {}
        return {"Home": HOME, **wards, **schools, "Data quality": QUALITY}

    def page(self, template: str, here: str, breadcrumb: Sequence[tuple[str, str]] = (), **context: object) -> str:
        """Return a page from a template that extends `site_page.html`.

        `here` is its name, `breadcrumb` names and addresses of the pages above it but for the front page.
        """
        return render(
            template,
            study_area=self.study_area.title,
            is_synthetic=self.study_area.is_synthetic,
            navigation=self.navigation,
            has_schools=self.has_schools,
            breadcrumb=[("Home", HOME), *breadcrumb],
            here=here,
            run_date=self.run_date,
            version=self.version,
            credits=credits_of(self.sources, is_synthetic=self.study_area.is_synthetic),
            **context,
        )


def site_files(search_index: str) -> dict[str, str]:
    """Return the files that the pages of the site share, by name; `search_index` is the script of what can be found."""
    scripts = {name: str(part(name)) for name in SCRIPTS}
    return {"site.css": str(stylesheet(*STYLES)), "search_index.js": search_index, **scripts}


def credits_of(sources: pd.DataFrame, *, is_synthetic: bool) -> dict[str, Any]:
    """Every source read, and its licence and attribution once each; made-up figures owe nobody a credit."""
    read = sources[sources["state"] == "read"]
    if is_synthetic:
        return {"products": f"{MADE_UP} {products(read)}", "terms": []}
    return {"products": products(read), "terms": terms(read)}
