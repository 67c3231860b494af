"""The site: pages of wards, schools and authorities, which share a stylesheet, scripts and what stands on each."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geodata.study_area import StudyArea
from maps.credits import MADE_UP, products, terms
from maps.pages import render, stylesheet

HOME = "../index.html"
FILES = ("text_page.css", "site_pages.css")


@dataclass(frozen=True)
class Site:
    """What every page says alike: the study area, when and by which version it was made, and whose data it shows."""

    study_area: StudyArea
    run_date: datetime.date
    version: str
    sources: pd.DataFrame
    navigation: Mapping[str, str]
    """Names and addresses in the header, relative to a page of the site."""

    def page(self, template: str, here: str, breadcrumb: Sequence[tuple[str, str]] = (), **context: object) -> str:
        """Return a page from a template that extends `site_page.html`.

        `here` is its name, `breadcrumb` names and addresses of the pages above it but for the front page.
        """
        return render(
            template,
            study_area=self.study_area.title,
            is_synthetic=self.study_area.is_synthetic,
            navigation=self.navigation,
            breadcrumb=[("Home", HOME), *breadcrumb],
            here=here,
            run_date=self.run_date,
            version=self.version,
            credits=credits_of(self.sources, is_synthetic=self.study_area.is_synthetic),
            **context,
        )


def site_files() -> dict[str, str]:
    """Return the files that the pages of the site share, by name."""
    return {"site.css": str(stylesheet(*FILES))}


def credits_of(sources: pd.DataFrame, *, is_synthetic: bool) -> dict[str, Any]:
    """Every source read, and its licence and attribution once each; made-up figures owe nobody a credit."""
    read = sources[sources["state"] == "read"]
    if is_synthetic:
        return {"products": f"{MADE_UP} {products(read)}", "terms": []}
    return {"products": products(read), "terms": terms(read)}
