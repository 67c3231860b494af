"""What ratings mean for a part: the verdict, and whether it may be walked along under which evidence."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geodata.school_routes.routes.usable_parts import MODES, PartRatings
from geodata.school_routes.rules.verdicts import verdict

RATINGS = st.lists(st.sampled_from([0.0, 1.0, 2.0, 3.0]), min_size=3, max_size=3).map(sorted)


@given(RATINGS)
def test_verdict_and_use_say_the_same(ratings: list[float]) -> None:
    parts = PartRatings(*(np.array([rating]) for rating in ratings), np.array([False]))
    best, likely, strict = (bool(parts.usable(mode)[0]) for mode in MODES)
    assert best >= likely >= strict
    words = verdict(parts.best, parts.strict)[0]
    assert words == ("available" if strict else "undetermined" if best else "unavailable")


def test_where_no_rule_applies_a_part_is_available() -> None:
    assert verdict([np.nan], [np.nan]).tolist() == ["available"]


def test_verdicts_are_text_also_of_nothing() -> None:
    assert verdict([], []).dtype == "string"
