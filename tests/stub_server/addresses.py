"""The services by name: where they really are, and the environment variable that sets another address."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Service:
    """The beginning of a service's real addresses and its environment variable."""

    prefix: str
    variable: str


SERVICES = {
    "arcgis": Service("https://services1.arcgis.com/ESMARspQHYMw9BZ9", "EVENGROUND_ARCGIS_BASE"),
    "arcgis_search": Service("https://www.arcgis.com", "EVENGROUND_ARCGIS_CATALOGUE_BASE"),
    "hub": Service("https://hub.arcgis.com", "EVENGROUND_HUB_BASE"),
    "nomis": Service("https://www.nomisweb.co.uk", "EVENGROUND_NOMIS_BASE"),
    "fingertips": Service("https://fingertips.phe.org.uk", "EVENGROUND_FINGERTIPS_BASE"),
    "govuk_content": Service("https://www.gov.uk", "EVENGROUND_GOVUK_BASE"),
    "govuk_assets": Service("https://assets.publishing.service.gov.uk", "EVENGROUND_GOVUK_ASSETS"),
    "gias": Service("https://ea-edubase-api-prod.azurewebsites.net", "EVENGROUND_GIAS_BASE"),
    "dft": Service("https://data.dft.gov.uk", "EVENGROUND_DFT_BASE"),
    "geofabrik": Service("https://download.geofabrik.de", "EVENGROUND_GEOFABRIK"),
    "overpass": Service("https://overpass-api.de/api", "EVENGROUND_OVERPASS_URL"),
    "os": Service("https://api.os.uk", "EVENGROUND_OS_BASE"),
    "copernicus": Service("https://copernicus-dem-30m.s3.amazonaws.com", "EVENGROUND_COP_DEM"),
    "ghsl": Service("https://jeodpp.jrc.ec.europa.eu", "EVENGROUND_GHSL_BASE"),
    "pcm": Service("https://uk-air.defra.gov.uk", "EVENGROUND_PCM"),
    "ons": Service("https://www.ons.gov.uk", "EVENGROUND_ONS_BASE"),
}
PORTAL = "portal"
"""Not a publisher's service: the page that a captive portal sends everybody to."""


def place(url: str) -> str:
    """Return where on the server a real address is: its service and the rest of it.

    >>> place("https://data.dft.gov.uk/road-accidents-safety-data/a.csv")
    '/dft/road-accidents-safety-data/a.csv'
    """
    if url.startswith("/"):
        return url
    for name, service in SERVICES.items():
        if url.startswith(service.prefix + "/"):
            return f"/{name}{url.removeprefix(service.prefix)}"
    raise ValueError(f"{url} is of none of the services {', '.join(SERVICES)}")
