"""What figures must not be used for, by what they are about."""

from geodata.schemas import model_for

NOT_FOR_TRANSPORT = "Not to grant or refuse transport to a child: nobody has walked these routes for these data."
NOT_SAFE = "Not to call a street safe or dangerous: available, unavailable and undetermined are words of the rules."
NOT_OF_PEOPLE = "Not for statements about single people: figures are of areas, or modelled."
NOT_BY_COLLISIONS = "Not to call a street safe because nobody was hurt: no collision where nobody walks is no evidence."
NOT_AGAINST_DEPRIVATION = "Not to be held against deprivation: it is made from it."
OF_AREAS = (NOT_OF_PEOPLE,)
OF_ROUTES = (NOT_FOR_TRANSPORT, NOT_SAFE, NOT_OF_PEOPLE)
BY_SCHEMAS = {
    "school_routes": OF_ROUTES,
    "route_products": OF_ROUTES,
    "collisions": (NOT_BY_COLLISIONS, NOT_OF_PEOPLE),
}
"""By the module of a table's schema, where it is not of areas alone."""


def not_to_be_used_for(table: str) -> tuple[str, ...]:
    """Return what the figures of a table must not be used for, in sentences."""
    return BY_SCHEMAS.get(model_for(table).__module__.rsplit(".", 1)[-1], OF_AREAS)
