import itertools

import numpy as np
import pytest

from maps.bivariate import text_on
from maps.clusters import NO_PATTERN_FILL
from maps.palettes import (
    BIVARIATE,
    CLUSTERS,
    COLOURS,
    KIND_TAGS,
    SEQUENTIAL_5,
    VERDICTS,
    custom_properties,
    hatch_colour,
    sequential,
)

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB
SIGHT = {
    "normal": np.eye(3),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
}
SRGB_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
D65 = np.array([0.95047, 1.0, 1.08883])


def linear_rgb(hex_colour: str) -> np.ndarray:
    encoded = np.array([int(hex_colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    light, dark = sorted((float(linear_rgb(c) @ [0.2126, 0.7152, 0.0722]) + 0.05 for c in (one, other)), reverse=True)
    return light / dark


def lab(hex_colour: str, sight: str = "normal") -> np.ndarray:
    seen = np.clip(SIGHT[sight] @ linear_rgb(hex_colour), 0, 1)
    t = SRGB_TO_XYZ @ seen / D65
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(lab1: np.ndarray, lab2: np.ndarray) -> float:
    (l1, a1, b1), (l2, a2, b2) = lab1, lab2
    c_mean7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    g = 0.5 * (1 - np.sqrt(c_mean7 / (c_mean7 + 25**7)))
    c1, c2 = np.hypot(a1 * (1 + g), b1), np.hypot(a2 * (1 + g), b2)
    h1, h2 = (np.degrees(np.arctan2(b, a * (1 + g))) % 360 for a, b in ((a1, b1), (a2, b2)))
    dh = (h2 - h1 + 180) % 360 - 180
    d_hue = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(dh / 2))
    l_m, c_m = (l1 + l2) / 2, (c1 + c2) / 2
    h_m = (h1 + dh / 2) % 360
    cosine = [np.cos(np.radians(k * h_m + shift)) for k, shift in ((1, -30), (2, 0), (3, 6), (4, -63))]
    t = 1 - 0.17 * cosine[0] + 0.24 * cosine[1] + 0.32 * cosine[2] - 0.20 * cosine[3]
    s_l = 1 + 0.015 * (l_m - 50) ** 2 / np.sqrt(20 + (l_m - 50) ** 2)
    s_c, s_h = 1 + 0.045 * c_m, 1 + 0.015 * c_m * t
    r_c = 2 * np.sqrt(c_m**7 / (c_m**7 + 25**7))
    r_t = -np.sin(np.radians(60 * np.exp(-(((h_m - 275) / 25) ** 2)))) * r_c
    parts = (l2 - l1) / s_l, (c2 - c1) / s_c, d_hue / s_h
    return float(np.sqrt(sum(p**2 for p in parts) + r_t * parts[1] * parts[2]))


def least_difference(colours: tuple[str, ...], sight: str) -> float:
    return min(ciede2000(lab(one, sight), lab(two, sight)) for one, two in itertools.pairwise(colours))


@pytest.mark.parametrize(
    ("lab1", "lab2", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ],
)
def test_the_difference_used_here_agrees_with_the_published_pairs(lab1, lab2, expected):
    assert ciede2000(np.array(lab1), np.array(lab2)) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(("sight", "expected"), [("normal", 17.4), ("deutan", 16.8), ("protan", 13.8)])
def test_neighbouring_classes_differ_in_every_sight(sight, expected):
    assert least_difference(SEQUENTIAL_5, sight) == pytest.approx(expected, abs=0.05)


@pytest.mark.parametrize("sight", list(SIGHT))
def test_any_two_fields_of_two_metrics_differ_in_every_sight(sight):
    differences = [ciede2000(lab(a, sight), lab(b, sight)) for a, b in itertools.combinations(BIVARIATE, 2)]
    assert min(differences) >= 18


@pytest.mark.parametrize("sight", list(SIGHT))
def test_verdicts_differ_in_every_sight(sight):
    differences = [ciede2000(lab(a, sight), lab(b, sight)) for a, b in itertools.combinations(VERDICTS.values(), 2)]
    assert min(differences) >= 30


@pytest.mark.parametrize("sight", list(SIGHT))
def test_any_two_kinds_of_cluster_differ_in_every_sight(sight):
    colours = (NO_PATTERN_FILL, *CLUSTERS.values())
    apart = [ciede2000(lab(one, sight), lab(two, sight)) for one, two in itertools.combinations(colours, 2)]
    assert min(apart) >= 13


def test_counts_stand_out_on_the_fields():
    assert min(contrast(text_on(place), fill) for place, fill in enumerate(BIVARIATE)) >= 4.5


def test_the_palette_darkens_steadily_so_that_it_survives_grey_print():
    lightness = [lab(colour)[0] for colour in SEQUENTIAL_5]
    assert [round(value) for value in lightness] == [88, 75, 60, 39, 9]


@pytest.mark.parametrize("n_classes", [2, 3, 4, 5])
def test_fewer_classes_never_stand_closer_than_five(n_classes):
    assert len(sequential(n_classes)) == n_classes
    assert least_difference(sequential(n_classes), "protan") >= least_difference(SEQUENTIAL_5, "protan")


@pytest.mark.parametrize("name", ["ink", "ink2", "link", "hover", "visited", "focus-series"])
def test_text_stands_out_on_white(name):
    assert contrast(COLOURS[name], "#FFFFFF") >= 4.5


@pytest.mark.parametrize(
    ("text", "ground"),
    [("ink2", "panel"), ("ink", "note-ground"), ("ink", "focus"), ("link", "panel")],
)
def test_text_stands_out_on_its_ground(text, ground):
    assert contrast(COLOURS[text], COLOURS[ground]) >= 4.5


@pytest.mark.parametrize("kind", list(KIND_TAGS))
def test_kind_tags_are_readable(kind):
    assert contrast(*KIND_TAGS[kind]) >= 4.5


def test_the_header_bar_and_the_controls_stand_out():
    assert contrast("#FFFFFF", COLOURS["brand"]) >= 4.5
    assert contrast(COLOURS["control"], "#FFFFFF") >= 3
    assert contrast(COLOURS["no-data"], "#FFFFFF") >= 3


@pytest.mark.parametrize("fill", SEQUENTIAL_5)
def test_lines_for_modelled_values_show_on_every_class(fill):
    assert contrast(hatch_colour(fill), fill) >= 3


def test_colours_reach_the_stylesheet():
    assert "--ink:#1A1F24;" in custom_properties()
    assert "--modelled-ground:#F3EEF8;" in custom_properties()
