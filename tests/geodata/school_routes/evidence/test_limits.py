"""A limit stands for a speed that nobody measured, and says so."""

import numpy as np
import pytest
from pydantic import ValidationError

from geodata.school_routes.evidence.classes import ClassRanges, class_ranges
from geodata.school_routes.evidence.limits import speed_of_limit


def over(*mph: float) -> ClassRanges:
    """Return the ranges with other speeds over the limit."""
    said = class_ranges().speed_over_limit
    return class_ranges().model_copy(update={"speed_over_limit": said.model_copy(update={"mph": mph})})


def test_by_default_the_speed_is_the_limit_and_nobody_knows_it() -> None:
    made = speed_of_limit(np.array([30.0, np.nan]), class_ranges().speed_over_limit)
    assert (made.lo[0], made.likely[0], made.hi[0]) == (30.0, 30.0, 30.0)
    assert np.isnan(made.lo[1])
    assert not made.is_known.any()
    assert made.source[0] == "openstreetmap, limit taken as 85th percentile"


def test_the_setting_says_how_much_faster_people_may_drive() -> None:
    made = speed_of_limit(np.array([20.0, 1.0]), over(-2, 1, 9.5).speed_over_limit)
    assert (made.lo.tolist(), made.likely.tolist(), made.hi.tolist()) == ([18, 0], [21, 2], [29.5, 10.5])


def test_the_setting_cites_its_source_and_is_marked_as_unverified() -> None:
    setting = class_ranges().speed_over_limit
    assert "assumed" in setting.citation
    assert not setting.is_verified


def test_a_setting_that_does_not_rise_is_refused() -> None:
    with pytest.raises(ValidationError, match="must rise"):
        type(class_ranges().speed_over_limit).model_validate(
            class_ranges().speed_over_limit.model_dump() | {"mph": (3, 1, 2)}
        )
