"""How layers look in QGIS: colours, dashes and widths of the maps, as QGIS's own style files."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple
from xml.etree import ElementTree as Xml

from maps.palettes import COLOURS, SEQUENTIAL_5, VERDICTS
from maps.school_map import DASHES

QGIS_VERSION = "3.28.0"
VERDICT = "rsgb_walked_route_verdict"
MM_PER_PX = 0.26
ELSEWHERE = "no rule"


class Symbol(NamedTuple):
    """One way of drawing a shape: kind of shape, and the settings of QGIS's simple symbol layer."""

    shape: str
    settings: Mapping[str, str]


class Category(NamedTuple):
    """What the key says, which features it is for (an expression of QGIS; empty for all others), and how they look."""

    label: str
    rule: str
    symbol: Symbol


def line(colour: str, width_px: float, dash: str = "") -> Symbol:
    """Return a line; `dash` is in pixels as in the drawings."""
    settings = {"line_color": _rgba(colour), "line_width": f"{width_px * MM_PER_PX:.2f}", "line_width_unit": "MM"}
    if dash:
        lengths = ";".join(f"{float(length) * MM_PER_PX:.2f}" for length in dash.split())
        settings |= {"customdash": lengths, "customdash_unit": "MM", "use_custom_dash": "1", "capstyle": "flat"}
    return Symbol("line", settings)


def fill(colour: str) -> Symbol:
    """Return an area with a thin white outline."""
    return Symbol("fill", {"color": _rgba(colour), "outline_color": _rgba("#FFFFFF"), "outline_width": "0.2"})


def dot(colour: str, size_px: float = 10) -> Symbol:
    """Return a round marker with a white outline."""
    size = f"{size_px * MM_PER_PX:.2f}"
    return Symbol("marker", {"color": _rgba(colour), "outline_color": _rgba("#FFFFFF"), "size": size, "name": "circle"})


def _rgba(colour: str) -> str:
    return ",".join(str(int(colour[place : place + 2], 16)) for place in (1, 3, 5)) + ",255"


def _by_verdict(column: str, width_px: float) -> list[Category]:
    found = [
        Category(verdict, f"\"{column}\" = '{verdict}'", line(colour, width_px, DASHES[verdict]))
        for verdict, colour in VERDICTS.items()
    ]
    return [*found, Category(ELSEWHERE, "ELSE", line("#D5DADE", 1.3))]


def _flows() -> list[Category]:
    """Four widths by pupils, coloured by verdict, wide ones first in the key."""
    steps = [("100 or more", 100, None, 8.0), ("30 to 99", 30, 100, 5.5), ("10 to 29", 10, 30, 3.5),
             ("under 10", None, 10, 2.0)]  # fmt: skip
    found = []
    for verdict, colour in VERDICTS.items():
        for words, low, high, width in steps:
            rule = f"\"{VERDICT}\" = '{verdict}'"
            rule += f' and "pupils" >= {low}' if low is not None else ""
            rule += f' and "pupils" < {high}' if high is not None else ""
            found.append(Category(f"{verdict}, {words} pupils", rule, line(colour, width, DASHES[verdict])))
    return found


def _crossings() -> list[Category]:
    missing = [Category("missing: pupils would cross", '"is_missing"', dot(VERDICTS["unavailable"], 14))]
    others = [Category(verdict, f"\"verdict\" = '{verdict}'", dot(colour, 7)) for verdict, colour in VERDICTS.items()]
    return [*missing, *others]


def _deciles() -> list[Category]:
    """Fifths of deprivation, the most deprived darkest."""
    words = ("least deprived fifth", "second", "middle", "fourth", "most deprived fifth")
    found = []
    for place, (label, colour) in enumerate(zip(words, SEQUENTIAL_5, strict=True)):
        high = 10 - 2 * place
        rule = f'"imd_decile_study_area" in ({high - 1}, {high})'
        found.append(Category(f"{label} of wards here", rule, fill(colour)))
    return [*found, Category("no data", "ELSE", fill("#FFFFFF"))]


def _access() -> list[Category]:
    """Classes of minutes to a GP practice, the longest walk darkest."""
    column, bounds = '"gp_walk_minutes"', (5, 10, 15, 20)
    words = ["under 5 minutes", "5 to 10", "10 to 15", "15 to 20", "20 or more"]
    rules = [f"{column} < 5", *(f"{column} >= {a} and {column} < {b}" for a, b in pairwise(bounds)),
             f"{column} >= 20"]  # fmt: skip
    found = [
        Category(f"GP practice: {label}", rule, fill(colour))
        for label, rule, colour in zip(words, rules, SEQUENTIAL_5, strict=True)
    ]
    return [*found, Category("no data", "ELSE", fill("#FFFFFF"))]


def categories(layer: str) -> Sequence[Category]:
    """Return how a layer is drawn."""
    main = COLOURS["main"]
    of_layer = {
        "wards": _deciles(),
        "edges": _by_verdict(VERDICT, 2.5),
        "crossings": _crossings(),
        "schools": [Category("school", "", dot(COLOURS["ink"], 12))],
        "flows": _flows(),
        "survey_list": [Category("to survey", "", dot(VERDICTS["undetermined"], 8))],
        "priorities": [Category("first 20", '"rank" <= 20', dot(main, 14)), Category("others", "ELSE", dot(main, 8))],
        "access": _access(),
    }
    return of_layer[layer]


def qml(layer: str, aliases: Mapping[str, str]) -> str:
    """Return a layer's style as a QML document of QGIS: rules with their symbols, and what fields are called."""
    root = Xml.Element("qgis", version=QGIS_VERSION, styleCategories="Symbology|Fields")
    renderer = Xml.SubElement(root, "renderer-v2", type="RuleRenderer", symbollevels="0", enableorderby="0")
    rules = Xml.SubElement(renderer, "rules", key=layer)
    symbols = Xml.SubElement(renderer, "symbols")
    for number, category in enumerate(categories(layer)):
        asked = {"filter": category.rule} if category.rule else {}
        Xml.SubElement(
            rules, "rule", {"key": f"{layer}-{number}", "label": category.label, "symbol": str(number), **asked}
        )
        _add_symbol(symbols, str(number), category.symbol)
    named = Xml.SubElement(root, "aliases")
    for number, (field, words) in enumerate(aliases.items()):
        Xml.SubElement(named, "alias", {"index": str(number), "field": field, "name": words})
    Xml.indent(root)
    doctype = "<!DOCTYPE qgis>"
    return f"{doctype}\n{Xml.tostring(root, encoding='unicode')}\n"


def _add_symbol(symbols: Xml.Element, name: str, symbol: Symbol) -> None:
    simple = {"line": "SimpleLine", "fill": "SimpleFill", "marker": "SimpleMarker"}[symbol.shape]
    element = Xml.SubElement(symbols, "symbol", name=name, type=symbol.shape, alpha="1")
    layer = Xml.SubElement(element, "layer", {"class": simple, "enabled": "1", "locked": "0", "pass": "0"})
    options = Xml.SubElement(layer, "Option", type="Map")
    for key, value in symbol.settings.items():
        Xml.SubElement(options, "Option", name=key, value=value, type="QString")
