"""Rendering: templates, the stylesheet and Leaflet, all taken from installed packages and put into the page itself."""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path

import jinja2
from markupsafe import Markup
from xstatic.pkg import leaflet

from maps.numbers import counted, long_date
from maps.palettes import custom_properties


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("maps", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # maps carry much data
    environment.policies["json.dumps_kwargs"] = {"sort_keys": True, "separators": (",", ":")}
    environment.filters |= {"long_date": long_date, "counted": counted}
    return environment


def render(template: str, **context: object) -> str:
    """Return a page from a template of `maps/templates`; a name the template lacks is an error."""
    return _environment().get_template(template).render(**context)


def part(name: str) -> Markup:
    """Return the text of a script or stylesheet of `maps/templates`, to be put into a page as it is."""
    return Markup((files("maps") / "templates" / name).read_text(encoding="utf-8"))  # noqa: S704 (our own file)


def stylesheet(*names: str) -> Markup:
    """Return the colours as custom properties, the common stylesheet and any others named."""
    return Markup(custom_properties()) + Markup("\n").join(map(part, ("site.css", *names)))  # noqa: S704 (our own data)


def leaflet_script() -> Markup:
    """Return Leaflet's script without its pointer to a source map, which a browser's tools would request."""
    text = (Path(leaflet.BASE_DIR) / "leaflet.js").read_text(encoding="utf-8")
    return Markup(re.sub(r"//# sourceMappingURL=\S*", "", text))  # noqa: S704 (a package we pin)


def leaflet_stylesheet() -> Markup:
    """Return Leaflet's stylesheet without its pictures, none of which our maps show."""
    text = (Path(leaflet.BASE_DIR) / "leaflet.css").read_text(encoding="utf-8")
    return Markup(re.sub(r"url\([^)]*\)", "none", text))  # noqa: S704 (a package we pin)
