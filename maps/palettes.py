"""Every colour in use, as data; stylesheets and scripts take them from here."""

from collections.abc import Mapping

COLOURS: Mapping[str, str] = {
    "ink": "#1A1F24",
    "ink2": "#4A5560",
    "link": "#0B57A4",
    "hover": "#003B73",
    "visited": "#5B2C83",
    "focus": "#FFDD00",
    "brand": "#12324A",
    "main": "#12436D",
    "panel": "#F4F6F7",
    "sea": "#E9EEF2",
    "land": "#F4F5F2",
    "quiet": "#D5DADE",
    "rule": "#C9D1D8",
    "control": "#5F6B75",
    "note": "#7A4A00",
    "note-ground": "#FFF4DC",
    "outline": "#2B3640",
    "no-data": "#7A8690",
    "focus-series": "#B4450A",
    "grid": "#DDE2E6",
}

KIND_TAGS: Mapping[str, tuple[str, str]] = {
    "measured": ("#12436D", "#E8EFF6"),
    "computed": ("#1B5E58", "#E6F2F0"),
    "modelled": ("#5B2C83", "#F3EEF8"),
    "synthetic": ("#1A1F24", "#FFFFFF"),
}
"""Text and ground of the word that says what kind of figure stands beside it."""

SEQUENTIAL_5 = ("#CDE594", "#80C6A3", "#1F9EB7", "#186290", "#080C54")
"""Low to high, the colours of the ONS census maps; neighbours differ by at least 13 (CIEDE2000) in any sight."""

BIVARIATE = (
    *("#E8E8E8", "#FEC598", "#C97D18"),
    *("#97C8F8", "#958791", "#8B4A39"),
    *("#5583CE", "#34507E", "#3E1431"),
)
"""Thirds of two metrics: upwards row by row, lowest first; deprivation goes to the right.

Any two differ by at least 18 (CIEDE2000) in any sight; in grey they are not ordered.
"""

CLUSTERS: Mapping[str, str] = {
    "low among low": "#3A77B9",
    "low among high": "#87B7D9",
    "high among low": "#E4B092",
    "high among high": "#8C2D04",
}
"""Wards like or unlike their neighbours; `high among low` also has a black outline, which tells it apart in grey."""

VERDICTS: Mapping[str, str] = {"available": "#2A8CCB", "undetermined": "#A05A00", "unavailable": "#5E0A33"}
"""Always with a dash of their own: solid, 7 4 and 2 4."""

HATCH_ON_LIGHT, HATCH_ON_DARK = "#1A1F24", "#FFFFFF"

_OF_CLASSES = {1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}


def sequential(n_classes: int) -> tuple[str, ...]:
    """Return colours for one to five classes, low to high, keeping the classes as far apart as the palette allows.

    >>> sequential(2)
    ('#80C6A3', '#186290')
    """
    return tuple(SEQUENTIAL_5[place] for place in _OF_CLASSES[n_classes])


def hatch_colour(fill: str) -> str:
    """Return the colour of lines that show on a class colour: white on the two darkest, else ink."""
    return HATCH_ON_DARK if fill in SEQUENTIAL_5[3:] else HATCH_ON_LIGHT


def custom_properties() -> str:
    """Return the colours as CSS custom properties: `--ink`, ..., `--measured`, `--measured-ground`, ..."""
    texts = {kind: text for kind, (text, _) in KIND_TAGS.items()}
    grounds = {f"{kind}-ground": ground for kind, (_, ground) in KIND_TAGS.items()}
    colours = {**COLOURS, **texts, **grounds}
    return ":root{" + "".join(f"--{name}:{colour};" for name, colour in colours.items()) + "}"
