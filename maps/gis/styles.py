"""How layers look in QGIS: colours, dashes and widths of the maps, class by class."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from maps.palettes import COLOURS, SEQUENTIAL_5, VERDICTS
from maps.school_map import CASING_PX, STEPS, WIDTHS_PX, dash_of

MM_PER_PX = 0.26
CONTEXT, CONTEXT_PX = "#D5DADE", 1.3
EDGE_PX, GAP_PX = 2.5, 1.5
"""Width of streets, and what is free between the two sides of one."""
GP_MINUTES = (5, 10, 15, 20)
ELSE = "ELSE"
"""QGIS's word for all that no other class is for."""


class Symbol(NamedTuple):
    """One way of drawing a shape: kind of shape, and the settings of QGIS's simple symbol layers, lowest first.

    Lines of the sides of a road are drawn so far from its middle; 0 draws all in the middle.
    """

    shape: str
    layers: Sequence[Mapping[str, str]]
    beside_mm: float = 0


class Category(NamedTuple):
    """What the key says, which features it is for (an expression of QGIS; empty for all), how they look, and how high.

    What has a higher level is drawn above all that has a lower one.
    """

    label: str
    rule: str
    symbol: Symbol
    level: int = 0


def line(colour: str, width_px: float, dash: str = "", casing_px: float = 0) -> Symbol:
    """Return a line; `dash` is in pixels as in the drawings; a casing is white and so much wider.

    Both sides of a road have its middle as their shape: side by side neither hides the other.
    """
    settings = _stroke(colour, width_px)
    if dash:
        lengths = ";".join(_mm(float(length)) for length in dash.split())
        settings |= {"customdash": lengths, "customdash_unit": "MM", "use_custom_dash": "1"}
    layers = [_stroke("#FFFFFF", width_px + casing_px), settings] if casing_px else [settings]
    return Symbol("line", layers, beside_mm=round((width_px + (casing_px or GAP_PX)) / 2 * MM_PER_PX, 2))


def _stroke(colour: str, width_px: float) -> dict[str, str]:
    ends = {"capstyle": "flat", "joinstyle": "round"}
    return {"line_color": _rgba(colour), "line_width": _mm(width_px), "line_width_unit": "MM", **ends}


def fill(colour: str) -> Symbol:
    """Return an area with a thin white outline."""
    return Symbol("fill", [{"color": _rgba(colour), "outline_color": _rgba("#FFFFFF"), "outline_width": "0.2"}])


def hatch(colour: str) -> Symbol:
    """Return an area with thin lines across, for no data."""
    settings = {"color": _rgba(colour), "style": "b_diag", "outline_color": _rgba(colour), "outline_width": "0.2"}
    return Symbol("fill", [settings])


def dot(colour: str, size_px: float = 10) -> Symbol:
    """Return a round marker with a white outline."""
    look = {"color": _rgba(colour), "outline_color": _rgba("#FFFFFF"), "outline_width": "0.2"}
    return Symbol("marker", [{"name": "circle", "size": _mm(size_px), **look}])


def ring(colour: str, size_px: float) -> Symbol:
    """Return a circle through which one sees."""
    look = {"color": _rgba(colour, 0), "outline_color": _rgba(colour), "outline_width": _mm(2)}
    return Symbol("marker", [{"name": "circle", "size": _mm(size_px), **look}])


def _mm(px: float) -> str:
    return f"{px * MM_PER_PX:.2f}"


def _rgba(colour: str, alpha: int = 255) -> str:
    return ",".join(str(int(colour[place : place + 2], 16)) for place in (1, 3, 5)) + f",{alpha}"


def _by_verdict(column: str) -> list[Category]:
    """Lines by verdict; the unavailable, of which there are few, above the others."""
    found = [
        Category(verdict, f"\"{column}\" = '{verdict}'", line(colour, EDGE_PX, dash_of(verdict, EDGE_PX)), level)
        for level, (verdict, colour) in enumerate(VERDICTS.items(), 1)
    ]
    return [*found, Category("no rule", ELSE, line(CONTEXT, CONTEXT_PX))]


def _flows(column: str) -> list[Category]:
    """Four widths by pupils, coloured by verdict, wide ones first in the key."""
    found = []
    for level, (verdict, colour) in enumerate(VERDICTS.items(), 1):
        for words, rule, width in reversed(_steps()):
            symbol = line(colour, width, dash_of(verdict, width), CASING_PX)
            of_both = f"\"{column}\" = '{verdict}' and {rule}"
            found.append(Category(f"{verdict}, {words} pupils", of_both, symbol, level))
    return [*found, Category("pupils withheld, or no rule", ELSE, line(CONTEXT, CONTEXT_PX))]


def _steps() -> list[tuple[str, str, float]]:
    """Return words, rule and width in pixels of the classes of pupils, fewest first."""
    begins = STEPS["pupils"]
    low = (f"under {begins[0]}", f'"pupils" < {begins[0]}')
    between = [(f"{a} to {b - 1}", f'"pupils" >= {a} and "pupils" < {b}') for a, b in pairwise(begins)]
    high = (f"{begins[-1]} or more", f'"pupils" >= {begins[-1]}')
    return [(*words, width) for words, width in zip([low, *between, high], WIDTHS_PX, strict=True)]


def _crossings() -> list[Category]:
    """Verdicts as dots, those that are or may be missing in rings of their own."""
    missing = Category("missing: pupils would cross here", '"is_missing"', ring(COLOURS["ink"], 14), 4)
    perhaps = Category("may be missing: to be looked at", '"may_be_missing"', ring(VERDICTS["undetermined"], 12), 4)
    verdicts = [
        Category(verdict, f"\"verdict\" = '{verdict}'", dot(colour, 7), level)
        for level, (verdict, colour) in enumerate(VERDICTS.items(), 1)
    ]
    return [missing, perhaps, *verdicts]


def _deciles() -> list[Category]:
    """Fifths of deprivation, the most deprived darkest and first."""
    words = ("most deprived", "second most deprived", "middle", "second least deprived", "least deprived")
    found = [
        Category(f"{label} fifth of all wards here", f'"imd_decile_study_area" in ({2 * place + 1}, {2 * place + 2})',
                 fill(colour))
        for place, (label, colour) in enumerate(zip(words, reversed(SEQUENTIAL_5), strict=True))
    ]  # fmt: skip
    return [*found, Category("no data", ELSE, hatch(COLOURS["no-data"]))]


def _access() -> list[Category]:
    """Classes of minutes to a GP practice, the longest walk darkest and first."""
    column, first, last = '"gp_walk_minutes"', GP_MINUTES[0], GP_MINUTES[-1]
    rules = [
        (f"under {first} minutes", f"{column} < {first}"),
        *((f"{a} to under {b}", f"{column} >= {a} and {column} < {b}") for a, b in pairwise(GP_MINUTES)),
        (f"{last} minutes or more", f"{column} >= {last}"),
    ]
    found = [
        Category(f"GP practice: {label}", rule, fill(colour))
        for (label, rule), colour in zip(rules, SEQUENTIAL_5, strict=True)
    ]
    return [*reversed(found), Category("no data", ELSE, hatch(COLOURS["no-data"]))]


def categories(layer: str, ruleset: str) -> Sequence[Category]:
    """Return how a layer is drawn, in the order of the key; streets by the verdicts of the rule-set."""
    main, verdict = COLOURS["main"], f"{ruleset}_verdict"
    of_layer = {
        "wards": _deciles(),
        "edges": _by_verdict(verdict),
        "crossings": _crossings(),
        "schools": [Category("school", "", dot(COLOURS["ink"], 12))],
        "flows": _flows(verdict),
        "survey_list": [Category("to survey", "", dot(VERDICTS["undetermined"], 8))],
        "priorities": [Category("first 20", '"rank" <= 20', dot(main, 14), 1), Category("others", ELSE, dot(main, 8))],
        "access": _access(),
    }
    return of_layer[layer]
