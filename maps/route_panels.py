"""The layers of the map of routes: every word, line and count of the panel, decided here and not in the browser."""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from geodata.study_area import StudyArea
from maps.credits import source_keys, source_line
from maps.numbers import counted, decimal, listed, percent
from maps.palettes import COLOURS, SEQUENTIAL_5, VERDICTS
from maps.route_lines import CLASSES, verdict_of
from maps.route_tasks import SURVEY_STEPS, survey_class
from maps.route_words import PER_KM, STREET_METRES, amount
from maps.school_map import CASING_PX, STEPS, WIDTHS_PX, dash_of

PLAIN_PX, QUIET_PX, TASK_PX = 2.4, 1.3, 5.5
QUIET, FOCUS = COLOURS["quiet"], "#B4450A"
SURVEY_PX = (5.5, 4.0, 2.4)
SURVEY_COLOURS = (SEQUENTIAL_5[4], SEQUENTIAL_5[2], SEQUENTIAL_5[1])
CLASS_WORDS = {
    "available": "available",
    "conditional": "available, subject to sight lines",
    "undetermined": "undetermined",
    "unavailable": "unavailable",
}
RULESETS = {
    "rsgb_walked_route": "the traffic rules of walked-route assessments",
    "ate_route_check": "Active Travel England's route check",
}
NOT_DANGER = "Verdicts are no statement about danger."
CIRCLE_PX = (5, 8, 12)


@dataclass(frozen=True)
class RouteFacts:
    """What the panels tell of: the parts as drawn and the tables behind them."""

    study_area: StudyArea
    parts: gpd.GeoDataFrame
    n_rated: int
    school_scorecards: pd.DataFrame
    route_priorities: pd.DataFrame
    survey_list: pd.DataFrame
    street_collisions: pd.DataFrame
    sources: pd.DataFrame

    @property
    def own(self) -> gpd.GeoDataFrame:
        """The parts inside the authorities; walks also lead beyond."""
        return self.parts[self.parts["local_authority_code"].notna()]

    @property
    def is_street(self) -> bool:
        """Whether street stands for pupils, since nobody's home is known."""
        return bool((self.school_scorecards["unit"] == STREET_METRES).all())

    @property
    def whose(self) -> str:
        """Whom the counts are of."""
        return "km of residential street" if self.is_street else "pupils"

    @property
    def keys(self) -> list[str]:
        """Catalogue keys of what verdicts and pupils come from, with the boundaries that were read."""
        read = set(self.sources.loc[self.sources["state"] == "read", "source"])
        named = [*source_keys(self.school_scorecards["source"]), "openstreetmap", "wards"]
        return [key for key in dict.fromkeys(named) if key in read]


def panels(facts: RouteFacts) -> list[dict[str, Any]]:
    """Return the layers that have something to show, the first to be shown first."""
    made = [_walked(facts), _verdicts(facts), _priorities(facts), _survey(facts), _collisions(facts)]
    return [panel for panel in made if panel]


def styles() -> dict[str, list[dict[str, Any]]]:
    """Return how the lines of each class are drawn: plain first, then the four widths."""
    return {
        name: [
            {
                "color": VERDICTS[verdict_of(name)],
                "weight": width,
                "dashArray": dash_of(name, width),
                "casing": width + CASING_PX,
            }
            for width in (PLAIN_PX, *WIDTHS_PX)
        ]
        for name in CLASSES
    }


def _panel(facts: RouteFacts, key: str, label: str, **said: Any) -> dict[str, Any]:
    kinds = list(dict.fromkeys(facts.study_area.kind(kind) for kind in said.pop("kinds")))
    keys = [*facts.keys, *said.pop("more_keys", [])]
    source = source_line(dict.fromkeys(keys), facts.sources, is_synthetic=facts.study_area.is_synthetic)
    return {"key": key, "label": label, "kinds": kinds, "source": source, **said}


def _walked(facts: RouteFacts) -> dict[str, Any] | None:
    walked = facts.parts[facts.parts["pupils"] > 0]
    if walked.empty:
        return None
    pupil_km = walked["pupils"] * walked["length_m"] / PER_KM
    shares = 100 * pupil_km.groupby(walked["line_class"]).sum().reindex(CLASSES, fill_value=0.0) / pupil_km.sum()
    first, second, third = STEPS["pupils"]
    widths = [f"under {first} pupils", f"{first} to under {second}", f"{second} to under {third}", f"{third} or more"]
    counts = walked["step"].value_counts()
    rows = [_line(CLASS_WORDS[name], name, WIDTHS_PX[1], percent(shares[name])) for name in CLASSES]
    rows += [
        _row(words, f"{counts.get(step, 0):,}", colour=COLOURS["ink2"], width=width)
        for step, (words, width) in enumerate(zip(widths, WIDTHS_PX, strict=True), 1)
    ]
    return _panel(
        facts,
        "walked",
        "Where pupils walk, by verdict",
        title="Where pupils walk to school, by verdict",
        unit="Colour and dash: verdict. Width: pupils, modelled; nobody was counted.",
        kinds=["computed", "modelled"],
        caveat=f"Walks to the nearest schools by {RULESETS[facts.study_area.school_routes.ruleset]}. {NOT_DANGER}",
        legend=[*rows, _row("nobody modelled", "", colour=QUIET, width=QUIET_PX)],
        counted="Right-hand column: share of pupil-kilometres, then number of parts.",
        summary=f"Of the modelled pupil-kilometres {_shares(shares)}.",
    )


def _verdicts(facts: RouteFacts) -> dict[str, Any]:
    km = facts.own["length_m"].groupby(facts.own["line_class"]).sum().reindex(CLASSES, fill_value=0.0) / PER_KM
    shares = 100 * km / km.sum()
    plain = "" if (facts.parts["pupils"] > 0).any() else "No pupils are modelled here, so width says nothing. "
    drawn = f"Drawn are the {len(facts.parts):,} of {facts.n_rated:,} parts that most pupils walk along. "
    return _panel(
        facts,
        "verdicts",
        "Every street by verdict",
        title="Streets and paths by verdict",
        unit=f"By {RULESETS[facts.study_area.school_routes.ruleset]}",
        kinds=["computed"],
        caveat=f"{plain}{drawn if len(facts.parts) < facts.n_rated else ''}{NOT_DANGER}",
        legend=[_line(CLASS_WORDS[name], name, WIDTHS_PX[1], f"{decimal(km[name])} km") for name in CLASSES],
        counted="Right-hand column: km of streets, paths and sides of main roads inside the authorities.",
        summary=f"Of {decimal(km.sum(), 0)} km of streets, paths and sides of main roads {_shares(shares)}.",
    )


def _shares(shares: pd.Series) -> str:
    available = shares["available"] + shares["conditional"]
    words = f"{percent(available)} are available ({percent(shares['conditional'])} subject to sight lines)"
    rest = [f"{percent(shares[name])} {name}" for name in ("undetermined", "unavailable")]
    return listed([words, *rest])


def _priorities(facts: RouteFacts) -> dict[str, Any] | None:
    table = facts.route_priorities
    if table.empty:
        return None
    counts = table["verdict"].value_counts()
    survey = int((table["first_step"] == "survey").sum())
    most = amount(table["pupils_newly_served"].iloc[0], facts.is_street)
    rows = [
        _line(verdict, verdict, TASK_PX, f"{counts.get(verdict, 0):,}") for verdict in ("undetermined", "unavailable")
    ]
    return _panel(
        facts,
        "priorities",
        "Where one change would serve most",
        title=f"Where one change would give most {'street' if facts.is_street else 'pupils'} a route",
        unit="Stretches of street and crossings; numbers: the first by rank",
        kinds=["computed"],
        caveat="Ranks have wide intervals: see each stretch. Undetermined ones are to be looked at first.",
        legend=[*rows, _row("other streets", "", colour=QUIET, width=QUIET_PX)],
        counted="Right-hand column: number of stretches.",
        summary=f"Stretches that alone would give somebody a route: {len(table):,}. "
        f"To be looked at first: {survey:,}. The first by rank would serve {most}.",
    )


def _survey(facts: RouteFacts) -> dict[str, Any] | None:
    table = facts.survey_list
    if table.empty:
        return None
    classes = table["rank"].map(survey_class).value_counts()
    first, second = SURVEY_STEPS
    words = [f"rows 1 to {first}", f"rows {first + 1} to {second}", "later rows"]
    hours = table["hours"].iloc[:first].sum()
    settled = table["cumulative_pupils_pct"].iloc[:first].iloc[-1]
    rows = [
        _row(label, f"{classes.get(place, 0):,}", colour=colour, width=width)
        for place, (label, colour, width) in enumerate(zip(words, SURVEY_COLOURS, SURVEY_PX, strict=True))
        if classes.get(place, 0)
    ]
    return _panel(
        facts,
        "survey",
        "What to look at on site first",
        title="What to look at on site first",
        unit="Rows of the survey list, by how many undetermined they may settle; numbers: the first rows",
        kinds=["computed"],
        caveat="An answer settles a route only when nothing else on it is open.",
        legend=[*rows, _row("other streets", "", colour=QUIET, width=QUIET_PX)],
        counted="Right-hand column: number of rows.",
        summary=f"The first {min(first, len(table))} of {len(table):,} rows take about {decimal(hours, 0)} hours "
        f"(assumed) and settle {percent(settled)} of the undetermined {facts.whose}.",
    )


def _collisions(facts: RouteFacts) -> dict[str, Any] | None:
    table = facts.street_collisions
    told = table[(table["place"] == "street") & (table["collisions"] > 0)]
    if told.empty:
        return None
    period, n = str(told["period"].iloc[0]), told["collisions"]
    words = ("1", "2 to 4", "5 or more")
    counts = pd.cut(n, [0, 1, 4, float("inf")], labels=False).value_counts()
    rows = [
        _row(f"{label} recorded", f"{counts.get(size, 0):,}", shape="circle", colour=FOCUS, radius=radius)
        for size, (label, radius) in enumerate(zip(words, CIRCLE_PX, strict=True))
    ]
    return _panel(
        facts,
        "collisions",
        "Recorded collisions",
        title=f"Recorded collisions with injury by street, {period}",
        unit="Circle: collisions that the police recorded, of all road users, at the nearest street",
        kinds=["computed"],
        caveat="Evidence beside the verdicts, never part of them. No collision does not mean no danger.",
        legend=[*rows, _row("streets", "", colour=QUIET, width=QUIET_PX)],
        counted="Right-hand column: number of streets.",
        summary=f"{n.sum():,.0f} collisions on {counted(len(told), 'street')}{_children(told)}.",
        more_keys=source_keys(told["source"]),
    )


def _children(told: pd.DataFrame) -> str:
    """Return in how many a child was hurt; nothing where the file of casualties is missing."""
    hurt = told["child_pedestrian_collisions"]
    return "" if hurt.isna().any() else f"; {hurt.sum():,.0f} of them hurt a child on foot"


def _line(label: str, name: str, width: float, count: str) -> dict[str, Any]:
    return _row(label, count, colour=VERDICTS[verdict_of(name)], width=width, dash=dash_of(name, width))


def _row(label: str, count: str, **sign: Any) -> dict[str, Any]:
    """Return a row of the key: a line with `width` and `dash`, or a mark with `shape` and `radius`, in a `colour`."""
    return {"label": label, "count": count, "sign": {"width": 0, "dash": "", "shape": "", "radius": 0, **sign}}


def overlays(facts: RouteFacts, crossings: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the layers of points that may be added, with their rows of the key; `crossings` is as drawn."""
    verdicts, shapes = crossings["verdict"].value_counts(), ("circle", "diamond", "square")
    to_cross = [
        _row(f"crossing {verdict}", f"{verdicts.get(verdict, 0):,}", shape=shape, colour=colour, radius=5)
        for (verdict, colour), shape in zip(VERDICTS.items(), shapes, strict=True)
    ]
    missing = [
        _row(words, f"{int(crossings[name].sum()):,}", shape=shape, colour=VERDICTS[verdict], radius=9)
        for words, name, shape, verdict in (
            ("a crossing is missing", "is_missing", "cross-ring", "unavailable"),
            ("one may be missing", "may_be_missing", "ring", "undetermined"),
        )
    ]
    schools = [_row("school", f"{len(facts.school_scorecards):,}", shape="dot", colour=COLOURS["ink"], radius=7)]
    made = [
        {"key": "schools", "label": "Schools", "is_on": True, "legend": schools},
        {"key": "missing", "label": "Missing crossings", "is_on": False, "legend": missing},
        {"key": "crossings", "label": "Places to cross main roads", "is_on": False, "legend": to_cross},
    ]
    return made if len(crossings) else made[:1]
