"""Walks to the nearest place in bands of five minutes: choices of the ward map beside its shares of residents."""

from collections.abc import Sequence

import pandas as pd

from maps.classes import Classes
from maps.metrics import Metric
from maps.periods import latest_rows
from maps.shown_metric import ShownMetric

THEME = "Minutes on foot"
BANDS = Classes((5.0, 10.0, 15.0, 20.0))
"""Fixed by what they mean, the same for every place and period."""
PLACES = {
    "school": "a school",
    "green_space": "a green space",
    "gp": "a GP practice",
    "pharmacy": "a pharmacy",
    "food_shop": "a food shop",
    "leisure": "a leisure centre or sports ground",
    "public_transport_stop": "a bus stop, tram stop or station",
}
"""Destinations of the indicator list, in the words of the map."""


def access_bands(ward_indicators: pd.DataFrame, ward_codes: Sequence[str]) -> list[ShownMetric]:
    """Return the walks that any ward has a figure of; without streets there are none."""
    shown = []
    for metric in BAND_METRICS:
        rows = latest_rows(ward_indicators, metric.indicator, ward_codes)
        if len(rows):
            shown.append(ShownMetric(metric, str(rows["period"].dropna().iloc[0]), rows, BANDS))
    return shown


def _metric(key: str, name: str) -> Metric:
    place = name.removeprefix("a ")
    return Metric(
        key=f"minutes-to-{key.replace('_', '-')}",
        indicator=f"access_{key}_walk_minutes",
        theme=THEME,
        label=f"To {name}",
        title=f"Walk to the nearest {place}, {{period}}",
        row=f"Walk to {name}",
        unit="minutes, which half of the residents need at most; more is worse",
        level="ward",
        suffix=" minutes",
        has_limits=False,
        worse="more",
        is_aside=True,
    )


BAND_METRICS = tuple(_metric(key, name) for key, name in PLACES.items())
"""The walk to each kind of place as a metric of wards."""
