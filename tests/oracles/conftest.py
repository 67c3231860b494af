"""The table at the end: how many cases of each measure agree, are refused as expected, or fail."""

from collections import Counter, defaultdict

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print one line per measure, counting its cases by how they came out."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for result in ("passed", "failed"):
        for report in terminalreporter.stats.get(result, []):
            facts = dict(getattr(report, "user_properties", []))
            if "measure" in facts:
                counts[facts["measure"]][facts.get("outcome", "failed") if result == "passed" else "failed"] += 1
    if counts:
        outcomes = sorted({outcome for measure in counts.values() for outcome in measure})
        totals: Counter[str] = sum(counts.values(), Counter())
        terminalreporter.section("oracle cases by measure")
        terminalreporter.write_line(f"{'measure':45}" + "".join(f"{outcome:>23}" for outcome in outcomes))
        for measure, counted in [*sorted(counts.items()), ("all", totals)]:
            terminalreporter.write_line(f"{measure:45}" + "".join(f"{counted[outcome]:23d}" for outcome in outcomes))
