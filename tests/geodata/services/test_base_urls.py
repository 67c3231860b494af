"""Other addresses of services: from a study area, and before it from the environment."""

import pytest

from geodata.catalogue import load_catalogue
from geodata.errors import StudyAreaError
from geodata.services.base_urls import load_base_urls, replaced_base_urls

NOMIS = load_base_urls()["nomis"]
STUB = "http://127.0.0.1:8000"


def test_nothing_chosen_replaces_nothing():
    assert replaced_base_urls({}, {"HOME": "/root", NOMIS.variable: ""}) == {}


def test_the_environment_goes_before_the_study_area():
    assert replaced_base_urls({"nomis": f"{STUB}/"}, {}) == {NOMIS.prefix: STUB}
    assert replaced_base_urls({"nomis": "https://example.org"}, {NOMIS.variable: STUB}) == {NOMIS.prefix: STUB}


def test_an_address_that_is_none_is_refused():
    with pytest.raises(StudyAreaError, match="'nomis' is no address"):
        replaced_base_urls({"nomis": "nomis"}, {})


def test_variables_and_prefixes_tell_services_apart():
    services = load_base_urls().values()
    assert (
        len({service.variable for service in services})
        == len({service.prefix for service in services})
        == len(services)
    )


def test_every_address_that_a_program_fetches_from_can_be_replaced():
    prefixes = tuple(service.prefix for service in load_base_urls().values())
    addresses = {key: source.fetch.url for key, source in load_catalogue().items() if source.fetch}
    assert not {key: url for key, url in addresses.items() if not url.startswith(prefixes)}
