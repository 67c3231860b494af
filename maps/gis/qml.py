"""Style documents of QGIS: rules with their symbols, and what fields are called."""

from collections.abc import Mapping, Sequence
from itertools import count
from xml.etree import ElementTree as Xml

from maps.gis.styles import Category, Symbol

QGIS_VERSION = "3.28.0"
DOCTYPE = "<!DOCTYPE qgis>"
SIMPLE = {"line": "SimpleLine", "fill": "SimpleFill", "marker": "SimpleMarker"}
PASSES = 2
"""Each level is drawn in so many: casings, then what they go round."""
EXPRESSION = "3"
"""QGIS's number for a setting that an expression gives."""


def qml(categories: Sequence[Category], aliases: Mapping[str, str]) -> str:
    """Return a layer's style as a document; `aliases` are by field, in the order of the fields."""
    root = Xml.Element("qgis", version=QGIS_VERSION, styleCategories="Symbology|Fields")
    # without levels features are drawn one after the other, whatever their class
    renderer = Xml.SubElement(root, "renderer-v2", type="RuleRenderer", symbollevels="1", enableorderby="0")
    rules = Xml.SubElement(renderer, "rules", key="rules")
    symbols = Xml.SubElement(renderer, "symbols")
    for number, category in enumerate(categories):
        asked = {"filter": category.rule} if category.rule else {}
        names = {"key": f"rule-{number}", "label": category.label, "symbol": str(number)}
        Xml.SubElement(rules, "rule", {**names, **asked})
        _add_symbol(symbols, str(number), category.symbol, category.level)
    named = Xml.SubElement(root, "aliases")
    for number, (field, words) in enumerate(aliases.items()):
        Xml.SubElement(named, "alias", {"index": str(number), "field": field, "name": words})
    Xml.indent(root)
    return f"{DOCTYPE}\n{Xml.tostring(root, encoding='unicode')}\n"


def _add_symbol(symbols: Xml.Element, name: str, symbol: Symbol, level: int) -> None:
    element = Xml.SubElement(symbols, "symbol", name=name, type=symbol.shape, alpha="1")
    first = PASSES * (level + 1) - len(symbol.layers)  # a symbol without a casing is drawn with what others go round
    for settings, number in zip(symbol.layers, count(first)):
        drawn = {"class": SIMPLE[symbol.shape], "enabled": "1", "locked": "0", "pass": str(number)}
        layer = Xml.SubElement(element, "layer", drawn)
        options = Xml.SubElement(layer, "Option", type="Map")
        for key, value in settings.items():
            Xml.SubElement(options, "Option", name=key, value=value, type="QString")
        if symbol.beside_mm:
            _set_beside(layer, symbol.beside_mm)


def _set_beside(layer: Xml.Element, distance_mm: float) -> None:
    """Let the offset of a line go by field `side`: QGIS counts it to the right of the line's direction."""
    sides = f"case when \"side\" = 'right' then {distance_mm} when \"side\" = 'left' then {-distance_mm} else 0 end"
    declared = Xml.SubElement(Xml.SubElement(layer, "data_defined_properties"), "Option", type="Map")
    Xml.SubElement(declared, "Option", name="name", value="", type="QString")
    offset = Xml.SubElement(
        Xml.SubElement(declared, "Option", name="properties", type="Map"), "Option", name="offset", type="Map"
    )
    Xml.SubElement(offset, "Option", name="active", value="true", type="bool")
    Xml.SubElement(offset, "Option", name="expression", value=sides, type="QString")
    Xml.SubElement(offset, "Option", name="type", value=EXPRESSION, type="int")
    Xml.SubElement(declared, "Option", name="type", value="collection", type="QString")
