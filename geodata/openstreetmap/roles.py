"""What an element is read for: walked along, crossed at, cut off by, or walked to."""

from collections.abc import Mapping

from geodata.openstreetmap.walk_filter import is_walkable

Tags = Mapping[str, str]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NODE_KEYS = (
    "highway",
    "crossing",
    "kerb",
    "barrier",
    "amenity",
    "leisure",
    "landuse",
    "shop",
    "healthcare",
    "public_transport",
    "railway",
)
"""A node without any of these keys has no role."""
WAY_KEYS = (
    "highway",
    "railway",
    "waterway",
    "natural",
    "amenity",
    "leisure",
    "landuse",
    "shop",
    "healthcare",
    "public_transport",
)
"""A way or relation without any of these keys has no role."""

GATES = _words(
    "gate kissing_gate lift_gate swing_gate sliding_gate wicket_gate sally_port hampshire_gate full-height_turnstile "
    "turnstile stile horse_stile squeeze_stile cycle_barrier motorcycle_barrier chain kerb wall fence hedge "
    "debris"
)
"""Values of `barrier` on a node that may stop a person, wheelchair or pushchair; bollards and cattle grids do not."""
MAIN_ROADS = frozenset(
    f"{road}{suffix}" for road in ("motorway", "trunk", "primary", "secondary") for suffix in ("", "_link")
)
RAILWAYS = frozenset({"rail", "light_rail", "narrow_gauge", "subway", "monorail", "preserved"})
"""Railways on tracks of their own; trams run in streets that are crossed anywhere."""
LEVEL_CROSSINGS = frozenset({"level_crossing", "crossing"})
"""Values of `railway` on a node where a road, or a path alone, leads over rails."""
ON_WAYS = ("crossing", "signals", "level_crossing")
"""Roles of nodes that say something of the walkable way on which they lie."""
WATERWAYS = frozenset({"river", "canal", "tidal_channel"})
_PASSED = frozenset({"yes", "culvert", "flooded", "building_passage", "avalanche_protector"})
"""Values of `tunnel` that let people pass above."""

_CLOSED = frozenset({"private", "no", "members", "residents", "permit", "military"})
_PUBLIC = frozenset({"yes", "public", "permissive", "customers", "designated", "official"})
_SCHOOL_LEVELS = {"1": "primary", "2": "secondary", "3": "secondary"}
_GREEN = frozenset({"park", "garden", "playground", "nature_reserve", "recreation_ground", "common", "dog_park"})
_GREEN_LAND = frozenset({"recreation_ground", "village_green"})
_FOOD = _words(
    "supermarket convenience grocery greengrocer butcher bakery fishmonger deli dairy farm food frozen_food general"
)
_LEISURE = _words(
    "sports_centre sports_hall fitness_centre fitness_station swimming_pool swimming_area water_park pitch track "
    "ice_rink stadium golf_course bowling_green"
)
_PLACE_KEYS = frozenset({"amenity", "healthcare", "landuse", "leisure", "public_transport", "railway", "shop"})
_PRIVATE_UNLESS_SAID = frozenset({"garden", "swimming_pool"})
"""Most are somebody's own: they count if they are named or their access is public."""


def way_roles(tags: Tags) -> list[str]:
    """Return the roles of a way; `water` is a barrier if it is large, which its geometry says."""
    roles = ["walkable"] if is_walkable(tags) else []
    if is_barrier(tags):
        roles.append("barrier")
    elif is_water(tags):
        roles.append("water")
    return [*roles, "destination"] if destination_kind(tags) else roles


def relation_roles(tags: Tags) -> list[str]:
    """Return the roles of a relation, which is read if it describes an area; `water` as of a way."""
    if tags.get("type") not in {"multipolygon", "boundary"}:
        return []
    return [role for role, has in (("water", is_water(tags)), ("destination", destination_kind(tags))) if has]


def node_roles(tags: Tags) -> list[str]:
    """Return the roles of a node; all but a destination count only where the node lies on a walkable way.

    `signals` are traffic signals that do not say whether one crosses there; a `level_crossing` leads over rails.
    """
    roles = (
        ("crossing", is_crossing(tags)),
        ("signals", tags.get("highway") == "traffic_signals" and "crossing" not in tags),
        ("level_crossing", tags.get("railway") in LEVEL_CROSSINGS),
        ("destination", destination_kind(tags)),
    )
    return [role for role, has in roles if has]


def is_crossing(tags: Tags) -> bool:
    """Tell whether a node says how a road is crossed or what is in the way: crossings, kerbs, gates and stiles."""
    return tags.get("highway") == "crossing" or "crossing" in tags or "kerb" in tags or tags.get("barrier") in GATES


def is_barrier(tags: Tags) -> bool:
    """Tell whether a line cuts people off: a main road closed to them, a railway, river, canal or coast.

    What runs in a tunnel or culvert cuts nobody off.
    """
    if tags.get("tunnel") in _PASSED:
        return False
    if tags.get("railway") in RAILWAYS or tags.get("waterway") in WATERWAYS or tags.get("natural") == "coastline":
        return True
    return tags.get("highway") in MAIN_ROADS and not is_walkable(tags)


def is_water(tags: Tags) -> bool:
    """Tell whether an area is a lake, dock or the surface of a river; its outline is the barrier if it is large."""
    return tags.get("natural") == "water" or tags.get("waterway") in {"riverbank", "dock"}


def destination_kind(tags: Tags) -> tuple[str, str] | None:
    """Return kind and category of what people walk to, or None; the kinds are `geodata.schemas.access.DESTINATIONS`.

    What is private or closed is none, and gardens and pools count only if they are named or said to be public. Colleges
    and nurseries are not schools; a railway's platforms are its station's.

    >>> destination_kind({"amenity": "school", "isced:level": "1"})
    ('school', 'primary')
    >>> destination_kind({"leisure": "garden", "access": "private"}) is None
    True
    >>> destination_kind({"highway": "bus_stop"})
    ('public_transport_stop', 'bus stop')
    """
    if _PLACE_KEYS.isdisjoint(tags) and tags.get("highway") != "bus_stop":
        return None  # most elements: streets
    if tags.get("access") in _CLOSED or tags.get("disused") == "yes":
        return None
    return _service(tags) or _shop(tags) or _open_air_or_sport(tags) or _stop(tags)


def _service(tags: Tags) -> tuple[str, str] | None:
    amenity, healthcare = tags.get("amenity"), tags.get("healthcare")
    if amenity == "school":
        return "school", _school(tags)
    if amenity == "pharmacy" or healthcare == "pharmacy":
        return "pharmacy", "pharmacy"
    if amenity == "doctors" or healthcare == "doctor":
        return "gp", "doctors"
    return ("gp", "clinic") if amenity == "clinic" else None


def _school(tags: Tags) -> str:
    stated = tags.get("school", "")
    if stated in {"primary", "secondary", "infant", "junior", "special"}:
        return stated
    levels = {_SCHOOL_LEVELS.get(level.strip()) for level in tags.get("isced:level", "").replace("-", ";").split(";")}
    known = sorted(level for level in levels if level)
    return "all-through" if len(known) == 2 else next(iter(known), "school")


def _shop(tags: Tags) -> tuple[str, str] | None:
    shop = tags.get("shop")
    return ("food_shop", shop.replace("_", " ")) if shop in _FOOD else None


def _open_air_or_sport(tags: Tags) -> tuple[str, str] | None:
    leisure = tags.get("leisure", "")
    if leisure in _PRIVATE_UNLESS_SAID and not _is_said_to_be_public(tags):
        return None
    if leisure in _GREEN:
        return "green_space", leisure.replace("_", " ")
    if leisure in _LEISURE:
        return "leisure", leisure.replace("_", " ")
    landuse = tags.get("landuse", "")
    return ("green_space", landuse.replace("_", " ")) if landuse in _GREEN_LAND else None


def _is_said_to_be_public(tags: Tags) -> bool:
    own = tags.get("garden:type") in {"residential", "private"}
    return not own and ("name" in tags or tags.get("access") in _PUBLIC)


def _stop(tags: Tags) -> tuple[str, str] | None:
    railway = tags.get("railway")
    if railway in {"station", "halt"}:
        return None if tags.get("station") == "miniature" else ("public_transport_stop", "railway station")
    if railway == "tram_stop" or (tags.get("public_transport") == "platform" and tags.get("tram") == "yes"):
        return "public_transport_stop", "tram stop"
    if tags.get("amenity") == "bus_station":
        return "public_transport_stop", "bus station"
    if tags.get("highway") == "bus_stop":
        return "public_transport_stop", "bus stop"
    is_platform = tags.get("public_transport") == "platform" and railway != "platform" and tags.get("train") != "yes"
    return ("public_transport_stop", "bus stop" if tags.get("bus") == "yes" else "platform") if is_platform else None
