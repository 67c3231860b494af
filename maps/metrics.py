"""What the ward map can show, in the order of its list, and in which words."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["ward", "local_authority"]
Worse = Literal["more", "less", ""]


@dataclass(frozen=True)
class Metric:
    """One choice of the map: which indicator, at which level, and how it is worded.

    `key` stands in the address (`#deprivation`); `title` takes the period; `row` names the figure in popups.
    """

    key: str
    indicator: str
    theme: str
    label: str
    title: str
    row: str
    unit: str
    level: Level
    suffix: str = ""
    has_limits: bool = True
    """False where limits do not apply: a score is no sample."""
    worse: Worse = ""
    """Which end is the worse one, where that is beyond dispute."""
    is_aside: bool = False
    """Whether popups leave it out unless it is what the map shows: they have room for a dozen lines."""


METRICS = (
    Metric(
        key="deprivation",
        indicator="iod2025_imd_score",
        theme="Deprivation",
        label="Deprivation score",
        title="Deprivation score, IMD {period}",
        row="Deprivation score",
        unit="score; higher is more deprived",
        level="ward",
        has_limits=False,
    ),
    Metric(
        key="walk-or-cycle-to-work",
        indicator="travel_to_work_walk_or_cycle_pct",
        theme="Travel",
        label="Walking or cycling to work",
        title="Walking or cycling to work, Census {period}",
        row="Walk or cycle to work",
        unit="per cent of residents aged 16 and over in employment",
        level="ward",
        suffix="%",
    ),
    Metric(
        key="walking-for-travel",
        indicator="walking_travel_at_least_once_per_week",
        theme="Travel",
        label="Walking for travel",
        title="Walking for travel at least once a week, {period}",
        row="Walk for travel, weekly",
        unit="per cent of adults",
        level="local_authority",
        suffix="%",
    ),
    Metric(
        key="cycling-for-travel",
        indicator="cycling_travel_at_least_once_per_week",
        theme="Travel",
        label="Cycling for travel",
        title="Cycling for travel at least once a week, {period}",
        row="Cycle for travel, weekly",
        unit="per cent of adults",
        level="local_authority",
        suffix="%",
    ),
    Metric(
        key="green-space",
        indicator="access_green_space_15_minutes_pct",
        theme="Access on foot",
        label="Green space within 15 minutes",
        title="Residents within 15 minutes' walk of green space, {period}",
        row="Green space in 15 minutes",
        unit="per cent of residents",
        level="ward",
        suffix="%",
        has_limits=False,
        worse="less",
    ),
    Metric(
        key="gp-practice",
        indicator="access_gp_15_minutes_pct",
        theme="Access on foot",
        label="GP practice within 15 minutes",
        title="Residents within 15 minutes' walk of a GP practice, {period}",
        row="GP practice in 15 minutes",
        unit="per cent of residents",
        level="ward",
        suffix="%",
        has_limits=False,
        worse="less",
    ),
    Metric(
        key="severance",
        indicator="streets_severance",
        theme="Access on foot",
        label="Neighbours cut off",
        title="Neighbouring homes that are more than twice as far on foot as they look, {period}",
        row="Neighbours cut off",
        unit="per cent of pairs of homes 200 to 800 m apart; more is worse",
        level="ward",
        suffix="%",
        has_limits=False,
        worse="more",
    ),
    Metric(
        key="road-casualties",
        indicator="road_casualties_per_1000",
        theme="Road safety",
        label="Road casualties",
        title="Road casualties per 1,000 residents, {period}",
        row="Casualties per 1,000 a year",
        unit="casualties per 1,000 residents a year; more is worse",
        level="ward",
        worse="more",
    ),
    Metric(
        key="routes-to-school",
        indicator="school_routes_likely_available_pct",
        theme="Routes to school",
        label="Likely available routes",
        title="Pupils with a likely available walking route to school, {period}",
        row="Likely available route to school",
        unit="per cent of pupils within the statutory distance",
        level="ward",
        suffix="%",
        has_limits=False,
        worse="less",
    ),
    Metric(
        key="routes-undetermined",
        indicator="school_routes_undetermined_pct",
        theme="Routes to school",
        label="Routes not judged yet",
        title="Pupils whose walking route to school cannot be judged yet, {period}",
        row="Route to school not judged yet",
        unit="per cent of pupils within the statutory distance",
        level="ward",
        suffix="%",
        has_limits=False,
    ),
    Metric(
        key="inactive-adults",
        indicator="inactive_adults",
        theme="Activity",
        label="Inactive adults",
        title="Inactive adults, {period}",
        row="Inactive adults",
        unit="per cent of adults aged 19 and over; more is worse",
        level="local_authority",
        suffix="%",
    ),
    Metric(
        key="active-adults",
        indicator="active_adults",
        theme="Activity",
        label="Active adults",
        title="Active adults, {period}",
        row="Active adults",
        unit="per cent of adults aged 19 and over; more is better",
        level="local_authority",
        suffix="%",
    ),
    Metric(
        key="active-children",
        indicator="active_children",
        theme="Activity",
        label="Active children",
        title="Active children, {period}",
        row="Active children",
        unit="per cent of children aged 5 to 16; more is better",
        level="local_authority",
        suffix="%",
    ),
    Metric(
        key="inactive-adults-modelled",
        indicator="inactive_adults_modelled_pct",
        theme="Activity",
        label="Inactive adults, modelled",
        title="Inactive adults modelled from deprivation, {period}",
        row="Inactive adults, modelled",
        unit="per cent of adults aged 19 and over; more is worse",
        level="ward",
        suffix="%",
    ),
)
