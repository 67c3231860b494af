"""A small picture of a page, to be shown where the page itself is not."""

import re

LEAST_SIZE = 200.0
"""Pictures are wider and higher in their own units; what is smaller is a sign or a key."""
_PICTURES = re.compile(r"<svg\b[^>]*?viewBox=\"([^\"]+)\"[^>]*>(.*?)</svg>", re.DOTALL)
_DEFINITIONS = re.compile(r"<svg class=\"patterns\"[^>]*>(.*?)</svg>", re.DOTALL)
_NAMESPACE = "http://www.w3.org/2000/svg"


def preview(html: str) -> str | None:
    """Return the first picture of a page as an SVG file of its own, with the patterns it uses; none if it has none.

    >>> page = '<svg viewBox="0 0 9 9"><path/></svg><svg viewBox="0 0 600 300" role="img"><path d="M0 0"/></svg>'
    >>> print(preview(page))
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 300" width="600" height="300"><path d="M0 0"/></svg>
    >>> preview("<p>No picture.</p>") is None
    True
    """
    patterns = "".join(_DEFINITIONS.findall(html))
    for view_box, drawn in _PICTURES.findall(html):
        width, height = view_box.split()[2:]
        if min(float(width), float(height)) >= LEAST_SIZE:
            size = f'viewBox="{view_box}" width="{width}" height="{height}"'
            return f'<svg xmlns="{_NAMESPACE}" {size}>{patterns}{drawn}</svg>'
    return None
