"""Pages of a run: how heavy they are, how soon they show, and how smoothly its maps move, in headless Chromium.

    python -m benchmarks.pages OUT [--repeats 3] [--slower 4]

Of each kind of page the heaviest is opened from the folder, as a reader does, in a fresh context each time. First paint
and end of loading are the browser's own (Paint Timing, Navigation Timing). Maps are then dragged to and fro; a frame
that took over 50 ms, three of a 60 Hz screen, counts as a stutter. `--slower` divides the processor's speed, for the
laptops that planners have. The processor draws: there is no graphics card in it.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
MAX_MAP_MB, MAX_PAINT_MS, STUTTER_MS = 5.0, 2000.0, 50.0
DRAGS, STEPS = 6, 30
HEADER = " " * 28 + " pages  all, MB   one, MB paint ms  load ms  elements         frames, stutters"
_TIMES = """() => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  const loaded = performance.getEntriesByType("navigation")[0];
  return [paint ? paint.startTime : NaN, loaded.loadEventEnd, document.getElementsByTagName("*").length];
}"""
_WATCH = """() => {
  window.frameTimes = [];
  let last = performance.now();
  const look = now => { window.frameTimes.push(now - last); last = now; requestAnimationFrame(look); };
  requestAnimationFrame(look);
}"""


class Opened(NamedTuple):
    """What one opening of a page gave: milliseconds, elements, and milliseconds of each frame while it was dragged."""

    paint_ms: float
    load_ms: float
    elements: float
    frames_ms: list[float]


def kind_of(page: Path, out: Path) -> str:
    """Return what kind of page it is: its folder, with indexes and maps by their own names."""
    inside = page.relative_to(out)
    is_own = inside.parent.name in ("", "maps") or inside.stem == "index"
    return str(inside) if is_own else f"{inside.parent}/*"


def kinds(out: Path) -> dict[str, list[Path]]:
    """Return the pages of each kind, the heaviest first; former runs are left out."""
    found: dict[str, list[Path]] = {}
    for page in sorted(out.rglob("*.html")):
        if "snapshots" not in page.parts:
            found.setdefault(kind_of(page, out), []).append(page)
    return {kind: sorted(pages, key=lambda page: -page.stat().st_size) for kind, pages in found.items()}


def shared_mb(out: Path) -> float:
    """Return the megabytes of the files that pages share."""
    return sum(file.stat().st_size for file in (out / "site").iterdir()) / 1e6


def opened(browser: Browser, page: Path, slower: float) -> Opened:
    """Open a page, and drag its map if it has one."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    tab = context.new_page()
    context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    tab.goto(page.as_uri(), wait_until="load")
    tab.wait_for_timeout(500)
    paint, load, elements = tab.evaluate(_TIMES)
    frames = dragged(tab) if tab.locator(".leaflet-container").count() else []
    context.close()
    return Opened(paint, load, elements, frames)


def dragged(tab: Page) -> list[float]:
    """Return milliseconds of each frame while the map is dragged to and fro."""
    box: Any = tab.locator(".leaflet-container").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + min(box["height"], 700) / 2
    tab.evaluate(_WATCH)
    for drag in range(DRAGS):
        away = 200 if drag % 2 else -200
        tab.mouse.move(x - away / 2, y)
        tab.mouse.down()
        tab.mouse.move(x + away / 2, y + away / 4, steps=STEPS)
        tab.mouse.up()
    frames: list[float] = tab.evaluate("window.frameTimes")
    return frames


def row(kind: str, pages: list[Path], times: list[Opened]) -> str:
    """Return the figures of a kind of page in one line, those that miss their aim marked."""
    heaviest_mb = pages[0].stat().st_size / 1e6
    paint = median(one.paint_ms for one in times)
    is_map = bool(times[0].frames_ms)
    missed = [
        *(["over 5 MB"] if is_map and heaviest_mb > MAX_MAP_MB else []),
        *(["over 2 s"] if paint > MAX_PAINT_MS else []),
    ]
    figures = f"{len(pages):5} {sum(page.stat().st_size for page in pages) / 1e6:8.2f} {heaviest_mb:9.3f} {paint:8.0f}"
    figures += f" {median(one.load_ms for one in times):8.0f} {median(one.elements for one in times):9,.0f}"
    return (
        f"{kind:28} {figures} {smoothness([frame for one in times for frame in one.frames_ms]):>24} {' '.join(missed)}"
    )


def smoothness(frames_ms: Iterable[float]) -> str:
    """Return the middle and the 95th frame of a hundred, and the share of stutters, in words; empty for no map."""
    ordered = sorted(frames_ms)
    if not ordered:
        return ""
    stutters = sum(frame > STUTTER_MS for frame in ordered) / len(ordered)
    return f"{median(ordered):.0f} / {ordered[int(0.95 * len(ordered))]:.0f} ms, {100 * stutters:.1f} %"


def main() -> None:
    """Weigh and open the pages of a run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--slower", type=float, default=1.0)
    asked = parser.parse_args()
    out = asked.out.resolve()
    print(f"shared by all pages: {shared_mb(out):.3f} MB")
    print(HEADER)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for kind, pages in kinds(out).items():
            print(row(kind, pages, [opened(browser, pages[0], asked.slower) for _ in range(asked.repeats)]), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
