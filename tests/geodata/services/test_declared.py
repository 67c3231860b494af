"""Declarations of fetching: told apart by client, typos refused by name."""

from fnmatch import fnmatchcase

import pytest
from pydantic import ValidationError

from geodata.catalogue import Source, load_catalogue

GIAS = {"client": "gias", "url": "https://example.org/{date}.csv", "file": "schools.csv"}


def declared(fetch: dict[str, object]) -> Source:
    return Source.model_validate(load_catalogue()["schools"].model_dump(exclude={"fetch"}) | {"fetch": fetch})


def test_a_declaration_is_that_of_its_client():
    assert type(declared(GIAS).fetch).__name__ == "GiasFetch"


@pytest.mark.parametrize(
    ("wrong", "named"),
    [({"client": "gopher"}, "gopher"), ({"day_back": 3}, "day_back"), ({"days_back": -1}, "days_back")],
)
def test_what_is_not_a_setting_of_the_client_is_refused_by_name(wrong, named):
    with pytest.raises(ValidationError, match=named):
        declared(GIAS | wrong)


def test_people_read_of_the_same_layer_that_a_program_asks():
    layers = {
        key: source for key, source in load_catalogue().items() if source.fetch and source.fetch.client == "arcgis"
    }
    assert len(layers) >= 7
    assert {key: source.fetch.url for key, source in layers.items()} == {key: s.url for key, s in layers.items()}


def test_the_file_that_is_written_is_one_that_the_source_recognises():
    for source in load_catalogue().values():
        if source.fetch is None:
            continue
        names = getattr(source.fetch, "attachments", None) or [getattr(source.fetch, "file", source.filename)]
        assert all(fnmatchcase(name.lower(), source.filename.lower()) for name in names), source.key


def test_a_source_that_no_program_can_get_says_so_and_every_other_says_how():
    for source in load_catalogue().values():
        by_hand = (source.resolver or "").startswith("drop folder only: ")
        assert by_hand == (source.fetch is None), source.key
