"""What figures must not be used for, by the module of their table's schema."""

from geodata.exports import purposes


def test_routes_are_no_ground_to_refuse_transport_and_areas_say_nothing_of_people():
    assert purposes.NOT_FOR_TRANSPORT in purposes.not_to_be_used_for("school_scorecards")
    assert purposes.NOT_FOR_TRANSPORT in purposes.not_to_be_used_for("schools")
    assert purposes.not_to_be_used_for("ward_access") == (purposes.NOT_OF_PEOPLE,)
    assert purposes.NOT_BY_COLLISIONS in purposes.not_to_be_used_for("collision_prediction")
