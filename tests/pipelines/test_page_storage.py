"""What Dagster's pages show of a page: size, place, link and picture."""

import base64

import dagster as dg
import pytest

from pipelines.storage import PageStorage

PICTURE = '<svg viewBox="0 0 600 300"><path d="M0 0"/></svg>'


def shown(folder, made, address=None):
    context = dg.build_output_context(asset_key=dg.AssetKey("front_page"))
    PageStorage(folder, address).handle_output(context, made)
    return context.get_logged_metadata()


def test_a_page_shows_its_picture_size_and_link(tmp_path):
    found = shown(tmp_path, f"<p>{PICTURE}</p>", "http://127.0.0.1:1")
    assert found["open"].value == "http://127.0.0.1:1/front_page.html"
    assert found["file"].value == str(tmp_path / "front_page.html")
    encoded = found["preview"].value.removeprefix("![preview](data:image/svg+xml;base64,").removesuffix(")")
    assert b'<path d="M0 0"/>' in base64.b64decode(encoded)


def test_of_many_pages_it_is_the_first_with_a_picture(tmp_path):
    found = shown(tmp_path, {"a.html": "<p></p>", "b.html": PICTURE})
    assert (found["pages"].value, "preview" in found) == (2, True)


@pytest.mark.parametrize("made", ["<p>words</p>", {}])
def test_without_a_picture_there_is_none(tmp_path, made):
    assert "preview" not in shown(tmp_path, made)
