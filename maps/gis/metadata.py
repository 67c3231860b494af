"""What stands beside each file of the pack: what it holds, from what, and what it must not be used for."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from geodata.study_area import Kind, StudyArea, Suppression
from maps.credits import source_line, terms
from maps.gis.geopackage import Layer
from maps.gis.layers import TABLES

NOT_FOR_TRANSPORT = "Not to grant or refuse transport to a child: nobody has walked these routes for these data."
NOT_SAFE = "Not to call a street safe or dangerous: available, unavailable and undetermined are words of the rules."
NOT_OF_PEOPLE = "Not for statements about single people: figures are of areas, or modelled."
OF_ROUTES = (NOT_FOR_TRANSPORT, NOT_SAFE, NOT_OF_PEOPLE)
SYNTHETIC = "Synthetic: everything here is made up, and no place is like it."


class About(NamedTuple):
    """Title, what a row is, kind of the figures, and what they must not be used for."""

    title: str
    row: str
    kind: Kind
    not_for: tuple[str, ...] = OF_ROUTES


ABOUT = {
    "wards": About("Wards", "A ward with its deprivation and the rank of its need.", "computed", (NOT_OF_PEOPLE,)),
    "edges": About(
        "Streets, sides of main roads, and paths",
        "A part of the walking network with its rating by each rule-set; all factors stand in table edge_ratings.",
        "computed",
    ),
    "crossings": About(
        "Crossings of main roads",
        "A place where a main road may be crossed, with its verdict and whether a crossing is missing.",
        "computed",
    ),
    "schools": About("Schools", "A school with its roll and how many pupils have an available route.", "computed"),
    "flows": About(
        "Pupils along streets",
        "A part of the walking network with the pupils on it if all walked; nobody was counted.",
        "modelled",
    ),
    "survey_list": About(
        "What to survey", "Something to look at on site, with the pupils it would settle.", "computed"
    ),
    "priorities": About("What to change first", "A part whose change gives pupils an available route.", "computed"),
    "access": About(
        "Walking access of wards",
        "A ward with minutes to the nearest place of each kind and the share of residents within 15.",
        "computed",
        (NOT_OF_PEOPLE,),
    ),
}


@dataclass(frozen=True)
class Run:
    """What all files of a run have in common; `sources` is the table."""

    study_area: StudyArea
    sources: pd.DataFrame
    run_date: datetime.date
    version: str

    @property
    def read(self) -> pd.DataFrame:
        """The sources that were read."""
        return self.sources[self.sources["state"] == "read"]

    @property
    def credit(self) -> str:
        """One paragraph with all sources and the words their licences ask for."""
        return source_line(self.read["source"], self.sources, is_synthetic=self.study_area.is_synthetic)


def description(name: str, run: Run) -> str:
    """Return what a layer is, its kind, what it must not be used for and whom to name: the layer itself carries it."""
    about = ABOUT[name]
    made = f"Kind: {run.study_area.kind(about.kind)}. Run of {run.run_date.isoformat()}, version {run.version}."
    whose = [SYNTHETIC] if run.study_area.is_synthetic else [f"{words}." for words in terms(run.read)]
    return " ".join([f"{about.title}. {about.row}", made, *about.not_for, *whose])


def metadata(file: str, authority: str, layers: Mapping[str, Layer], run: Run) -> dict[str, Any]:
    """Return the metadata of a file that holds these layers of an authority, given by its name."""
    is_geojson = file.endswith(".geojson")
    titles = ", ".join(ABOUT[name].title.lower() for name in layers)
    invented = [SYNTHETIC] if run.study_area.is_synthetic else []
    return {
        "file": file,
        "title": f"{authority}: {titles}",
        "description": " ".join([*invented, *(ABOUT[name].row for name in layers)]),
        "made_by": f"Evenground {run.version}",
        "run_date": run.run_date.isoformat(),
        "study_area": run.study_area.title,
        "crs": "EPSG:4326" if is_geojson else "EPSG:27700",
        "layers": {name: _of_layer(name, layer, run) for name, layer in layers.items()},
        "sources": _sources(run),
        "credit": run.credit,
        "suppression": suppression_words(run.study_area.suppression),
        "must_not_be_used_for": _once(words for name in layers for words in ABOUT[name].not_for),
    }


def _of_layer(name: str, layer: Layer, run: Run) -> dict[str, Any]:
    about = ABOUT[name]
    fields = {
        field: {"meaning": meaning.description} | ({"unit": meaning.unit} if meaning.unit else {})
        for field, meaning in layer.fields.items()
    }
    kind = run.study_area.kind(about.kind)
    words = {"title": about.title, "description": about.row, "kind": kind, "rows": len(layer.rows)}
    return {**words, "tables": list(TABLES[name]), "fields": fields}


def _sources(run: Run) -> list[dict[str, Any]]:
    """Return the sources read; made-up ones are in a publisher's layout, and nobody's licence asks for words."""
    columns = ["title", "publisher", "vintage"]
    owed = [] if run.study_area.is_synthetic else ["licence", "attribution"]
    return [{str(key): value for key, value in row.items()} for row in run.read[[*columns, *owed]].to_dict("records")]


def suppression_words(rule: Suppression) -> str:
    """Return what is withheld by the rule, in words."""
    return (
        f"Figures of disclosive sources that rest on {rule.low} to {rule.high} people or events are withheld, and "
        "others that would give them away. Such cells are empty, which is not zero."
    )


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
