"""The rule-sets that rate, by name."""

from geodata.schemas.school_routes import RULESETS
from geodata.school_routes.rules.factors import RuleSet
from geodata.school_routes.rules.plts import PLTS
from geodata.school_routes.rules.route_check_crossings import ROUTE_CHECK
from geodata.school_routes.rules.walked_route import WALKED_ROUTE

_BY_NAME = {each.name: each for each in (WALKED_ROUTE, ROUTE_CHECK, PLTS)}


def rule_set(name: str) -> RuleSet:
    """Return a rule-set; `ValueError` names those there are."""
    if name not in _BY_NAME:
        raise ValueError(f"rule-set {name!r}: there are {', '.join(RULESETS)}")
    return _BY_NAME[name]
