"""Which ways one may walk along in the UK, from their OpenStreetMap tags.

Taken from the law and from how UK mappers tag, not from a router's profile. Ways that osmnx's `walk` filter loses stay:
cycleways (in the UK most are shared with people on foot, and say `foot=no` where they are not), and centrelines whose
footway is mapped as a way of its own (`sidewalk=separate`), which are needed to know on which side one walks.
"""

from collections.abc import Mapping

NEVER = {
    "motorway": "walking there is an offence (Highway Code, rule 253)",
    "motorway_link": "slip roads are under motorway regulations",
    "construction": "not open yet",
    "proposed": "does not exist yet",
    "planned": "does not exist yet",
    "abandoned": "no longer there",
    "disused": "no longer used",
    "razed": "no longer there",
    "no": "mapped as not being a highway",
    "raceway": "closed circuit",
    "bus_guideway": "guided buses only; the path beside it is a way of its own",
    "escape": "gravel bed for runaway lorries",
    "emergency_bay": "lay-by of a motorway",
    "platform": "one waits there; the ways that lead to it are mapped",
    "rest_area": "an area beside a road, not a way",
    "services": "an area beside a road, not a way",
    "via_ferrata": "climbing",
}
"""Values of `highway` that are not walked whatever the other tags say, with the reason."""
ON_FOOT_IF_STATED = {
    "busway": "buses only unless people on foot are mentioned",
}
"""Values of `highway` that need `foot=yes` or the like, with the reason."""
OPEN = frozenset({"yes", "designated", "permissive", "official", "public"})
"""Values of `foot` that let people on foot in, whatever `access` and `motorroad` say: the narrower key wins."""
RIGHTS_OF_WAY = frozenset(
    {"public_footpath", "public_bridleway", "restricted_byway", "byway_open_to_all_traffic", "permissive_footpath"}
)
"""Values of `designation` that give a right to walk, also along a private track."""
CLOSED_ON_FOOT = {
    "no": "forbidden or impossible",
    "private": "residents or staff",
    "use_sidepath": "one walks on the parallel footway, which is mapped as a way of its own",
}
"""Values of `foot` that keep people on foot out, with the reason."""
CLOSED = {
    "no": "closed to the public",
    "private": "residents or staff",
    "military": "service personnel",
    "agricultural": "farm work; a right of way along it is tagged `foot` or `designation`",
    "forestry": "forest work; likewise",
    "emergency": "emergency vehicles",
}
"""Values of `access` that hold for people on foot unless the way is open to them, with the reason."""
SQUARES = frozenset({"pedestrian", "footway", "path"})
"""Highways that may be areas: streets end at a square's outline and one walks across, so the outline stays.

Other areas (yards, parking, junction surfaces) are carriageway surfaces whose centrelines are mapped.
"""


def is_walkable(tags: Mapping[str, str]) -> bool:
    """Tell whether people on foot may use the way: the general rule is yes, and every exception is listed above.

    Bridleways, tracks, paths, steps, corridors and lifts stay, as do roads without a footway: walking along them is
    lawful, if not pleasant. `service=private` is an old spelling of `access=private`.

    >>> is_walkable({"highway": "cycleway"}), is_walkable({"highway": "cycleway", "foot": "no"})
    (True, False)
    >>> is_walkable({"highway": "trunk", "motorroad": "yes"}), is_walkable({"highway": "service", "access": "private"})
    (False, False)
    >>> is_walkable({"highway": "track", "access": "private", "foot": "designated"})
    True
    """
    highway = tags.get("highway")
    if highway is None or highway in NEVER:
        return False
    if tags.get("area") == "yes" and highway not in SQUARES:
        return False
    foot = tags.get("foot")
    if foot in CLOSED_ON_FOOT:
        return False
    if foot in OPEN or tags.get("designation") in RIGHTS_OF_WAY:
        return True
    if tags.get("access") in CLOSED:
        return False
    # a motorroad is under motorway regulations
    return highway not in ON_FOOT_IF_STATED and tags.get("motorroad") != "yes" and tags.get("service") != "private"
