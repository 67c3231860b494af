"""How the engine's times grow with the network: a table and a plain chart."""

from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pandas as pd

SIZES = (20_000, 50_000, 100_000, 250_000, 500_000, 1_000_000)
LINES = {"build": "#777777", "n": "#1b6ca8", "p": "#c0392b", "p8": "#7d3c98", "f": "#1e8449"}
WIDTH, HEIGHT, LEFT, TOP, INNER_WIDTH, INNER_HEIGHT = 720, 420, 80, 30, 560, 320


def growth(run: Callable[[int], dict[str, Any]], folder: Path) -> None:
    """Time the engine on networks from 20 thousand to a million nodes; write and print the table, write the chart."""
    rows = []
    for n_nodes in SIZES:
        figures = run(n_nodes)
        peak = max(figures[key] for key in figures if key.endswith("_mb"))
        rows.append(
            {"nodes": n_nodes, **{task: round(median(figures[task]), 4) for task in LINES}, "peak_mb": round(peak)}
        )
    table = pd.DataFrame(rows)
    table.to_csv(folder / "routing_growth.csv", index=False)
    (folder / "routing_growth.svg").write_text(chart(table), encoding="utf-8")
    print(table.to_string(index=False))
    for task in LINES:
        slope = np.polyfit(np.log(table["nodes"]), np.log(table[task]), 1)[0]
        print(f"{task}: seconds grow with nodes to the power of {slope:.2f}")


def chart(table: pd.DataFrame) -> str:
    """Return a chart of seconds over nodes, both logarithmic, as SVG."""
    low, high = np.floor(np.log10(table[list(LINES)].min().min())), np.ceil(np.log10(table[list(LINES)].max().max()))

    def x(nodes: float) -> float:
        return LEFT + INNER_WIDTH * (np.log10(nodes) - 4) / 2

    def y(seconds: float) -> float:
        return TOP + INNER_HEIGHT * (high - np.log10(seconds)) / (high - low)

    bottom = TOP + INNER_HEIGHT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        ' font-family="sans-serif" font-size="13">',
        "<title>Seconds of the routing engine by number of nodes</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
    ]
    for power in range(int(low), int(high) + 1):
        at = y(10.0**power)
        parts.append(f'<path d="M{LEFT} {at:.1f}H{LEFT + INNER_WIDTH}" stroke="#dddddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{10.0**power:g} s</text>')
    for nodes in table["nodes"]:
        parts.append(f'<path d="M{x(nodes):.1f} {TOP}V{bottom}" stroke="#eeeeee"/>')
        parts.append(f'<text x="{x(nodes):.1f}" y="{bottom + 18}" text-anchor="middle">{nodes:,}</text>')
    parts.append(f'<text x="{LEFT + INNER_WIDTH / 2}" y="{HEIGHT - 14}" text-anchor="middle">nodes</text>')
    lowest_label = float(HEIGHT)
    for task in sorted(LINES, key=lambda task: table[task].iloc[-1]):  # labels from the lowest up, none over another
        colour = LINES[task]
        points = " ".join(f"{x(n):.1f},{y(s):.1f}" for n, s in zip(table["nodes"], table[task], strict=True))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        lowest_label = min(y(table[task].iloc[-1]) + 4, lowest_label - 14)
        parts.append(f'<text x="{LEFT + INNER_WIDTH + 8}" y="{lowest_label:.1f}" fill="{colour}">{task}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"
