"""The picture that stands for a page."""

from maps.preview import preview

PATTERNS = '<svg class="patterns" width="0" height="0"><defs><pattern id="no-data"/></defs></svg>'


def test_signs_are_passed_over_and_patterns_go_along():
    sign, picture = (
        '<svg viewBox="0 0 28 18"><path d="M1 1"/></svg>',
        '<svg viewBox="-2 -2 604 501"><path d="M2 2"/></svg>',
    )
    drawn = preview(f"<p>{PATTERNS}{sign}{picture}{picture}</p>")
    assert drawn.startswith("<svg xmlns=")
    assert 'viewBox="-2 -2 604 501" width="604" height="501"' in drawn
    assert drawn.count("<path") == 1
    assert "M2 2" in drawn
    assert '<pattern id="no-data"/>' in drawn


def test_a_page_of_signs_has_no_picture():
    assert preview(f'{PATTERNS}<svg viewBox="0 0 900 18"></svg>') is None
