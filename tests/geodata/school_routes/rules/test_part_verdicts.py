"""What ratings mean for a walk: the verdict, and what may be used under which evidence."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geodata.school_routes.rules.verdicts import usable, verdict

RATINGS = st.lists(st.sampled_from([0.0, 1.0, 2.0, 3.0]), min_size=3, max_size=3).map(sorted)


@given(RATINGS)
def test_verdict_and_use_say_the_same(ratings: list[float]) -> None:
    columns = [[rating] for rating in ratings]
    best, likely, strict = (bool(usable(*columns, mode)[0]) for mode in ("best", "likely", "strict"))
    assert best >= likely >= strict
    words = verdict(columns[0], columns[2])[0]
    assert words == ("available" if strict else "undetermined" if best else "unavailable")


def test_where_no_rule_applies_one_may_walk() -> None:
    nothing = [np.nan]
    assert verdict(nothing, nothing).tolist() == ["available"]
    assert usable(nothing, nothing, nothing, "strict").tolist() == [True]


def test_verdicts_are_text_also_of_nothing() -> None:
    assert verdict([], []).dtype == "string"
