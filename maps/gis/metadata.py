"""What stands beside each file of the pack: what it holds, from what, and what it must not be used for."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from geodata.exports.purposes import NOT_OF_PEOPLE, OF_ROUTES
from geodata.exports.run_facts import SYNTHETIC, Run
from geodata.study_area import Kind
from maps.credits import source_line, terms
from maps.gis.geopackage import Layer
from maps.gis.layers import TABLES


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
        "sources": run.source_facts(),
        "credit": source_line(run.read["source"], run.sources, is_synthetic=run.study_area.is_synthetic),
        "suppression": run.suppression,
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


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
