"""Where each service is, and where it is to be looked for instead."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from geodata.errors import StudyAreaError
from geodata.study_area import Declared


class BaseUrl(Declared):
    """The beginning of a service's addresses, and the environment variable that may give another one."""

    prefix: str
    variable: str


@cache
def load_base_urls() -> dict[str, BaseUrl]:
    """Return the services by name."""
    declared = tomllib.loads((files("geodata.services") / "base_urls.toml").read_text(encoding="utf-8"))
    return {name: BaseUrl.model_validate(entry) for name, entry in declared.items()}


def replaced_base_urls(chosen: Mapping[str, str], environment: Mapping[str, str]) -> dict[str, str]:
    """Return the usual prefix to the one to use, for services that have another in `chosen` or in the environment.

    `chosen` is a study area's `base_urls`, by name of the service; the environment goes before it.
    Raises `StudyAreaError` for an address that is none.
    """
    services = load_base_urls()
    wanted = {name: environment.get(service.variable) or chosen.get(name) for name, service in services.items()}
    return {services[name].prefix: _address(name, url) for name, url in wanted.items() if url}


def _address(name: str, url: str) -> str:
    address = urlsplit(url)
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise StudyAreaError(f"base_urls.{name}: {url!r} is no address such as {load_base_urls()[name].prefix}")
    return url.rstrip("/")
